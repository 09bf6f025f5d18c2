import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { checkJson } from "./contract.ts";

const BIN = fileURLToPath(new URL("../../bin/ssoctl.js", import.meta.url));

/** For `env add`, so that a test never touches the developer's keychain. */
export const IN_FILE = ["--storage", "file"] as const;

/** The built program as a child process. `close` removes its home folder. */
export interface Program {
  /** Starts the program. The arguments follow it. */
  readonly command: Command;
  readonly home: string;
  readonly env: Readonly<Record<string, string>>;
  run(argv: readonly string[], options?: RunOptions): Promise<Ended>;
  close(): Promise<void>;
}

type Command = readonly [file: string, ...first: string[]];

interface RunOptions {
  readonly env?: Record<string, string>;
  readonly stdin?: string;
}

export interface Ended {
  readonly stdout: string;
  readonly stderr: string;
  readonly exit: number | undefined;
}

/**
 * @param variables added to a minimal environment, so that tests do not depend on the machine that runs them
 * @param command runs another build than that of `npm run build`
 */
export async function installProgram(
  variables: Record<string, string> = {},
  command: Command = [process.execPath, BIN],
): Promise<Program> {
  const [file, ...first] = command;
  const home = await mkdtemp(join(tmpdir(), "ssoctl-home-"));
  const env = {
    PATH: process.env["PATH"] ?? "",
    HOME: home,
    SSOCTL_CONFIG_DIR: join(home, "settings"),
    TZ: "UTC",
    // At a pseudo-terminal, the program would ask the npm registry for its latest version.
    NO_UPDATE_NOTIFIER: "1",
    ...variables,
  };
  return {
    command,
    home,
    env,
    run: async (argv, { env: more, stdin } = {}) => {
      const ended = await execa(file, [...first, ...argv], {
        env: { ...env, ...more },
        extendEnv: false,
        reject: false,
        input: stdin ?? "",
        stripFinalNewline: false,
      });
      const seen = { stdout: ended.stdout, stderr: ended.stderr, exit: ended.exitCode };
      checkJson(argv, seen);
      return seen;
    },
    close: () => rm(home, { recursive: true, force: true }),
  };
}

/** `ssoctl sandbox --port 0` as a separate process. */
export interface SandboxProcess {
  readonly url: string;
  /** Presses Ctrl-C and waits for the exit. */
  stop(): Promise<Ended>;
}

export async function startSandboxProcess({ command, env }: Program): Promise<SandboxProcess> {
  const [file, ...first] = command;
  const child = execa(file, [...first, "sandbox", "--port", "0"], {
    env,
    extendEnv: false,
    reject: false,
    stripFinalNewline: false,
  });
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout.once("data", (chunk: Buffer) => resolve(chunk.toString().trim()));
    child.once("exit", (code) => reject(new Error(`the sandbox ended at once, with ${code}`)));
  });
  return {
    url,
    stop: async () => {
      child.kill("SIGINT");
      const { stdout, stderr, exitCode } = await child;
      return { stdout, stderr, exit: exitCode };
    },
  };
}
