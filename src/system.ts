import { accessSync, closeSync, constants, fstatSync, openSync, type Stats, writeSync } from "node:fs";
import { resolve } from "node:path";
import type { Readable, Writable } from "node:stream";
import { fileURLToPath } from "node:url";
import { type Files, realFiles } from "./files.ts";
import type { History } from "./history/history.ts";
import type { Environment } from "./settings/environment.ts";
import { settingsFolder } from "./settings/folder.ts";
import type { Settings } from "./settings/settings.ts";
import { type Browser, desktopBrowser } from "./terminal/browser.ts";
import { type Clipboard, createClipboard } from "./terminal/clipboard.ts";
import { createPrompts, type Prompts } from "./terminal/prompts.ts";
import { createSpinner, type Progress } from "./terminal/spinner.ts";
import {
  type ErrorHandler,
  ignoreErrors,
  openDescriptor,
  openStream,
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
  readonly clipboard: Clipboard;
  readonly browser: Browser;
  readonly files: Files;
  openSettings(keychain: KeychainTimeout): Promise<Settings>;
  readEnvironments(): Promise<readonly Pick<Environment, "name" | "kind">[]>;
  openHistory(): History;
  openUpdates(): Promise<Updates>;
  openApi(options: ApiOptions): Promise<WorkosApi>;
  openSpinner(): Progress;
  openPrompts(signal: AbortSignal): Prompts;
  now(): Date;
  /** Milliseconds of a monotonic clock. */
  elapsed(): number;
  sleep(milliseconds: number, signal: AbortSignal): Promise<void>;
  /** Calls the listener on SIGINT and SIGTERM. @returns a function that removes it */
  onInterrupt(listener: () => void): () => void;
}

export function realSystem(): System {
  const { versions, platform } = process;
  const env = environmentVariables();
  const now = () => new Date();
  const elapsed = () => performance.now();
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
    clipboard: createClipboard({ env, writeToTerminal }),
    browser: desktopBrowser({ platform, env }),
    files: realFiles,
    openSettings: async (timeout) =>
      (await import("./settings/open-settings.ts")).openSettings({
        ...timeout,
        now,
        folder: settingsFolder(env),
        keychain: {
          node: process.execPath,
          child: fileURLToPath(new URL("./keychain-child.js", import.meta.url)),
        },
      }),
    readEnvironments: async () =>
      (await import("./settings/quick-read.ts")).readEnvironments(settingsFolder(env)),
    openHistory: () => lazyHistory(settingsFolder(env)),
    openUpdates: async () => {
      // Absolute, because the child runs in another folder.
      const folder = resolve(settingsFolder(env));
      if ((await import("./settings/quick-read.ts")).isUpdateNotifierOff(folder)) return noUpdates;
      const child = fileURLToPath(new URL("./update-child.js", import.meta.url));
      return (await import("./updates/notice.ts")).openUpdates({
        folder,
        now,
        startCheck: async () =>
          (await import("./updates/start-check.ts")).startUpdateCheck({
            node: process.execPath,
            child,
            folder,
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
    openSpinner: () => createSpinner(process.stderr),
    openPrompts: (signal) => createPrompts({ input: process.stdin, output: process.stderr, signal }),
    sleep: pause,
    onInterrupt,
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
  if (process.platform === "win32") return openStream(nodeStream(), onError);
  const kind = fstatSync(descriptor);
  if (isTerminal(descriptor, kind)) return openStream(nodeStream(), onError);
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

function lazyHistory(folder: string): History {
  const open = async () => (await import("./history/history-file.ts")).openHistory(folder);
  return {
    append: async (entry) => (await open()).append(entry),
    read: async () => (await open()).read(),
    latest: async () => (await open()).latest(),
  };
}

function onInterrupt(listener: () => void): () => void {
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
  for (const signal of signals) process.on(signal, listener);
  return () => {
    for (const signal of signals) process.off(signal, listener);
  };
}

async function writeToTerminal(sequence: string): Promise<boolean> {
  try {
    const device = openSync("/dev/tty", "w");
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
