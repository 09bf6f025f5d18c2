import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { platform } from "node:os";
import { delimiter, resolve } from "node:path";
import { kill } from "node:process";
import { hasCode } from "./files.ts";

export type Variables = Readonly<Record<string, string | undefined>>;

/** A program that is not part of this process: the clipboard's, the browser's, the keychain's. */
export interface Helper {
  readonly file: string;
  readonly args: readonly string[];
  /** What it inherits: `theirVariables`. */
  readonly env: Variables;
  /** For its stdin: unlike an argument, it is not shown to other users or kept in logs. */
  readonly input?: string | Uint8Array | undefined;
  /** Default: its output is dropped. */
  readonly reads?: boolean;
  /** Milliseconds. */
  readonly timeout: number;
  readonly signal: AbortSignal;
  /** What is ended when time is up. Default: the program and all that it started. */
  readonly ends?: "group" | "program" | "nothing";
}

export type Outcome =
  | { readonly state: "done"; readonly output: string }
  | { readonly state: "missing" }
  | { readonly state: "failed" | "late"; readonly reason: string };

/** From SIGTERM to SIGKILL. */
const GRACE_MS = 250;

/** Runs a program for a limited time. @throws the signal's reason */
export async function runHelper(helper: Helper): Promise<Outcome> {
  const { file, input, timeout, signal, ends = "group", reads = false } = helper;
  signal.throwIfAborted();
  let child: ChildProcess;
  try {
    child = start(helper, ["pipe", reads ? "pipe" : "ignore", "ignore"]);
  } catch (error) {
    // Most errors are events.
    return notStarted(file, error);
  }
  const ended = outcomeOf(child, file, reads);
  let stop = () => {};
  const stopped = new Promise<undefined>((resolve) => {
    stop = () => resolve(undefined);
  });
  const timer = setTimeout(stop, timeout);
  signal.addEventListener("abort", stop);
  try {
    // A broken pipe means that the program has ended, or does not read.
    child.stdin?.on("error", () => {}).end(input);
    const outcome = await Promise.race([ended, stopped]);
    if (outcome) return outcome;
    await end(child, ended, ends);
    signal.throwIfAborted();
    return { state: "late", reason: `${nameOf(file)} did not finish within ${timeout / 1000} s` };
  } finally {
    clearTimeout(timer);
    signal.removeEventListener("abort", stop);
  }
}

/** Starts a program that outlives this process, and ends by itself. */
export function startInBackground(helper: Pick<Helper, "file" | "args" | "env">, cwd: string): void {
  start(helper, ["ignore", "ignore", "ignore"], cwd)
    .on("error", () => {})
    .unref();
}

/** Ours, and what loads code into a child that is Node. */
const OURS = /^(?:(?:WORKOS|SSOCTL)_|NODE_OPTIONS$)/iu;
const SECRET =
  /^(?!XDG_)(?:.*_)?(?:(?:API_?)?KEY|TOKEN|SECRET|CREDENTIALS?)(?:_|$)|PASSW(?:OR)?D(?!_STORE)/iu;

/** The variables that a helper inherits. @param isTheirs default: neither Node's nor a secret by its name */
export function theirVariables(
  env: Variables,
  isTheirs = (name: string) => !/^NODE_/iu.test(name) && !SECRET.test(name),
): Variables {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !OURS.test(name) && isTheirs(name)));
}

export function isInstalled(file: string, env: Variables): boolean {
  return (env["PATH"] ?? env["Path"] ?? "")
    .split(delimiter)
    .some((folder) => existsSync(resolve(folder, file)));
}

type Stdio = ("pipe" | "ignore")[];

function start(
  { file, args, env }: Pick<Helper, "file" | "args" | "env">,
  stdio: Stdio,
  cwd?: string,
): ChildProcess {
  // A process group of its own: it can be ended as a whole, and does not get the terminal's Ctrl-C.
  const detached = cwd !== undefined || platform() !== "win32";
  return spawn(file, args, { env, stdio, cwd, detached, windowsHide: true });
}

function outcomeOf(child: ChildProcess, file: string, reads: boolean): Promise<Outcome> {
  const chunks: Buffer[] = [];
  child.stdout?.on("data", (chunk: Buffer) => chunks.push(chunk));
  return new Promise((resolve) => {
    child.once("error", (error) => resolve(notStarted(file, error)));
    // Not "close" where nothing is read: a program such as xclip leaves a process behind that keeps the streams open.
    child.once(reads ? "close" : "exit", (code: number | null, signal: string | null) => {
      if (code === 0) resolve({ state: "done", output: Buffer.concat(chunks).toString() });
      const how = code === null ? `was ended by ${signal}` : `exited with code ${code}`;
      resolve({ state: "failed", reason: `${nameOf(file)} ${how}` });
    });
  });
}

function notStarted(file: string, error: unknown): Outcome {
  if (hasCode(error, "ENOENT")) return { state: "missing" };
  const reason = error instanceof Error ? error.message : String(error);
  return { state: "failed", reason: `${nameOf(file)} could not be started: ${reason}` };
}

async function end(
  child: ChildProcess,
  ended: Promise<Outcome>,
  what: NonNullable<Helper["ends"]>,
): Promise<void> {
  if (what !== "nothing") {
    send(child, what, "SIGTERM");
    await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, GRACE_MS).unref())]);
    send(child, what, "SIGKILL");
  }
  // Whatever still holds the streams must not delay the exit.
  child.stdin?.destroy();
  child.stdout?.destroy();
  child.unref();
}

function send(child: ChildProcess, what: "group" | "program", signal: "SIGTERM" | "SIGKILL"): void {
  if (what === "program" || platform() === "win32") return void child.kill(signal);
  try {
    if (child.pid !== undefined) kill(-child.pid, signal);
  } catch {
    // All have ended.
  }
}

function nameOf(file: string): string {
  return file.replace(/^.*[/\\]/u, "");
}
