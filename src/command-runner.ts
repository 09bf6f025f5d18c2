import { type ChildProcess, spawn as spawnHelper } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { mkdtemp, realpath, rm } from "node:fs/promises";
import { constants, platform, tmpdir } from "node:os";
import { join } from "node:path";
import { kill } from "node:process";
import { isatty } from "node:tty";
import spawn from "cross-spawn";
import { Failure } from "./failure.ts";
import { hasCode } from "./files.ts";
import { isInstalled, type Variables } from "./helper.ts";

export type Signal = "SIGINT" | "SIGTERM" | "SIGHUP";

/** A command of the user. It has our stdin, stdout and stderr. */
export interface OwnCommand {
  readonly words: readonly [file: string, ...args: string[]];
  /** Besides ours, and a settings folder of its own. */
  readonly variables: Readonly<Record<string, string>>;
}

interface Surroundings {
  readonly env: Variables;
  /** Whether the process that started this one is gone. */
  readonly isOrphan: () => boolean;
  /** Undefined: they end this process, as always. */
  readonly passSignals: (to: ((signal: Signal) => void) | undefined) => void;
}

/** @returns its exit code: 128 and the number of the signal that ended it. @throws Failure if it cannot run (126, 127) */
export async function runOwnCommand(
  { words, variables }: OwnCommand,
  surroundings: Surroundings,
): Promise<number> {
  const folder = await mkdtemp(join(await realpath(tmpdir()), "ssoctl-sandbox-"));
  try {
    return await runWith(
      words,
      { ...surroundings.env, ...variables, SSOCTL_CONFIG_DIR: folder },
      folder,
      surroundings,
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Milliseconds. */
const PARENT_CHECK = 200;

async function runWith(
  words: OwnCommand["words"],
  env: Variables,
  folder: string,
  { isOrphan, passSignals }: Surroundings,
): Promise<number> {
  const parents = parentsInGroup();
  const isWindows = platform() === "win32";
  // At a terminal it must stay in the foreground group to read keys. Elsewhere it is ended with all that it started.
  const isAtTerminal = isatty(0);
  const ownGroup = !isAtTerminal && !isWindows;
  // Windows ends the children of a process that is killed.
  const guard = isWindows ? undefined : startGuard(folder, env);
  const child = start(words, env, ownGroup);
  const ended = exitOf(child, words[0], env);
  const target = child.pid && (ownGroup ? -child.pid : child.pid);
  if (target) guard?.watch(target);
  passSignals((signal) => {
    // A terminal has sent its Ctrl-C to the command too.
    if (target && !(isAtTerminal && signal === "SIGINT")) send(target, signal);
  });
  const checks = setInterval(() => {
    if (isOrphan() || parentsInGroup() !== parents) guard?.endCommand();
  }, PARENT_CHECK);
  try {
    return await ended;
  } finally {
    clearInterval(checks);
    passSignals(undefined);
    guard?.dismiss();
  }
}

/**
 * The parents of this process, up to the first that is not in its process group: npx has a shell in between, which outlives it.
 * Empty where there is no /proc.
 */
function parentsInGroup(): string {
  const parents: number[] = [];
  const own = placeOf("self");
  let place = own;
  while (place && place.group === own?.group && place.parent > 1) {
    parents.push(place.parent);
    place = placeOf(place.parent);
  }
  return parents.join(" ");
}

function placeOf(pid: number | "self"): { readonly parent: number; readonly group: number } | undefined {
  try {
    // The name, in parentheses, can contain anything.
    const [, , parent, group] = readFileSync(`/proc/${pid}/stat`, "utf8").replace(/^.*\)/su, ")").split(" ");
    return { parent: Number(parent), group: Number(group) };
  } catch {
    return undefined;
  }
}

function start([file, ...args]: OwnCommand["words"], env: Variables, ownGroup: boolean): ChildProcess {
  try {
    return spawn(file, args, { env, stdio: "inherit", detached: ownGroup });
  } catch (error) {
    throw cannotRun(file, env, error);
  }
}

function exitOf(child: ChildProcess, file: string, env: Variables): Promise<number> {
  return new Promise((resolve, reject) => {
    child.once("error", (error) => reject(cannotRun(file, env, error)));
    child.once("exit", (code, signal) => resolve(code ?? 128 + (signal ? constants.signals[signal] : 0)));
  });
}

/** As shells do it: 127 if there is no such program, 126 if it is there and cannot run. */
function cannotRun(file: string, env: Variables, cause: unknown): Failure {
  const isPath = /[/\\]/u.test(file);
  const isThere = isPath ? existsSync(file) : isInstalled(file, env);
  if (!isThere) {
    const where = isPath ? "there is no such file" : "it is not on the PATH";
    return new Failure("command_not_found", `Cannot run ${file}: ${where}.`, { cause });
  }
  if (hasCode(cause, "ENOENT")) {
    const reason = "the program that its first line (#!) names is missing";
    return new Failure("command_not_found", `Cannot run ${file}: ${reason}.`, { cause });
  }
  const reason = hasCode(cause, "EACCES") ? "it is not executable" : (cause as Error).message;
  return new Failure("not_executable", `Cannot run ${file}: ${reason}.`, { cause });
}

/**
 * When this process is killed, the system closes the stdin of this script, which then ends the command, and on Linux also what
 * has the command's settings folder in its environment.
 */
const GUARD = `trap '' INT TERM HUP
read -r target && read -r _ && exit
heirs=$(grep -lsxzF "SSOCTL_CONFIG_DIR=$1" /proc/[0-9]*/environ | tr -dc '0-9\\n')
kill -TERM $target $heirs
for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
  kill -0 $target $heirs || break
  sleep 0.1
done
kill -KILL $target $heirs
rm -rf -- "$1"`;

interface Guard {
  watch(target: number): void;
  endCommand(): void;
  dismiss(): void;
}

function startGuard(folder: string, env: Variables): Guard {
  // In a session of its own, so that what kills this process's group does not kill it too.
  const shell = spawnHelper("/bin/sh", ["-c", GUARD, "sh", folder], {
    env: { PATH: env["PATH"] },
    cwd: "/",
    stdio: ["pipe", "ignore", "ignore"],
    detached: true,
  }).on("error", () => {});
  shell.unref();
  shell.stdin?.on("error", () => {});
  return {
    watch: (target) => void shell.stdin?.write(`${target}\n`),
    endCommand: () => void shell.stdin?.end(),
    dismiss: () => void shell.stdin?.end("\n\n"),
  };
}

function send(target: number, signal: Signal): void {
  try {
    kill(target, signal);
  } catch {
    // It has just ended.
  }
}
