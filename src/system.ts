import { closeSync, fstatSync, openSync, type Stats, writeSync } from "node:fs";
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
  ignoreErrors,
  type OnError,
  openFile,
  openStream,
  type Stream,
  throwUnlessClosed,
} from "./terminal/streams.ts";
import { noUpdates, type Updates } from "./updates/updates.ts";
import type { Send } from "./workos/http-client.ts";
import type { WorkosApi } from "./workos/port.ts";
import { proxyFor } from "./workos/proxy-settings.ts";
import type { RetryOptions } from "./workos/retry.ts";

type InStream = Readable & { readonly isTTY?: boolean };

export interface Access extends Omit<RetryOptions, "send" | "now" | "elapsed" | "sleep"> {
  readonly key: string;
  readonly url: URL;
  /** Is given every request while it is under way, retries included. */
  readonly watch: <T>(request: Promise<T>) => Promise<T>;
}

/** How long the keychain is waited for, in milliseconds. */
interface Patience {
  readonly timeout: number;
  readonly signal: AbortSignal;
}

/** The world outside: what a test replaces by plain fakes, and `realSystem` takes from the process. */
export interface System {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly runtime: { readonly node: string; readonly platform: string };
  readonly stdin: InStream;
  readonly stdout: Stream;
  readonly stderr: Stream;
  readonly clipboard: Clipboard;
  readonly browser: Browser;
  readonly files: Files;
  openSettings(patience: Patience): Promise<Settings>;
  /** The environments by name, at once: no keychain, and no opening of the settings. */
  readEnvironments(): Promise<readonly Pick<Environment, "name" | "kind">[]>;
  /** Its file is touched only when something is recorded or read. */
  openHistory(): History;
  openUpdates(): Promise<Updates>;
  openApi(access: Access): Promise<WorkosApi>;
  /** To be opened at terminals only. */
  openSpinner(): Progress;
  openPrompts(signal: AbortSignal): Prompts;
  now(): Date;
  /** Milliseconds of a clock that nobody sets. */
  elapsed(): number;
  sleep(milliseconds: number, signal: AbortSignal): Promise<void>;
  /** Calls the listener at Ctrl-C or SIGTERM until the returned function is called. */
  onInterrupt(listener: () => void): () => void;
}

/** The one place where the real parts are made; the heavy ones load when they are first asked for. */
export function realSystem(): System {
  const { env, versions, platform } = process;
  const now = () => new Date();
  const elapsed = () => performance.now();
  return {
    env,
    runtime: { node: versions.node, platform },
    // What reads it takes longer to load than a help to print.
    get stdin() {
      return process.stdin;
    },
    stdout: openOutput(1, () => process.stdout, throwUnlessClosed),
    stderr: openOutput(2, () => process.stderr, ignoreErrors),
    now,
    elapsed,
    clipboard: createClipboard({ env, writeToTerminal }),
    browser: desktopBrowser({ platform, env }),
    files: realFiles,
    openSettings: async (patience) =>
      (await import("./settings/open-settings.ts")).openSettings({
        ...patience,
        now,
        folder: settingsFolder(env),
        // A program of its own, which the build puts beside this one.
        keychain: {
          node: process.execPath,
          child: fileURLToPath(new URL("./keychain-child.js", import.meta.url)),
        },
      }),
    readEnvironments: async () =>
      (await import("./settings/quick-read.ts")).readEnvironments(settingsFolder(env)),
    openHistory: () => lazyHistory(settingsFolder(env)),
    openUpdates: async () => {
      // The child works elsewhere, so that the folder must not depend on where this one does.
      const folder = resolve(settingsFolder(env));
      if ((await import("./settings/quick-read.ts")).isUpdateNotifierOff(folder)) return noUpdates;
      const child = fileURLToPath(new URL("./update-child.js", import.meta.url));
      return (await import("./updates/notice.ts")).openUpdates({
        folder,
        now,
        ask: async () =>
          (await import("./updates/start-check.ts")).startCheck({
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
        openClient(url, env, options.signal),
      ]);
      const wait = (milliseconds: number) => pause(milliseconds, options.signal);
      const transport = withRetries({ ...options, send, now, elapsed, sleep: wait });
      return createWorkosApi({ key, url, transport: (request) => watch(transport(request)) });
    },
    openSpinner: () => createSpinner(process.stderr),
    openPrompts: (signal) => createPrompts({ input: process.stdin, output: process.stderr, signal }),
    sleep: pause,
    onInterrupt,
  };
}

/** The way to WorkOS: through a proxy only where one is named, so that nobody else pays for loading what knows proxies. */
async function openClient(url: URL, env: System["env"], signal: AbortSignal): Promise<Send> {
  const proxy = proxyFor(url, env);
  if (proxy) return (await import("./workos/proxy-client.ts")).openProxyClient(proxy, signal);
  return (await import("./workos/http-client.ts")).openHttpClient(url);
}

/** Bytes that every system's pipe takes while nobody reads. */
const PIPE = 16 * 1024;

function openOutput(descriptor: 1 | 2, own: () => Writable & Stream, trouble: OnError): Stream {
  // On Windows a descriptor tells less, and asking may fail.
  if (process.platform === "win32") return openStream(own(), trouble);
  const kind = fstatSync(descriptor);
  if (isTerminal(descriptor, kind)) return openStream(own(), trouble);
  const atOnce = kind.isFIFO() || kind.isSocket() ? PIPE : Number.POSITIVE_INFINITY;
  return openFile(descriptor, { atOnce, openStream: own, trouble });
}

/** Node's module for terminals loads its sockets, so it is asked about what looks like one alone. */
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

/** The history's files are touched when something is recorded or read, and their code is loaded no sooner. */
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
