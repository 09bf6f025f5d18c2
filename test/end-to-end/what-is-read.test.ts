import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import {
  chmod,
  chown,
  constants,
  cp,
  mkdir,
  open,
  readdir,
  readFile,
  symlink,
  utimes,
  writeFile,
} from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { describe, expect } from "vitest";
import { SANDBOX_API_KEY } from "../../src/sandbox/address.ts";
import { sandboxEnv, test as withProgram } from "../support/end-to-end.ts";
import { IN_FILE, type Program } from "../support/program.ts";
import { atTerminal } from "../support/pseudo-terminal.ts";

const NOT_ROOT = process.getuid?.() === 0 ? "" : " (skipped: needs root)";
const NO_MOUNTS =
  spawnSync("unshare", ["--mount", "true"]).status === 0 ? "" : " (skipped: needs the right to mount)";
const WITHOUT_FIFO = process.platform === "win32";
const NOBODY = 12_345;

const test = withProgram
  /** A folder that the tests of one file may fill. */
  .extend("folder", async ({ freshProgram }) => freshProgram.home)
  .extend("add", ({ freshProgram, sandbox }) => (env: Record<string, string> = {}) => {
    const argv = ["env", "add", "staging", "--key-stdin", "--api-url", sandbox.url, ...IN_FILE];
    return freshProgram.run(argv, { env, stdin: SANDBOX_API_KEY });
  });

async function runAsNobody({ home, command }: Program, argv: string[], env: Record<string, string> = {}) {
  // Where this user may read it.
  const root = join(home, "program");
  await chmod(home, 0o755);
  for (const part of ["bin", "dist", "package.json"])
    await cp(fileURLToPath(new URL(`../../${part}`, import.meta.url)), join(root, part), {
      recursive: true,
    });
  const ended = await execa(command[0], [join(root, "bin", "ssoctl.js"), ...argv], {
    env,
    extendEnv: false,
    reject: false,
    uid: NOBODY,
    gid: NOBODY,
    cwd: "/",
  });
  return { exit: ended.exitCode, stdout: ended.stdout, stderr: ended.stderr };
}

describe.skipIf(NOT_ROOT !== "")(`a user without a home folder or an account${NOT_ROOT}`, () => {
  const NO_HOME = "This user has no home folder. Set SSOCTL_CONFIG_DIR to a folder for settings.";

  test.for([
    ["--version"],
    ["--help"],
    ["link", "create", "--help"],
    ["help", "links"],
    ["demo", "--no-input"],
  ])("runs %j", async (argv, { freshProgram }) => {
    expect(await runAsNobody(freshProgram, argv)).toMatchObject({ exit: 0, stderr: "" });
  });

  test("makes a link with WORKOS_API_KEY", async ({ freshProgram, sandbox }) => {
    const env = { WORKOS_API_KEY: SANDBOX_API_KEY, WORKOS_API_URL: sandbox.url };
    const { exit, stdout, stderr } = await runAsNobody(freshProgram, ["link", "create", "acme.com"], env);
    expect({ exit, stdout }).toEqual({ exit: 0, stdout: expect.stringMatching(/^http:\S+$/u) });
    expect(stderr).toContain(`  This could not be written to the history: ${NO_HOME}\n`);
  });

  test.for([["env", "list"], ["history"], ["link", "create", "acme.com"]])(
    "is told which variable %j needs",
    async (argv, { freshProgram }) => {
      expect(await runAsNobody(freshProgram, argv)).toEqual({ exit: 1, stdout: "", stderr: `✖ ${NO_HOME}` });
    },
  );

  test("still gets all other checks from doctor", async ({ freshProgram }) => {
    const { exit, stdout } = await runAsNobody(freshProgram, ["doctor"]);
    expect(exit).toBe(1);
    expect(stdout).toContain(`failure\tsettings\t${NO_HOME}\n`);
    expect(stdout).toContain("\nok\tterminal\t");
  });
});

