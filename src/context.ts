import { isInCi } from "./environment-variables.ts";
import { Failure } from "./failure.ts";
import type { Files } from "./files.ts";
import type { History } from "./history/history.ts";
import { createRecorder } from "./history/recorder.ts";
import { Journal, journaled } from "./journal.ts";
import type { Environment } from "./settings/environment.ts";
import { type Selection, selectEnvironment } from "./settings/selection.ts";
import type { Settings } from "./settings/settings.ts";
import type { System } from "./system.ts";
import type { Browser } from "./terminal/browser.ts";
import type { Clipboard } from "./terminal/clipboard.ts";
import { Output } from "./terminal/output.ts";
import { openPalette } from "./terminal/palette.ts";
import { noPrompts, type Prompts } from "./terminal/prompts.ts";
import { noProgress, type Progress } from "./terminal/spinner.ts";
import { faint, type Text, text, warning } from "./terminal/text.ts";
import type { WorkosApi } from "./workos/port.ts";
import type { Exchange } from "./workos/retry.ts";

/** The flags that every command takes. */
export interface GlobalOptions {
  readonly env?: string | undefined;
  readonly json?: boolean;
  /** False with `--no-input`. */
  readonly input: boolean;
  readonly yes?: boolean;
  /** Seconds for one attempt of one request, as it was typed. */
  readonly timeout: string;
  readonly verbose?: boolean;
  /** False with `--no-color`. */
  readonly color: boolean;
}

/** WorkOS, as the chosen environment. */
export interface Connected {
  readonly environment: Environment;
  readonly api: WorkosApi;
}

/** What a command is given. */
export interface Context {
  readonly globals: GlobalOptions;
  readonly env: System["env"];
  /** Opened only when it is read. */
  readonly stdin: () => System["stdin"];
  readonly runtime: System["runtime"];
  readonly output: Output;
  readonly prompts: Prompts;
  readonly progress: Progress;
  readonly clipboard: Clipboard;
  readonly browser: Browser;
  readonly files: Files;
  /** Aborted at Ctrl-C, with a `Failure` as its reason. */
  readonly signal: AbortSignal;
  readonly now: () => Date;
  /** Milliseconds of a clock that nobody sets. */
  readonly elapsed: () => number;
  readonly sleep: (milliseconds: number) => Promise<void>;
  readonly settings: () => Promise<Settings>;
  /**
   * Chooses the environment, says which on stderr, and opens its API; what is changed through it is in the journal.
   *
   * @param customer whom it is for, as the history names them
   */
  readonly connect: (customer: string) => Promise<Connected>;
  /** Opens the API of an environment that was chosen otherwise; nothing of it is in the journal. */
  readonly openApi: (selection: Selection) => Promise<WorkosApi>;
  readonly openHistory: () => History;
}

/** A run of a command: what it is given, and what it changed. */
export interface Run {
  readonly context: Context;
  readonly journal: Journal;
}

/** @param command without the program's name: `link create` */
export async function openRun(
  command: string,
  globals: GlobalOptions,
  system: System,
  signal: AbortSignal,
): Promise<Run> {
  const { env, stderr, clipboard, browser, files, now, elapsed } = system;
  const output: Output = await openOutput(globals, system, () => unknownIn(journal));
  const interactive = canAsk(globals, system);
  const progress = stderr.isTTY && !globals.json ? system.openSpinner() : noProgress;
  const sleep = (milliseconds: number) => system.sleep(milliseconds, signal);
  const timeout = toSeconds(globals.timeout) * 1000;
  const settings = () => system.openSettings({ timeout, signal });
  const openHistory = () => system.openHistory();
  const recorder = createRecorder({
    command,
    now,
    openHistory,
    onError: (reason) => output.note(faint(text`  This could not be written to the history: ${reason}`)),
  });
  const journal = new Journal(recorder.record);
  const openApi = ({ key, url }: Selection) =>
    system.openApi({
      key,
      url,
      signal,
      timeout,
      watch: (request) => progress.during("Waiting for WorkOS…", request),
      countDown: (seconds) => countDown(seconds, { progress, sleep, elapsed }),
      onExchange: (exchange) => {
        recorder.addRequest(exchange.requestId);
        if (globals.verbose) output.note(exchangeLine(exchange));
      },
    });
  const context: Context = {
    globals,
    env,
    stdin: () => system.stdin,
    runtime: system.runtime,
    output,
    prompts: interactive ? system.openPrompts(signal) : noPrompts,
    progress,
    clipboard,
    browser,
    files,
    signal,
    now,
    elapsed,
    sleep,
    settings,
    openApi,
    openHistory,
    connect: async (customer) => {
      const selection = await progress.during(
        "Waiting for the keychain…",
        selectEnvironment({ flag: globals.env, env, settings }),
      );
      output.note(banner(selection.environment));
      recorder.setTarget(selection.environment, customer);
      const api = journaled(await openApi(selection), journal);
      return { environment: selection.environment, api };
    },
  };
  return { context, journal };
}

/** @throws Failure `usage` */
function toSeconds(typed: string): number {
  const seconds = Number(typed);
  if (typed.trim() !== "" && seconds > 0 && seconds <= 600) return seconds;
  throw new Failure("usage", "--timeout must be a number of seconds, more than 0 and up to 600.");
}

/** @param more further members of a `--json` result */
export async function openOutput(
  globals: Pick<GlobalOptions, "json" | "color">,
  { env, stdout, stderr }: System,
  more: () => Readonly<Record<string, unknown>> = () => ({}),
): Promise<Output> {
  const off = !globals.color;
  const paletteFor = ({ isTTY }: { isTTY?: boolean }) => openPalette({ isTTY: Boolean(isTTY), env, off });
  return new Output({
    format: globals.json ? "json" : stdout.isTTY ? "terminal" : "pipe",
    stdout,
    stderr,
    outPalette: await paletteFor(stdout),
    errPalette: await paletteFor(stderr),
    more,
  });
}

/** What stayed unknown although the command ended well. */
function unknownIn({ unknown }: Journal) {
  return unknown.length > 0 ? { unknown } : {};
}

/** Which environment a command is about to talk to; one that may hold real customers stands out. */
function banner({ name, kind }: Environment): Text {
  if (kind === "test") return faint(`${name} · test`);
  return warning(kind === "live" ? `${name} · LIVE` : `${name} · UNKNOWN KIND, treated as live`);
}

function countDown(
  seconds: number,
  { progress, sleep, elapsed }: Pick<Context, "progress" | "sleep" | "elapsed">,
) {
  const end = elapsed() + seconds * 1000;
  const left = () => Math.max(0, Math.ceil((end - elapsed()) / 1000));
  return progress.during(() => `WorkOS asks to wait ${left()} s…`, sleep(seconds * 1000));
}

function exchangeLine({ method, path, status, milliseconds, requestId }: Exchange): Text {
  const answer = status === 0 ? "no answer" : status;
  return faint(text`${method} ${path} · ${answer} · ${milliseconds} ms${requestId ? ` · ${requestId}` : ""}`);
}

/** Stdin is looked at last: where it is no terminal, the others mostly are none either. */
function canAsk({ input }: GlobalOptions, system: System): boolean {
  return Boolean(input && !isInCi(system.env) && system.stderr.isTTY && system.stdin.isTTY);
}
