import { chmod, mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { kill } from "node:process";
import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { describe, expect, vi } from "vitest";
import { test as base } from "../support/end-to-end.ts";
import type { Program } from "../support/program.ts";
import { atTerminal, CTRL_C, runAtTerminal } from "../support/pseudo-terminal.ts";

const CUSTOMERS = fileURLToPath(new URL("../sandbox/support/customers.json", import.meta.url));

/** A machine with `ssoctl` on its PATH, and a folder for temporary files of its own. */
const test = base.extend("machine", async ({ freshProgram }) => {
  const { home, command, env } = freshProgram;
  const [bin, temporary] = [join(home, "bin"), join(home, "tmp")];
  await mkdir(bin);
  await mkdir(temporary);
  const add = async (name: string, script: string, mode = 0o755) => {
    await writeFile(join(bin, name), script, { mode });
    await chmod(join(bin, name), mode);
  };
  const line = command.map((word) => `'${word}'`).join(" ");
  await add("ssoctl", `#!/bin/sh\nexec ${line} "$@"\n`);
  const variables = { ...env, TMPDIR: temporary, PATH: `${bin}${delimiter}${env["PATH"]}` };
  return {
    add,
    bin,
    env: variables,
    left: async () => (await readdir(temporary)).filter((name) => name.startsWith("ssoctl-")),
    run: (argv: readonly string[], options = {}) => freshProgram.run(argv, { env: variables, ...options }),
    /** Waits for its first line: process IDs. */
    start: async (file: string, argv: readonly string[]) => {
      const child = execa(file, argv, {
        env: variables,
        extendEnv: false,
        reject: false,
        stdin: "ignore",
        stripFinalNewline: false,
      });
      const first = await new Promise<string>((resolve, reject) => {
        child.stdout.once("data", (chunk: Buffer) => resolve(chunk.toString()));
        child.once("exit", (code) => reject(new Error(`it ended at once, with ${code}`)));
      });
      const [pid = 0, parent = 0] = first.split(" ").map(Number);
      return { child, pid, parent };
    },
  };
});

const PRINTS_VARIABLES = 'echo "$WORKOS_API_URL $SSOCTL_ENV $WORKOS_API_KEY $SSOCTL_CONFIG_DIR"';

function isRunning(pid: number): boolean {
  try {
    kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

const gone = (pid: number) => vi.waitFor(() => expect(isRunning(pid)).toBe(false), { timeout: 15_000 });

const ssoctlOf = ({ command: [file, ...first] }: Program) => [file, first] as const;

describe("ssoctl sandbox -- command", () => {
  test("runs it on a sandbox of its own, with empty settings, and stops", async ({ machine }) => {
    const { stdout, stderr, exit } = await machine.run(
      [
        "sandbox",
        "--",
        "sh",
        "-c",
        `${PRINTS_VARIABLES}; ls -A "$SSOCTL_CONFIG_DIR"; ssoctl org ensure acme.com`,
      ],
      { env: { ...machine.env, WORKOS_API_KEY: "sk_live_0123456789abcdef", SSOCTL_ENV: "production" } },
    );
    const [variables, ...rest] = stdout.split("\n");
    expect(variables).toMatch(
      /^http:\/\/127\.0\.0\.1:\d+ sandbox sk_test_sandbox \/.+\/ssoctl-sandbox-\w+$/u,
    );
    expect(rest).toEqual([expect.stringMatching(/^org_[0-9A-Z]{26}$/u), ""]);
    expect(stderr).toMatch(/^sandbox · test\n✔ Created Acme/u);
    expect(exit).toBe(0);
    expect(await machine.left()).toEqual([]);
    await expect(fetch(variables?.split(" ")[0] ?? "")).rejects.toThrow();
  });

  test.for<[string, string, number]>([
    ["success", "true", 0],
    ["a code", "exit 7", 7],
    ["a signal", "kill -9 $$", 137],
  ])("gives its exit code: %s", async ([_what, script, code], { machine }) => {
    const { exit, stdout, stderr } = await machine.run(["sandbox", "--", "sh", "-c", script]);
    expect({ exit, stdout, stderr }).toEqual({ exit: code, stdout: "", stderr: "" });
  });

  test("its options are its own, also --json, --help and --port", async ({ machine }) => {
    const words = ["--json", "--help", "--port", "--", "it's"];
    const { stdout } = await machine.run(["sandbox", "--", "printf", "%s\\n", ...words]);
    expect(stdout).toBe(`${words.join("\n")}\n`);
  });

  test("it has our stdin, and --json adds nothing to its output", async ({ machine }) => {
    const ended = await machine.run(["sandbox", "--json", "--", "cat"], { stdin: "typed\n" });
    expect(ended).toEqual({ stdout: "typed\n", stderr: "", exit: 0 });
  });

  test.for<[string, string[], number, string]>([
    ["no such command", ["smoke"], 127, "✖ Cannot run smoke: it is not on the PATH.\n"],
    ["no such file", ["./smoke.sh"], 127, "✖ Cannot run ./smoke.sh: there is no such file.\n"],
    ["a folder", ["/"], 126, "✖ Cannot run /: it is not executable.\n"],
    ["not executable", ["plain"], 126, "✖ Cannot run plain: it is not executable.\n"],
    [
      "a missing interpreter",
      ["torn"],
      127,
      "✖ Cannot run torn: the program that its first line (#!) names is missing.\n",
    ],
  ])("says that it cannot run: %s", async ([_what, words, code, said], { machine }) => {
    await machine.add("plain", "echo hi\n", 0o644);
    await machine.add("torn", "#!/no/such/interpreter\n");
    const { exit, stdout, stderr } = await machine.run(["sandbox", "--", ...words]);
    expect({ exit, stdout, stderr }).toEqual({ exit: code, stdout: "", stderr: said });
    expect(await machine.left()).toEqual([]);
  });

  test("without -- a command is refused, and so is -- without a command", async ({ machine }) => {
    expect(await machine.run(["sandbox", "npm", "test"])).toMatchObject({
      exit: 2,
      stderr: "✖ Unknown argument: npm.\n  To run a command on a sandbox: ssoctl sandbox -- npm test\n",
    });
    expect(await machine.run(["sandbox", "--"])).toMatchObject({ exit: 2, stdout: "" });
    expect(await machine.run(["sandbox", "--", ""])).toMatchObject({ exit: 2, stdout: "" });
  });

  test("--port is honored, and a port that is taken is said before the command runs", async ({
    machine,
    sandbox,
  }) => {
    const { port } = new URL(sandbox.url);
    const { exit, stdout, stderr } = await machine.run(["sandbox", "--port", port, "--", "echo", "ran"]);
    expect({ exit, stdout }).toEqual({ exit: 5, stdout: "" });
    expect(stderr).toContain(`✖ Port ${port} is in use.`);
  });

  test("a sandbox in a sandbox is another one", async ({ machine }) => {
    const inner = 'first=$WORKOS_API_URL; ssoctl sandbox -- sh -c "test \\$WORKOS_API_URL != $first"';
    expect(await machine.run(["sandbox", "--", "sh", "-c", inner])).toMatchObject({ exit: 0 });
  });
});

describe("signals", () => {
  test.for(["SIGINT", "SIGTERM", "SIGHUP"] as const)(
    "%s goes to the command, which decides",
    async (signal, { machine, freshProgram }) => {
      const [file, first] = ssoctlOf(freshProgram);
      const script = `trap 'echo got it; exit 3' ${signal.slice(3)}; echo $$; while :; do sleep 0.1; done`;
      const { child } = await machine.start(file, [...first, "sandbox", "--", "sh", "-c", script]);
      child.kill(signal);
      const { exitCode, stdout } = await child;
      expect(stdout.match(/got it/gu)).toEqual(["got it"]);
      expect(exitCode).toBe(3);
      expect(await machine.left()).toEqual([]);
    },
  );

  test("a command that does not handle them ends, with all that it started", async ({
    machine,
    freshProgram,
  }) => {
    const [file, first] = ssoctlOf(freshProgram);
    const script = "sh -c 'echo $$; sleep 100'; true";
    const { child, pid } = await machine.start(file, [...first, "sandbox", "--", "sh", "-c", script]);
    child.kill("SIGTERM");
    expect((await child).exitCode).toBe(143);
    await gone(pid);
  });

  test("Ctrl-C at a terminal reaches the command once", async ({ machine, freshProgram }) => {
    const script = "trap 'echo got it; sleep 0.5; exit 4' INT; echo ready; while :; do sleep 0.1; done";
    const session = atTerminal(freshProgram, ["sandbox", "--", "sh", "-c", script], machine.env);
    await session.typeUntil("", "ready");
    session.type(CTRL_C);
    const { exit, screen } = await session.ended();
    expect(screen.match(/got it/gu)).toEqual(["got it"]);
    expect(exit).toBe(4);
    expect(await machine.left()).toEqual([]);
  });

  test("at a terminal the command can ask", async ({ machine, freshProgram }) => {
    const script = 'printf "Name? "; read name < /dev/tty; echo "Hello $name"';
    const session = atTerminal(freshProgram, ["sandbox", "--", "sh", "-c", script], machine.env);
    await session.shows("Name? ");
    session.type("Jane\r");
    expect(await session.ended()).toMatchObject({ exit: 0, screen: expect.stringContaining("Hello Jane") });
  });
});

describe("what is killed takes the command along", () => {
  test.for<[string, string]>([
    ["a command that handles nothing", "echo $$; sleep 100"],
    ["a command that ignores everything", "trap '' TERM INT HUP; echo $$; while :; do sleep 1; done"],
  ])("ssoctl itself, with %s", async ([_what, script], { machine, freshProgram }) => {
    const [file, first] = ssoctlOf(freshProgram);
    const { child, pid } = await machine.start(file, [...first, "sandbox", "--", "sh", "-c", script]);
    child.kill("SIGKILL");
    await gone(pid);
    await vi.waitFor(async () => expect(await machine.left()).toEqual([]), { timeout: 15_000 });
  });

  test("the parent of ssoctl", async ({ machine }) => {
    const nested = `ssoctl sandbox -- sh -c 'echo $$ $PPID; sleep 100'; true`;
    const { child, pid, parent } = await machine.start("sh", ["-c", nested]);
    child.kill("SIGKILL");
    await gone(pid);
    await gone(parent);
    await vi.waitFor(async () => expect(await machine.left()).toEqual([]), { timeout: 15_000 });
  });

  test("npx, which has a shell in between", async ({ machine }) => {
    const npx = "sh -c \"ssoctl sandbox -- sh -c 'echo \\$\\$ \\$PPID; sleep 100'; true\"; true";
    const { child, pid, parent } = await machine.start("sh", ["-c", npx]);
    child.kill("SIGKILL");
    await gone(pid);
    await gone(parent);
  });

  test("at a terminal that is closed", async ({ machine, freshProgram }) => {
    const session = atTerminal(
      freshProgram,
      ["sandbox", "--", "sh", "-c", "echo $$; sleep 100"],
      machine.env,
    );
    await session.shows(/^\d+\n/u);
    const pid = Number.parseInt(session.screen(), 10);
    session.hangUp();
    await gone(pid);
  });
});

describe("--seed", () => {
  test("fills the sandbox, with and without a command", async ({ machine, freshProgram }) => {
    const look = "ssoctl org ensure acme.com --no-create; ssoctl org status acme.com";
    const { stdout } = await machine.run(["sandbox", "--seed", CUSTOMERS, "--", "sh", "-c", look]);
    expect(stdout).toBe("org_01HE8GSH8FQPASKSY27THRKRBP\nactive\n");
    const [file, first] = ssoctlOf(freshProgram);
    const plain = execa(file, [...first, "sandbox", "--port", "0", "--seed", CUSTOMERS], {
      env: machine.env,
      extendEnv: false,
      reject: false,
    });
    const url = await new Promise<string>((resolve) => {
      plain.stdout.once("data", (chunk: Buffer) => resolve(chunk.toString().trim()));
    });
    expect(await (await fetch(`${url}/inbox`)).text()).toContain("ann@beta.io");
    plain.kill("SIGINT");
    expect((await plain).exitCode).toBe(0);
  });

  test.for<[string, string | undefined, string]>([
    ["a missing file", undefined, "could not be read: there is no such file."],
    [
      "a mistake",
      '{"organizations": [{"name": "A", "domain": "a.io"}]}',
      "organizations[0].domain is not a known field.",
    ],
  ])("%s is refused before the command runs", async ([_what, content, said], { machine, freshProgram }) => {
    const file = join(freshProgram.home, "seed.json");
    if (content !== undefined) await writeFile(file, content);
    const { exit, stdout, stderr } = await machine.run(["sandbox", "--seed", file, "--", "echo", "ran"]);
    expect({ exit, stdout }).toEqual({ exit: 2, stdout: "" });
    expect(stderr).toContain(said);
  });
});

describe("the smoke test of the README", () => {
  test("runs as it is written, in a pipe and at a terminal", async ({ machine }) => {
    const readme = await readFile(new URL("../../README.md", import.meta.url), "utf8");
    const script = /```sh\n(?<script>#!\S+ bash\n[^`]+)```/u.exec(readme)?.groups?.["script"] ?? "exit 99";
    const line = /^ssoctl sandbox .*-- \.\/smoke\.sh$/mu.exec(readme)?.[0] ?? "exit 98";
    await machine.add("smoke.sh", script);
    const shell = ["bash", "-euo", "pipefail", "-c", line] as const;
    const [file, ...argv] = shell;
    const options = { cwd: machine.bin, env: machine.env, extendEnv: false };
    const piped = await execa(file, argv, { ...options, reject: false, stdin: "ignore" });
    expect(piped).toMatchObject({ exitCode: 0 });
    const { exit } = await runAtTerminal(file, argv, machine.env, machine.bin).ended();
    expect(exit).toBe(0);
    await machine.add("smoke.sh", script.replaceAll("acme.com", "gmail.com"));
    const failed = await execa(file, argv, { ...options, reject: false, stdin: "ignore" });
    expect(failed.exitCode).toBe(8);
  });
});