test("a relative folder never gets a key", async ({ freshProgram, sandbox, folder }) => {
  const run = (env: Record<string, string>) =>
    execa(
      process.execPath,
      [
        ...freshProgram.command.slice(1),
        "env",
        "add",
        "staging",
        "--key-stdin",
        "--api-url",
        sandbox.url,
        ...IN_FILE,
      ],
      {
        env: { PATH: "", ...env },
        extendEnv: false,
        reject: false,
        cwd: folder,
        input: SANDBOX_API_KEY,
      },
    );
  const refused = await run({ HOME: folder, SSOCTL_CONFIG_DIR: "settings" });
  expect(refused).toMatchObject({ exitCode: 2, stdout: "" });
  expect(refused.stderr).toBe('✖ SSOCTL_CONFIG_DIR must be an absolute path, and it is "settings".');
  expect(await readdir(folder)).toEqual([]);

  expect(await run({ HOME: folder, SSOCTL_CONFIG_DIR: "~/mine" })).toMatchObject({ exitCode: 0 });
  expect(await readdir(folder)).toEqual(["mine"]);
});

test("variables from a file with Windows line ends are read", async ({ freshProgram, sandbox, folder }) => {
  const variables = {
    WORKOS_API_KEY: SANDBOX_API_KEY,
    WORKOS_API_URL: sandbox.url,
    SSOCTL_CONFIG_DIR: join(folder, "elsewhere"),
    HTTP_PROXY: "",
    NO_COLOR: "",
  };
  const env = Object.fromEntries(Object.entries(variables).map(([name, value]) => [name, `${value}\r`]));
  expect(await freshProgram.run(["org", "ensure", "windows-lines.com"], { env })).toMatchObject({ exit: 0 });
  expect(await readdir(folder)).toEqual(["elsewhere"]);
  const selected = await freshProgram.run(["org", "ensure", "windows-lines.com"], {
    env: { ...env, SSOCTL_ENV: "sandbox\r" },
  });
  expect(selected).toMatchObject({ exit: 0, stderr: expect.stringMatching(/^sandbox · test\n/u) });
});

describe.skipIf(process.platform === "win32")(
  "settings that others can change get no key, and give none",
  () => {
    test("a folder that everybody may write to", async ({ add, freshProgram, folder }) => {
      expect(await add()).toMatchObject({ exit: 0 });
      const settings = join(folder, "settings");
      await chmod(settings, 0o777);
      const before = await readFile(join(settings, "config.json"), "utf8");
      const stderr = [
        `✖ Other users can change ${settings} (mode 0777), so no API key is stored or read.`,
        `  Fix it: chmod 700 ${settings}, or set SSOCTL_CONFIG_DIR to a folder of your own.`,
        "",
      ].join("\n");
      expect(await add()).toEqual({ exit: 8, stdout: "", stderr });
      expect(await freshProgram.run(["org", "ensure", "acme.com"])).toEqual({ exit: 8, stdout: "", stderr });
      expect(await readFile(join(settings, "config.json"), "utf8")).toBe(before);
      expect(await freshProgram.run(["env", "list"])).toMatchObject({ exit: 0, stdout: "staging\n" });
      const { stdout } = await freshProgram.run(["doctor"]);
      expect(stdout).toContain(`failure\tsettings\tOther users can change ${settings} (mode 0777)`);

      await execa("sh", ["-c", /chmod 700 [^,]+/u.exec(stderr)?.[0] ?? ""]);
      expect(await freshProgram.run(["org", "ensure", "acme.com"])).toMatchObject({ exit: 0 });
    });

    test("a file that its group may write to", async ({ add, freshProgram, folder }) => {
      expect(await add()).toMatchObject({ exit: 0 });
      await chmod(join(folder, "settings", "config.json"), 0o660);
      const { exit, stderr } = await freshProgram.run(["org", "ensure", "acme.com"]);
      expect(exit).toBe(8);
      expect(stderr).toContain(`Fix it: chmod 600 ${join(folder, "settings", "config.json")}`);
    });

    test("a link to a file in such a folder", async ({ add, folder }) => {
      await mkdir(join(folder, "open"), { mode: 0o700 });
      await chmod(join(folder, "open"), 0o777);
      await mkdir(join(folder, "settings"), { mode: 0o700 });
      await writeFile(join(folder, "open", "config.json"), "{}");
      await symlink(join(folder, "open", "config.json"), join(folder, "settings", "config.json"));
      expect(await add()).toMatchObject({ exit: 8, stderr: expect.stringContaining(join(folder, "open")) });
      expect(await readFile(join(folder, "open", "config.json"), "utf8")).toBe("{}");
    });

    test.skipIf(NOT_ROOT !== "")(`a folder of another user${NOT_ROOT}`, async ({ add, folder }) => {
      await mkdir(join(folder, "settings"), { mode: 0o700 });
      await chown(join(folder, "settings"), NOBODY, NOBODY);
      const { exit, stderr } = await add();
      expect(exit).toBe(8);
      expect(stderr).toContain(`${join(folder, "settings")} belongs to another user (user ID ${NOBODY})`);
      expect(await readdir(join(folder, "settings"))).toEqual([]);
    });
  },
);

