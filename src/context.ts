import { renderCommand, shellOf } from "./command-line.ts";
import { isInCi } from "./environment-variables.ts";
import { Failure } from "./failure.ts";
import type { History } from "./history/history.ts";
import { createRecorder } from "./history/recorder.ts";
import { Journal, journaled } from "./journal.ts";
import type { Environment } from "./settings/environment.ts";
import { otherKey, type Selection, selectEnvironment } from "./settings/selection.ts";
import type { Config, Settings } from "./settings/settings.ts";
import type { System } from "./system.ts";
import type { Browser } from "./terminal/browser.ts";
import type { Clipboard } from "./terminal/clipboard.ts";
import { loadDisplayWidth } from "./terminal/layout.ts";
import { Output } from "./terminal/output.ts";
import { openPalette, type Palette } from "./terminal/palette.ts";
import { noPrompts, type Prompts } from "./terminal/prompts.ts";
import { noProgress, type Progress } from "./terminal/spinner.ts";
import type { Stream } from "./terminal/streams.ts";
import { faint, type Text, text, warning } from "./terminal/text.ts";
import type { WorkosApi } from "./workos/port.ts";
import type { Exchange } from "./workos/retry.ts";

export interface GlobalOptions {
  readonly env?: string | undefined;
  readonly json?: boolean;
  readonly input: boolean;
  readonly yes?: boolean;
  /** Seconds for one attempt of one request, not parsed yet. */
  readonly timeout: string;
  readonly verbose?: boolean;
  readonly color: boolean;
}

export interface Connected {
  readonly environment: Environment;
  readonly api: WorkosApi;
  /** For a customer who was found by name: what the history shows instead. */
  readonly recordAs: (customer: string) => void;
}

export interface Context {
  readonly globals: GlobalOptions;
  readonly env: System["env"];
  /** A function, because opening stdin is slow. */
  readonly stdin: () => System["stdin"];
  readonly runtime: System["runtime"];
  readonly output: Output;
  readonly prompts: Prompts;
  readonly progress: Progress;
  readonly clipboard: Clipboard;
  readonly browser: Browser;
  readonly files: { read(path: string): Promise<string> };
  /** Aborted on Ctrl-C. The reason is a `Failure`. */
  readonly signal: AbortSignal;
  readonly now: () => Date;
  /** Milliseconds of a monotonic clock. */
  readonly elapsed: () => number;
  readonly sleep: (milliseconds: number) => Promise<void>;
  readonly settings: () => Promise<Settings>;
  readonly readConfig: () => Promise<Config>;
  /** Opens the API and records changes in the journal. `customer` is the name that the history shows. */
  readonly connect: (customer: string) => Promise<Connected>;
  /** Opens the API without recording changes. */
  readonly openApi: (selection: Selection) => Promise<WorkosApi>;
  readonly openHistory: () => History;
  /** Milliseconds by which this machine's clock is ahead of WorkOS's. `undefined` before the first answer. */
  readonly clockAhead: () => number | undefined;
  readonly runCommand: System["runCommand"];
}

export interface Run {
  readonly context: Context;
  readonly journal: Journal;
}

/** @param command without the program name, for example `link create` */
export async function openRun(
  command: string,
  globals: GlobalOptions,
  system: System,
  signal: AbortSignal,
): Promise<Run> {
  const { env, stderr, files, now, elapsed } = system;
  const output: Output = await openOutput(globals, system, () => unknownIn(journal));
  const palette = await paletteFor(stderr, globals, env);
  const interactive = canAsk(globals, system);
  const progress = showsProgress(globals, system) ? system.openSpinner(palette) : noProgress;
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
  let clockAhead: number | undefined;
  const compareClocks = (exchange: Exchange) => {
    const isFirst = clockAhead === undefined;
    clockAhead = aheadOf(exchange, now()) ?? clockAhead;
    const words = isFirst && journal.isConnected ? clockWords(clockAhead ?? 0) : undefined;
    if (words !== undefined)
      output.note(warning(text`! ${words} Set it; the expiry times shown are WorkOS's.`));
  };
  const openApi = (selection: Selection) =>
    system.openApi({
      key: selection.key,
      url: selection.url,
      signal,
      timeout,
      watch: (request) =>
        progress.during("Waiting for WorkOS…", request).catch((error: unknown) => {
          const isRefused = error instanceof Failure && error.facts.status === 401;
          throw isRefused ? error.with({ hint: otherKey(selection) }) : error;
        }),
      countDown: (seconds) => countDown(seconds, { progress, sleep, elapsed }),
      onExchange: (exchange) => {
        recorder.addRequest(exchange.requestId);
        compareClocks(exchange);
        if (globals.verbose) output.note(exchangeLine(exchange));
      },
    });
  const context: Context = {
    globals,
    env,
    stdin: () => system.stdin,
    runtime: system.runtime,
    output,
    prompts: interactive ? system.openPrompts(palette, signal) : noPrompts,
    progress,
    clipboard: system.openClipboard(signal),
    browser: system.openBrowser(signal),
    files: { read: (path) => files.read(path, signal) },
    signal,
    now,
    elapsed,
    sleep,
    settings,
    readConfig: () => system.readConfig(),
    openApi,
    openHistory,
    clockAhead: () => clockAhead,
    runCommand: (command) => system.runCommand(command),
    connect: async (customer) => {
      const selection = await progress.during(
        "Waiting for the keychain…",
        selectEnvironment({ flag: globals.env, env, settings }),
      );
      output.note(banner(selection.environment));
      recorder.setTarget(selection.environment, customer);
      const api = journaled(await openApi(selection), journal);
      return {
        environment: selection.environment,
        api,
        recordAs: (found) => recorder.setTarget(selection.environment, found),
      };
    },
  };
  return { context, journal };
}

