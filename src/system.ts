import { accessSync, closeSync, constants, fstatSync, openSync, type Stats, writeSync } from "node:fs";
import type { Readable, Writable } from "node:stream";
import { fileURLToPath } from "node:url";
import type { OwnCommand, Signal } from "./command-runner.ts";
import { readVariables } from "./environment-variables.ts";
import { EXIT_CODES } from "./failure.ts";
import { type Files, realFiles } from "./files.ts";
import type { History } from "./history/history.ts";
import type { Environment } from "./settings/environment.ts";
import { defaultFolder, settingsFolder } from "./settings/folder.ts";
import type { Config, Settings } from "./settings/settings.ts";
import type { Browser } from "./terminal/browser.ts";
import type { Clipboard } from "./terminal/clipboard.ts";
import type { Palette } from "./terminal/palette.ts";
import { createPrompts, type Prompts } from "./terminal/prompts.ts";
import { createSpinner, type Progress } from "./terminal/spinner.ts";
import {
  type ErrorHandler,
  type HoldTerminal,
  ignoreErrors,
  openDescriptor,
  openStream,
  openTerminal,
  type Stream,
  throwWriteError,
} from "./terminal/streams.ts";
import { noUpdates, type Updates } from "./updates/updates.ts";
import type { Send } from "./workos/http-client.ts";
import type { WorkosApi } from "./workos/port.ts";
import { proxyFor } from "./workos/proxy-settings.ts";
import type { RetryOptions } from "./workos/retry.ts";

type InStream = Readable & { readonly isTTY?: boolean };

export interface ApiOptions extends Omit<RetryOptions, "send" | "extraCa" | "now" | "elapsed" | "sleep"> {
  readonly key: string;
  readonly url: URL;
  /** Wraps every request, including its retries. */
  readonly watch: <T>(request: Promise<T>) => Promise<T>;
}

interface KeychainTimeout {
  /** Milliseconds. */
  readonly timeout: number;
  readonly signal: AbortSignal;
}

/** Everything outside the program. Tests pass fakes; `realSystem` uses the process. */
export interface System {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly runtime: { readonly node: string; readonly platform: string };
  readonly stdin: InStream;
  readonly stdout: Stream;
  readonly stderr: Stream;
  readonly files: Files;
  openClipboard(signal: AbortSignal): Clipboard;
  openBrowser(signal: AbortSignal): Browser;
  openSettings(keychain: KeychainTimeout): Promise<Settings>;
  readEnvironments(): Promise<readonly Pick<Environment, "name" | "kind">[]>;
  /** Without opening the settings, which may not be possible in CI. */
  readConfig(): Promise<Config>;
  openHistory(): History;
  openUpdates(): Promise<Updates>;
  openApi(options: ApiOptions): Promise<WorkosApi>;
  /** @param palette that of stderr */
  openSpinner(palette: Palette): Progress;
  /** @param palette that of stderr */
  openPrompts(palette: Palette, signal: AbortSignal): Prompts;
  now(): Date;
  /** Milliseconds of a monotonic clock. */
  elapsed(): number;
  sleep(milliseconds: number, signal: AbortSignal): Promise<void>;
  /** Calls the listener on SIGINT and SIGTERM. @returns a function that removes it */
  onInterrupt(listener: () => void): () => void;
  /** While it runs, signals go to the command. @returns its exit code */
  runCommand(command: OwnCommand): Promise<number>;
}

