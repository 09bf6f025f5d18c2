import { once } from "node:events";
import { readFileSync } from "node:fs";
import { mkdir, symlink, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:net";
import { delimiter, join } from "node:path";
import { execa } from "execa";
import { describe, expect } from "vitest";
import { test as endToEnd, sandboxEnv } from "../support/end-to-end.ts";
import { type FaultProxy, startFaultProxy } from "../support/fault-proxy.ts";
import { NO_KEYRING, startKeyring } from "../support/keyring.ts";
import { IN_FILE, installProgram, type Program } from "../support/program.ts";
import { atTerminal } from "../support/pseudo-terminal.ts";
import { HANGS, type Stubs, test as stubs } from "../support/stubs.ts";

const CLIPBOARD = ["xsel", "xclip", "wl-copy", "pbcopy", "clip.exe", "powershell.exe"];
const BROWSER = ["xdg-open", "open"];
const HELPERS = [...CLIPBOARD, ...BROWSER];

const URL_LINE = /^http:\/\/127\.0\.0\.1:\d+\/portal\/[\w-]+\n/u;

/** The promise is 1 s; the rest is for a busy machine. */
const PROMISED_MS = 1000 + 700;

interface Started {
  /** Resolves with the time at which something is on stdout. */
  readonly answered: Promise<number>;
  readonly stdout: () => string;
  readonly ended: Promise<{ exit: number | undefined; stdout: string; stderr: string; at: number }>;
  signal(name: "SIGINT" | "SIGTERM"): void;
}

function start({ command, env }: Program, argv: readonly string[], more: Record<string, string>): Started {
  const [file, ...first] = command;
  const child = execa(file, [...first, ...argv], {
    env: { ...env, ...more },
    extendEnv: false,
    reject: false,
    stdin: "pipe",
    stripFinalNewline: false,
  });
  let stdout = "";
  const answered = new Promise<number>((resolve) => {
    child.stdout.on("data", (chunk: Buffer) => {
      stdout += chunk;
      resolve(Date.now());
    });
  });
  const ended = child.then((result) => ({
    exit: result.exitCode,
    stdout: result.stdout,
    stderr: result.stderr,
    at: Date.now(),
  }));
  return { answered, stdout: () => stdout, ended, signal: (name) => void child.kill(name) };
}

/** Until a stub has started. */
async function pidOf(name: string, { pid }: Stubs): Promise<number> {
  await expect.poll(() => pid(name), { timeout: 20_000, interval: 20 }).toBeGreaterThan(0);
  return pid(name) ?? 0;
}

/** A process that has ended may be left as a zombie where nobody reaps orphans. */
function isRunning(pid: number): boolean {
  try {
    return !/^State:\s+Z/mu.test(readFileSync(`/proc/${pid}/status`, "utf8"));
  } catch {
    return false;
  }
}

/** SIGKILL takes a moment. */
const isGone = (pid: number) => expect.poll(() => isRunning(pid), { interval: 20 }).toBe(false);

const onLinux = process.platform === "linux";
if (!onLinux) describe.skip("helpers (skipped: only on Linux)");

const test = stubs
  .extend("program", { scope: "file" }, async ({}, { onCleanup }) => {
    const program = await installProgram();
    onCleanup(program.close);
    return program;
  })
  .extend("proxy", async ({}, { onCleanup }): Promise<FaultProxy> => {
    const { startSandbox } = await import("../../src/sandbox/server.ts");
    const sandbox = await startSandbox({ port: 0 });
    const proxy = await startFaultProxy(sandbox.url);
    onCleanup(async () => {
      await proxy.close();
      await sandbox.close();
    });
    return proxy;
  })
  .extend("env", ({ stubs, proxy }) => ({
    ...sandboxEnv(proxy),
    DISPLAY: ":99",
    PATH: [stubs.folder, process.env["PATH"]].join(delimiter),
  }))
  .extend("hang", ({ stubs }) => async (names: readonly string[]) => {
    for (const name of names) await stubs.add(name, HANGS);
  });

describe.runIf(onLinux)("with helpers that hang", () => {
  test.for([
    ["link create acme.com --copy", URL_LINE],
    ["link create acme.com --copy --message", /^Subject: /u],
    ["link create acme.com --open", URL_LINE],
    ["link create acme.com --copy --json", /"copied":false,"opened":false/u],
    ["link create acme.com --open --json", /"copied":false,"opened":false/u],
    ["link email acme.com --to jane@acme.com --copy", /^Hi,/u],
    ["link email acme.com --to jane@acme.com --copy --json", /"copied":false/u],
  ] as const)(
    "%s: the result is out in a second, and the helper is ended",
    async ([line, result], { program, proxy, env, stubs, hang }) => {
      await hang(HELPERS);
      const run = start(program, line.split(" "), env);
      const at = await run.answered;
      const lastAnswer = proxy.requests.at(-1)?.at.getTime() ?? 0;
      expect(at - lastAnswer).toBeLessThan(PROMISED_MS);
      expect(run.stdout()).toMatch(result);
      const { exit, stderr } = await run.ended;
      expect(exit).toBe(0);
      await isGone(await pidOf(line.includes("--open") ? "xdg-open" : "xsel", stubs));
      if (line.includes("--json")) expect(stderr).toBe("");
      else expect(stderr).toMatch(/ot copied: xsel did not finish within 2 s\./u);
    },
  );

  test.for([
    ["link create acme.com", "http://127.0.0.1:"],
    ["link email acme.com --to jane@acme.com", "[Your name and company]"],
  ] as const)(
    "%s at a terminal, where it copies by itself",
    async ([line, result], { program, env, hang }) => {
      await hang(HELPERS);
      const session = atTerminal(program, [...line.split(" "), "--yes"], env);
      await session.shows(result);
      expect(session.screen()).not.toContain("copied");
      const { exit, screen } = await session.ended();
      expect(exit).toBe(0);
      expect(screen).toContain("was sent to your terminal's clipboard");
    },
  );

  test.for([
    "org ensure acme.com",
    "org status acme.com",
    "link revoke acme.com --yes",
    "env list --json",
    "history",
    "doctor",
    "completion bash",
    "link create acme.com --dry-run",
    "link create acme.com",
  ])("%s is not delayed by them", async (line, { program, proxy, env, hang }) => {
    await program.run(["link", "email", "acme.com", "--to", "jane@acme.com", "--no-copy"], { env });
    await hang(HELPERS);
    const begun = Date.now();
    const run = start(program, line.split(" "), env);
    const at = await run.answered;
    const lastAnswer = proxy.requests.at(-1)?.at.getTime() ?? begun;
    expect(at - lastAnswer).toBeLessThan(PROMISED_MS);
    expect(await run.ended).toMatchObject({ exit: 0 });
  });

  test("the demo goes on when the browser does not open", async ({ program, env, stubs, hang }) => {
    await hang(BROWSER);
    const session = atTerminal(program, ["demo"], env);
    await session.shows("Now you are Acme's IT admin.");
    await session.shows("it could not be opened (xdg-open did not finish within 2 s)");
    await isGone(await pidOf("xdg-open", stubs));
    session.type("\u0003");
    expect(await session.ended()).toMatchObject({ exit: 130 });
  });

  describe.each(["SIGINT", "SIGTERM"] as const)("%s ends within a second", (signal) => {
    test.for([
      ["link create acme.com --copy", "xsel", URL_LINE],
      ["link create acme.com --open", "xdg-open", URL_LINE],
      ["link create acme.com --copy --json", "xsel", /"url":"http/u],
      ["link email acme.com --to jane@acme.com --copy", "xsel", /^Hi,/u],
    ] as const)("%s, while %s hangs", async ([line, helper, result], { program, env, stubs, hang }) => {
      await hang(HELPERS);
      const run = start(program, line.split(" "), env);
      const pid = await pidOf(helper, stubs);
      const sent = Date.now();
      run.signal(signal);
      const { exit, stdout, at } = await run.ended;
      expect(at - sent).toBeLessThan(PROMISED_MS);
      expect({ exit, stdout }).toEqual({ exit: 130, stdout: expect.stringMatching(result) });
      await isGone(pid);
    });

    test("the browser of BROWSER, which is left alone", async ({ program, env, stubs, hang }) => {
      await hang(["mine"]);
      const run = start(program, ["link", "create", "acme.com", "--open"], { ...env, BROWSER: "mine" });
      const pid = await pidOf("mine", stubs);
      const sent = Date.now();
      run.signal(signal);
      const { exit, at } = await run.ended;
      expect(at - sent).toBeLessThan(PROMISED_MS);
      expect({ exit, isRunning: isRunning(pid) }).toEqual({ exit: 130, isRunning: true });
      process.kill(-pid, "SIGKILL");
    });

    test("a key that is awaited on stdin", async ({ program, proxy, env }) => {
      const argv = ["env", "add", "waiting", "--key-stdin", "--api-url", proxy.url, ...IN_FILE];
      const run = start(program, argv, env);
      await new Promise((resolve) => setTimeout(resolve, 1000));
      const sent = Date.now();
      run.signal(signal);
      const { exit, at } = await run.ended;
      expect(at - sent).toBeLessThan(PROMISED_MS);
      expect(exit).toBe(130);
    });
  });
});

describe.runIf(onLinux)("a keychain that does not answer", () => {
  const withBus = test
    .extend("bus", async ({}, { onCleanup }): Promise<Server> => {
      const bus = createServer(() => {}).listen(0, "127.0.0.1");
      await once(bus, "listening");
      onCleanup(() => void bus.close());
      return bus;
    })
    .extend("kept", async ({ bus, proxy }, { onCleanup }) => {
      const program = await installProgram();
      onCleanup(program.close);
      const settings = program.env["SSOCTL_CONFIG_DIR"] ?? "";
      await mkdir(settings, { mode: 0o700 });
      const staging = { kind: "test", storage: "keychain", apiUrl: proxy.url };
      await writeFile(
        join(settings, "config.json"),
        JSON.stringify({ default: "staging", environments: { staging }, keys: {} }),
        { mode: 0o600 },
      );
      const { port } = bus.address() as { port: number };
      return { program, env: { DBUS_SESSION_BUS_ADDRESS: `tcp:host=127.0.0.1,port=${port}` } };
    });

  describe.each(["SIGINT", "SIGTERM"] as const)("%s ends within a second", (signal) => {
    withBus.for([
      "org ensure acme.com",
      "link create acme.com",
      "env list",
      "env add other --key-stdin",
      "env remove staging --yes",
      "doctor",
    ])("%s", async (line, { kept: { program, env }, bus }) => {
      const asked = once(bus, "connection");
      const run = start(program, [...line.split(" "), "--timeout", "60"], env);
      await asked;
      const sent = Date.now();
      run.signal(signal);
      const { exit, at } = await run.ended;
      expect(at - sent).toBeLessThan(PROMISED_MS);
      expect(exit).toBe(130);
    });
  });
});

describe.runIf(onLinux)("what a helper gets", () => {
  const SECRETS = {
    NODE_OPTIONS: "--no-warnings",
    WORKOS_API_KEY: "sk_test_0123456789abcdef",
    SSOCTL_ENV: "sandbox",
    GITHUB_TOKEN: "ghp_secret",
    AWS_SECRET_ACCESS_KEY: "secret",
    MY_PASSWORD: "secret",
  };

  test.for([
    ["--copy", "xsel"],
    ["--open", "xdg-open"],
  ] as const)(
    "%s: %s inherits nothing of ours, and what is its own",
    async ([flag, name], { program, env, stubs }) => {
      await stubs.add(name);
      const its = { XDG_ACTIVATION_TOKEN: "focus", XAUTHORITY: "/x", XMODIFIERS: "@im=ibus" };
      const { exit } = await program.run(["link", "create", "acme.com", flag], {
        env: { ...env, ...SECRETS, ...its },
      });
      expect(exit).toBe(0);
      const variables = stubs.variables(name);
      for (const secret of [...Object.keys(SECRETS), "WORKOS_API_URL", "SSOCTL_CONFIG_DIR"])
        expect(variables).not.toContain(`${secret}=`);
      for (const [own, value] of Object.entries({ ...its, DISPLAY: ":99" }))
        expect(variables).toContain(`${own}=${value}\n`);
    },
  );

  test("an opener that fails is said, and the link is copied", async ({ program, env, stubs }) => {
    await stubs.add("xdg-open", "exit 3");
    await stubs.add("xsel");
    const argv = ["link", "create", "acme.com", "--open"];
    const { exit, stdout, stderr } = await program.run(argv, { env });
    expect(exit).toBe(0);
    expect(stderr).toContain(
      "The link was not opened in your browser: xdg-open exited with code 3.\n✔ Copied. ",
    );
    expect(`${readFileSync(stubs.input("xsel"), "utf8")}\n`).toBe(stdout);
    const json = await program.run([...argv, "--json"], { env });
    expect(JSON.parse(json.stdout)).toMatchObject({ opened: false, copied: true });
  });

  test("BROWSER is used without a display", async ({ program, env, stubs }) => {
    await stubs.add("mine");
    const { DISPLAY: _, ...headless } = env;
    const { stdout } = await program.run(["link", "create", "acme.com", "--open", "--json"], {
      env: { ...headless, BROWSER: "mine --tab" },
    });
    const { url, opened, copied } = JSON.parse(stdout);
    expect({ opened, copied }).toEqual({ opened: true, copied: false });
    expect(stubs.args("mine")).toBe(`--tab ${url}`);
  });
});

describe("without a program for the clipboard", () => {
  const AT_TERMINAL = { PATH: "/nonexistent" };

  test.for([
    [{ CI: "true" }, "no clipboard program was found (xsel, xclip)"],
    [{ TERM: "dumb" }, "no clipboard program was found (xsel, xclip)"],
    [{ CI: "true", SSH_CONNECTION: "10.0.0.1 22" }, "this is an SSH session"],
  ] as const)(
    "%j: the link is not sent to the terminal, and it is said why",
    async ([more, why], { program, env }) => {
      const session = atTerminal(program, ["link", "create", "acme.com", "--yes"], {
        ...env,
        ...AT_TERMINAL,
        ...more,
      });
      const { exit, raw, screen } = await session.ended();
      expect(exit).toBe(0);
      expect(raw).not.toContain("\u001b]52");
      expect(screen).toContain(`Not copied: ${why}. Single Sign-On setup`);
    },
  );

  test("in GNU screen the link is wrapped for it", async ({ program, env }) => {
    const session = atTerminal(program, ["link", "create", "acme.com", "--yes"], {
      ...env,
      ...AT_TERMINAL,
      STY: "1.pts-0.host",
    });
    const { raw, screen } = await session.ended();
    const [url = ""] = /http:\/\/127\.0\.0\.1:\d+\/portal\/[\w-]+/u.exec(screen) ?? [];
    expect(raw).toContain(`\u001bP\u001b]52;c;${Buffer.from(url).toString("base64")}\u0007\u001b\\`);
  });
});

describe.skipIf(NO_KEYRING)(`the keychain of a real Linux session${NO_KEYRING}`, () => {
  const inSession = endToEnd.extend("session", async ({ freshProgram }, { onCleanup }) => {
    const session = await startKeyring(freshProgram.home, "unlocked");
    onCleanup(() => session.end());
    return session;
  });

  inSession("answers under NODE_OPTIONS that print", async ({ freshProgram, sandbox, session }) => {
    const script = join(freshProgram.home, "noise.cjs");
    await writeFile(script, `process.stdout.write("noise\\n");`);
    const env = { ...session.env, NODE_OPTIONS: `--require ${script}` };
    const argv = ["env", "add", "staging", "--key-stdin", "--api-url", sandbox.url, "--storage", "keychain"];
    const stdin = "sk_test_sandbox";
    expect(await freshProgram.run(argv, { env, stdin })).toMatchObject({ exit: 0 });
    expect(await freshProgram.run(["org", "ensure", "acme.com"], { env })).toMatchObject({ exit: 0 });
    const doctor = await freshProgram.run(["doctor"], { env });
    expect(doctor.stdout).toContain("ok\tkeychain\t");
  });

  inSession("a settings folder is its real path", async ({ freshProgram, sandbox, session }) => {
    const settings = freshProgram.env["SSOCTL_CONFIG_DIR"] ?? "";
    const link = join(freshProgram.home, "link");
    await mkdir(settings, { mode: 0o700 });
    await symlink(settings, link);
    const through = (folder: string) => ({ ...session.env, SSOCTL_CONFIG_DIR: folder });
    const add = (name: string) => [
      ...["env", "add", name, "--key-stdin", "--api-url", sandbox.url],
      ...["--storage", "keychain"],
    ];
    const stdin = "sk_test_sandbox";
    await freshProgram.run(add("one"), { env: through(settings), stdin });
    await freshProgram.run(add("two"), { env: through(link), stdin });
    for (const folder of [settings, link, `${link}/../link/`])
      for (const name of ["one", "two"])
        expect(
          await freshProgram.run(["org", "ensure", "acme.com", "--env", name], { env: through(folder) }),
        ).toMatchObject({ exit: 0 });
  });
});