function toSeconds(typed: string): number {
  const seconds = Number(typed);
  if (typed.trim() !== "" && seconds > 0 && seconds <= 600) return seconds;
  throw new Failure("usage", "--timeout must be a number of seconds, more than 0 and up to 600.");
}

/** @param more extra members of the `--json` result */
export async function openOutput(
  globals: Pick<GlobalOptions, "env" | "json" | "color">,
  { env, stdout, stderr, runtime }: System,
  more: () => Readonly<Record<string, unknown>> = () => ({}),
): Promise<Output> {
  return new Output({
    format: globals.json ? "json" : stdout.isTTY ? "terminal" : "pipe",
    stdout,
    stderr,
    outPalette: await paletteFor(stdout, globals, env),
    errPalette: await paletteFor(stderr, globals, env),
    render: (command) =>
      renderCommand(command, {
        shell: shellOf(runtime.platform, env),
        environment: globals.env ?? (env["SSOCTL_ENV"] || undefined),
      }),
    ...((stdout.isTTY || stderr.isTTY) && { widthOf: await loadDisplayWidth() }),
    more,
  });
}

function paletteFor(
  { isTTY }: Stream,
  { color }: Pick<GlobalOptions, "color">,
  env: System["env"],
): Promise<Palette> {
  return openPalette({ isTTY: Boolean(isTTY), env, off: !color });
}

/** Not where every line stays: in a CI log, and at a terminal that cannot erase. */
function showsProgress({ json }: GlobalOptions, { stderr, env }: System): boolean {
  return Boolean(stderr.isTTY && !json && !isInCi(env) && env["TERM"] !== "dumb");
}

function unknownIn({ unknown }: Journal) {
  return unknown.length > 0 ? { unknown } : {};
}

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

/** A slow answer is no difference: its `date` may be of any moment between the request and now. */
function aheadOf({ date, milliseconds }: Exchange, now: Date): number | undefined {
  if (!date) return;
  const [sent, read] = [now.getTime() - milliseconds, now.getTime()];
  return Math.max(0, sent - date.getTime()) || Math.min(0, read - date.getTime());
}

const CLOCK_TOLERANCE = 2 * 60_000;

/** @returns undefined if the clocks agree */
export function clockWords(ahead: number): string | undefined {
  const minutes = Math.round(Math.abs(ahead) / 60_000);
  if (Math.abs(ahead) <= CLOCK_TOLERANCE) return;
  const days = `${Math.round(minutes / 1440)} days`;
  const hours = minutes < 2 * 1440 ? `${Math.round(minutes / 60)} hours` : days;
  const amount = minutes < 2 * 60 ? `${minutes} minutes` : hours;
  return `This machine's clock is ${amount} ${ahead > 0 ? "ahead of" : "behind"} WorkOS's.`;
}

function exchangeLine({ method, path, status, milliseconds, requestId }: Exchange): Text {
  const answer = status === 0 ? "no answer" : status;
  return faint(text`${method} ${path} · ${answer} · ${milliseconds} ms${requestId ? ` · ${requestId}` : ""}`);
}

/** Checks stdin last, because opening it is slow. */
function canAsk({ input }: GlobalOptions, system: System): boolean {
  return Boolean(input && !isInCi(system.env) && system.stderr.isTTY && system.stdin.isTTY);
}