export function realSystem(): System {
  const { versions, platform } = process;
  const env = readVariables(environmentVariables(), platform);
  const folder = () => settingsFolder({ env, platform });
  const now = () => new Date();
  const elapsed = () => performance.now();
  // Another one as soon as the parent is killed.
  const parent = process.ppid;
  const interrupts: Interrupts = { passOn: undefined };
  // Node would print its own, such as about NO_COLOR next to FORCE_COLOR, in the middle of a question.
  process.removeAllListeners("warning");
  return {
    env,
    runtime: { node: versions.node, platform },
    // A getter, because opening stdin is slow.
    get stdin() {
      return process.stdin;
    },
    stdout: openOutput(1, () => process.stdout, throwWriteError),
    stderr: openOutput(2, () => process.stderr, ignoreErrors),
    now,
    elapsed,
    files: realFiles,
    openClipboard: (signal) => {
      const open = async () =>
        (await import("./terminal/clipboard.ts")).createClipboard({ platform, env, signal, writeToTerminal });
      return {
        copy: async (value) => (await open()).copy(value),
        check: async () => (await open()).check(),
      };
    },
    openBrowser: (signal) => ({
      open: async (url) =>
        (await import("./terminal/browser.ts")).desktopBrowser({ platform, env, signal }).open(url),
    }),
    openSettings: async (timeout) =>
      (await import("./settings/open-settings.ts")).openSettings({
        ...timeout,
        folder: folder(),
        defaultFolder: orUndefined(() => defaultFolder({ env, platform })),
        platform,
        uid: process.geteuid?.(),
        keychain: {
          node: process.execPath,
          child: fileURLToPath(new URL("./keychain-child.js", import.meta.url)),
          env,
        },
      }),
    readEnvironments: async () => (await import("./settings/quick-read.ts")).readEnvironments(folder()),
    readConfig: async () => {
      const settings = orUndefined(folder);
      return settings === undefined ? {} : (await import("./settings/quick-read.ts")).readConfig(settings);
    },
    openHistory: () => lazyHistory(folder),
    openUpdates: async () => {
      const settings = folder();
      if ((await import("./settings/quick-read.ts")).isUpdateNotifierOff(settings)) return noUpdates;
      const child = fileURLToPath(new URL("./update-child.js", import.meta.url));
      return (await import("./updates/notice.ts")).openUpdates({
        folder: settings,
        now,
        startCheck: async () =>
          (await import("./updates/start-check.ts")).startUpdateCheck({
            node: process.execPath,
            child,
            folder: settings,
            env,
          }),
      });
    },
    openApi: async ({ key, url, watch, ...options }) => {
      const [{ createWorkosApi }, { withRetries }, send] = await Promise.all([
        import("./workos/sdk.ts"),
        import("./workos/retry.ts"),
        openClient(url, env),
      ]);
      const wait = (milliseconds: number) => pause(milliseconds, options.signal);
      const extraCa = env["NODE_EXTRA_CA_CERTS"];
      const transport = withRetries({ ...options, send, extraCa, now, elapsed, sleep: wait });
      return createWorkosApi({ key, url, transport: (request) => watch(transport(request)) });
    },
    openSpinner: (palette) => createSpinner({ stream: process.stderr, palette, hold: holdTerminal }),
    openPrompts: (palette, signal) =>
      createPrompts({ input: process.stdin, output: process.stderr, palette, signal, hold: holdTerminal }),
    sleep: pause,
    onInterrupt: (listener) => onInterrupt(listener, interrupts),
    runCommand: async (command) =>
      (await import("./command-runner.ts")).runOwnCommand(command, {
        env: process.env,
        isOrphan: () => process.ppid !== parent,
        passSignals: (to) => {
          interrupts.passOn = to;
        },
      }),
  };
}

/** Set in a process that was started again: the file that Node could not read. */
const UNREADABLE_CA = "SSOCTL_UNREADABLE_CA_CERTS";

/**
 * Node itself writes a warning where it cannot read the file of NODE_EXTRA_CA_CERTS, and only a process without that
 * variable writes none. Node 20 writes it before this program starts, and Windows cannot replace a process.
 */
function environmentVariables(): System["env"] {
  const { env, execPath, execArgv, argv, argv0 } = process;
  const { [UNREADABLE_CA]: unreadable, ...others } = env;
  if (unreadable !== undefined) return { ...others, NODE_EXTRA_CA_CERTS: unreadable };
  const { NODE_EXTRA_CA_CERTS: path, ...rest } = env;
  if (!path || isReadable(path) || process.platform === "win32" || !process.execve) return env;
  // In the single file, the program stands where the script would.
  const args = argv.slice(argv[1] === argv0 ? 2 : 1);
  return process.execve(execPath, [execPath, ...execArgv, ...args], { ...rest, [UNREADABLE_CA]: path });
}