test.skipIf(NOT_ROOT !== "")(
  `a settings folder that cannot be written is named with the cause, and nothing is lost${NOT_ROOT}`,
  async ({ freshProgram, folder, sandbox }) => {
    const settings = join(folder, "settings");
    const content = JSON.stringify({ environments: { staging: { kind: "test" } }, keys: {} });
    await mkdir(settings, { mode: 0o755 });
    await writeFile(join(settings, "config.json"), content, { mode: 0o644 });
    const { exit, stdout, stderr } = await runAsNobody(freshProgram, ["env", "use", "staging"], {
      SSOCTL_CONFIG_DIR: settings,
      WORKOS_API_URL: sandbox.url,
    });
    expect({ exit, stdout }).toEqual({ exit: 1, stdout: "" });
    const path = join(settings, "config.json");
    expect(stderr).toBe(
      [
        `✖ The settings file ${path} could not be written: permission denied in ${settings}.`,
        "  The file is as before. Fix this, and run the command again.",
      ].join("\n"),
    );
    expect(await readFile(path, "utf8")).toBe(content);
  },
);

test.skipIf(NO_MOUNTS !== "")(
  `a settings file that a container mounts on its own is named with the cause${NO_MOUNTS}`,
  async ({ freshProgram, folder }) => {
    const path = join(folder, "settings", "config.json");
    await mkdir(join(folder, "settings"), { mode: 0o700 });
    await writeFile(path, '{"environments":{"staging":{"kind":"test"}}}', { mode: 0o600 });
    const mounted = 'mount --bind "$0" "$0" && exec "$@"';
    const command = [...freshProgram.command, "env", "use", "staging"];
    const { exitCode, stderr } = await execa("unshare", ["--mount", "sh", "-c", mounted, path, ...command], {
      env: freshProgram.env,
      extendEnv: false,
      reject: false,
    });
    expect(exitCode).toBe(1);
    expect(stderr).toContain(
      `✖ The settings file ${path} could not be written: it is mounted on its own, so it cannot be replaced; mount its folder.`,
    );
    expect(await readdir(join(folder, "settings"))).toEqual(["config.json"]);
  },
);

test.runIf(process.platform === "linux")(
  "Ctrl-C ends waiting for another process that has the settings file locked",
  async ({ freshProgram, folder }) => {
    const lock = join(folder, "settings", "config.json.lock");
    await mkdir(lock, { recursive: true, mode: 0o700 });
    // Never stale.
    await utimes(lock, new Date("2100-01-01"), new Date("2100-01-01"));
    const child = spawn(
      freshProgram.command[0],
      [...freshProgram.command.slice(1), "env", "use", "sandbox"],
      {
        env: freshProgram.env,
      },
    );
    await hasListeners(child);
    expect(await endedBy("SIGINT", child)).toEqual({ exit: 130, stderr: "✖ Interrupted.\n" });
  },
);

describe("--key-stdin", () => {
  const ARGV = ["env", "add", "staging", "--key-stdin", ...IN_FILE];

  test("at a terminal is refused before a key is typed", async ({ freshProgram }) => {
    const { exit, screen } = await atTerminal(freshProgram, ARGV).ended();
    expect(exit).toBe(2);
    expect(screen).toContain(
      "✖ --key-stdin reads the API key from a pipe or a file, and stdin is a terminal.\n",
    );
    expect(screen).toContain("  Without --key-stdin you are prompted for the API key.");
  });

  test.skipIf(WITHOUT_FIFO)("does not read a device to its end", async ({ freshProgram }) => {
    const device = await open("/dev/zero");
    const child = spawn(freshProgram.command[0], [...freshProgram.command.slice(1), ...ARGV], {
      env: freshProgram.env,
      stdio: [device.fd, "pipe", "pipe"],
    });
    expect(await endOf(child)).toEqual({
      exit: 2,
      stderr: "✖ --key-stdin: stdin cannot be read: it is larger than 1 MiB.\n",
    });
    await device.close();
  });

  test("that never ends does so at Ctrl-C", async ({ freshProgram }) => {
    const child = spawn(freshProgram.command[0], [...freshProgram.command.slice(1), ...ARGV], {
      env: freshProgram.env,
    });
    // More than fits on the way, so that the program has read some of it.
    await new Promise((resolve) => child.stdin.write(" ".repeat(512 * 1024), resolve));
    expect(await endedBy("SIGINT", child)).toEqual({ exit: 130, stderr: "✖ Interrupted.\n" });
    child.stdin.destroy();
  });
});

describe.skipIf(WITHOUT_FIFO)("--note-template", () => {
  const ARGV = ["link", "create", "acme.com", "--message", "--note-template"];

  test("waits for what a FIFO is given", async ({ freshProgram, sandbox, folder }) => {
    const fifo = join(folder, "fifo");
    await execa("mkfifo", [fifo]);
    const running = freshProgram.run([...ARGV, fifo], { env: sandboxEnv(sandbox) });
    await execa("sh", ["-c", `(printf 'Hello '; sleep 0.2; printf '{{link}}') > ${fifo}`]);
    expect(await running).toMatchObject({ exit: 0, stdout: expect.stringMatching(/\n\nHello http:\S+\n$/u) });
  });

  test.for(["SIGINT", "SIGTERM"] as const)(
    "of a FIFO that is given nothing ends at %s",
    async (signal, { freshProgram, sandbox, folder }) => {
      const fifo = join(folder, "fifo");
      await execa("mkfifo", [fifo]);
      const env = { ...freshProgram.env, ...sandboxEnv(sandbox) };
      const child = spawn(freshProgram.command[0], [...freshProgram.command.slice(1), ...ARGV, fifo], {
        env,
      });
      await hasReader(fifo);
      expect(await endedBy(signal, child)).toEqual({
        exit: 130,
        stderr: "✖ Interrupted. Nothing was changed.\n",
      });
    },
  );

  test.for([
    ["/dev/zero", "it is larger than 1 MiB"],
    ["/", "it is a folder"],
    ["/none", "there is no such file"],
  ] as const)("%s is refused", async ([path, why], { freshProgram, sandbox }) => {
    expect(await freshProgram.run([...ARGV, path], { env: sandboxEnv(sandbox) })).toEqual({
      exit: 2,
      stdout: "",
      stderr: `✖ --note-template: ${path} cannot be read: ${why}.\n`,
    });
  });

  test("may have a byte-order mark", async ({ freshProgram, sandbox, folder }) => {
    await writeFile(join(folder, "note"), "\uFEFFSubject: Hello\r\n\r\n{{link}}\r\n");
    const { stdout } = await freshProgram.run([...ARGV, join(folder, "note")], { env: sandboxEnv(sandbox) });
    expect(stdout).toMatch(/^Subject: Hello\r?\n/u);
  });
});

/** A FIFO cannot be opened for writing before that. */
async function hasReader(fifo: string): Promise<void> {
  for (;;) {
    try {
      return await (await open(fifo, constants.O_WRONLY | constants.O_NONBLOCK)).close();
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
}

/** Linux shows which signals a process catches. SIGHUP is one that Node does not catch by itself. */
async function hasListeners({ pid }: ChildProcess): Promise<void> {
  const SIGHUP = 1n;
  for (;;) {
    const status = await readFile(`/proc/${pid}/status`, "utf8");
    const caught = BigInt(`0x${/^SigCgt:\s*(?<mask>[0-9a-f]+)/mu.exec(status)?.groups?.["mask"] ?? "0"}`);
    if ((caught & SIGHUP) !== 0n) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

async function endedBy(signal: NodeJS.Signals, child: ChildProcess) {
  child.kill(signal);
  return endOf(child);
}

async function endOf(child: ChildProcess) {
  let stderr = "";
  child.stderr?.on("data", (part: Buffer) => {
    stderr += part.toString();
  });
  const [exit] = await once(child, "close");
  return { exit, stderr };
}