function isReadable(path: string): boolean {
  try {
    accessSync(path, constants.R_OK);
    return true;
  } catch {
    return false;
  }
}

async function openClient(url: URL, env: System["env"]): Promise<Send> {
  const { openHttpClient } = await import("./workos/http-client.ts");
  return openHttpClient(url, { proxy: proxyFor(url, env) });
}

/** Bytes that a pipe can buffer on every supported system. */
const PIPE_BUFFER = 16 * 1024;

function openOutput(descriptor: 1 | 2, nodeStream: () => Writable & Stream, onError: ErrorHandler): Stream {
  // On Windows, fstat reports less and may fail.
  if (process.platform === "win32") {
    const stream = nodeStream();
    return stream.isTTY ? openTerminal(stream) : openStream(stream, onError);
  }
  const kind = fstatSync(descriptor);
  if (isTerminal(descriptor, kind)) return openTerminal(nodeStream());
  const syncBytes = kind.isFIFO() || kind.isSocket() ? PIPE_BUFFER : Number.POSITIVE_INFINITY;
  return openDescriptor(descriptor, { syncBytes, openStream: nodeStream, onError });
}

/** Checks the device type first, because `node:tty` is slow to load. */
function isTerminal(descriptor: number, kind: Stats): boolean {
  return kind.isCharacterDevice() && process.getBuiltinModule("node:tty").isatty(descriptor);
}

async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  await new Promise<void>((resolve) => {
    const end = () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", end);
      resolve();
    };
    const timer = setTimeout(end, milliseconds);
    signal.addEventListener("abort", end);
  });
  signal.throwIfAborted();
}

function orUndefined<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}

function lazyHistory(folder: () => string): History {
  const open = async () => (await import("./history/history-file.ts")).openHistory(folder());
  return {
    append: async (entry) => (await open()).append(entry),
    read: async () => (await open()).read(),
    latest: async () => (await open()).latest(),
  };
}

/** What is still open then, such as a read of stdin, must not keep the process. */
const EXIT_MS = 900;

interface Interrupts {
  /** Set while a command of the user runs. */
  passOn: ((signal: Signal) => void) | undefined;
}

function onInterrupt(listener: () => void, interrupts: Interrupts): () => void {
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
  const interrupt = (signal: NodeJS.Signals) => {
    if (interrupts.passOn) return interrupts.passOn(signal as Signal);
    listener();
    setTimeout(() => process.exit(process.exitCode ?? EXIT_CODES.interrupted.exit), EXIT_MS).unref();
  };
  for (const signal of signals) process.on(signal, interrupt);
  return () => {
    for (const signal of signals) process.off(signal, interrupt);
  };
}

const holdTerminal: HoldTerminal = ({ leave, resume }) => {
  const suspend = (target: number) => {
    leave();
    listen("off");
    // Without listeners this stops the program, and returns when it continues. It returns at once if no shell could
    // continue it.
    process.kill(target, "SIGTSTP");
    listen("on");
    resume();
  };
  const onStop = () => suspend(process.pid);
  // After SIGSTOP, which cannot be caught.
  const onContinue = () => {
    leave();
    resume();
  };
  const listen = (change: "on" | "off") => {
    process[change]("SIGTSTP", onStop)[change]("SIGCONT", onContinue)[change]("exit", leave);
  };
  listen("on");
  return {
    // Like the terminal does it: all processes of the job, such as the `npx` that started this one.
    suspend: () => process.platform !== "win32" && suspend(0),
    release: () => listen("off"),
  };
};

async function writeToTerminal(sequence: string): Promise<boolean> {
  try {
    // Not "w", which would make a file where there is no terminal.
    const device = openSync("/dev/tty", constants.O_WRONLY);
    try {
      writeSync(device, sequence);
      return true;
    } finally {
      closeSync(device);
    }
  } catch {
    return false;
  }
}
