import { type Command, CommanderError } from "commander";
import manifest from "../package.json" with { type: "json" };
import type { GlobalOptions } from "./context.ts";
import { EXIT_CODES, Failure } from "./failure.ts";
import type { Journal } from "./journal.ts";
import { commandMeantBy, createProgram, type Program, quickStart } from "./program.ts";
import type { System } from "./system.ts";
import type { KnownChanges, Output } from "./terminal/output.ts";
import { faint, text, warning } from "./terminal/text.ts";
import { writeHelp } from "./ui/command.ts";
import { shouldNotify } from "./updates/updates.ts";

interface Run {
  readonly argv: readonly string[];
  readonly program: Program;
  readonly system: System;
  /** Rejects if a command goes on after Ctrl-C: what it waits for does not listen to the signal. */
  readonly overdue: Promise<never>;
  /** Undefined until a command has started. */
  readonly journal: () => Journal | undefined;
}

const OVERDUE_MS = 400;

/** @returns the exit code; errors are already on stderr */
export async function runCommandLine(argv: readonly string[], system: System): Promise<number> {
  const ending = new AbortController();
  let release = () => {};
  const overdue = new Promise<never>((_resolve, reject) => {
    release = system.onInterrupt(() => {
      const reason = new Failure("interrupted", "Interrupted.");
      ending.abort(reason);
      setTimeout(reject, OVERDUE_MS, reason).unref();
    });
  });
  let journal: Journal | undefined;
  const program = createProgram(async (command, work) => {
    // Imported only when a command runs, to keep `--version` and `--help` fast.
    const { openRun } = await import("./context.ts");
    const options = command.optsWithGlobals<GlobalOptions>();
    const opened = await openRun(wordsOf(command), options, system, ending.signal);
    journal = opened.journal;
    await work(opened.context);
  }, system.stdout);
  const run = { argv, program, system, overdue, journal: () => journal };
  const exit = await carryOut(run);
  release();
  // A request that is still open would delay the exit.
  ending.abort(new Failure("interrupted", "Ended."));
  if (exit !== EXIT_CODES.interrupted.exit) await notifyOfUpdate(run);
  return exit;
}

async function carryOut(run: Run): Promise<number> {
  try {
    await Promise.race([parse(run), run.overdue]);
    await tellUnknown(run);
    return EXIT_CODES.ok.exit;
  } catch (error) {
    const failure = toFailure(error, run.program);
    await run.journal()?.close();
    (await outputFor(run)).failure(failure, await knownChanges(failure, run));
    return EXIT_CODES[failure.code].exit;
  }
}

/** Commander also throws after it has printed help or the version. */
async function parse({ argv, program, system }: Run): Promise<void> {
  try {
    await program.root.parseAsync(argv, { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.code !== "commander.help") {
      if (error.exitCode !== 0) throw error;
      return;
    }
    // A command group alone, such as `ssoctl link`, prints its help.
    const command = program.reached();
    if (command === program.root) writeHelp(quickStart(), system.stdout);
    else command.outputHelp();
  }
}

async function tellUnknown(run: Run): Promise<void> {
  const journal = run.journal();
  if (!journal || journal.unknown.length === 0) return;
  await journal.close();
  const { unknownSentences } = await import("./ui/changes.ts");
  const output = await outputFor(run);
  for (const sentence of unknownSentences(journal.unknown)) output.note(warning(text`  ${sentence}`));
}

async function knownChanges({ code }: Failure, { program, journal }: Run): Promise<KnownChanges> {
  const opened = journal();
  const { done, unknown } = opened ?? { done: [], unknown: [] };
  const isWriting = program.reached().options.some(({ long }) => long === "--dry-run");
  const isEarly = !opened?.isConnected && code !== "interrupted";
  const isAboutInput = code === "usage" && opened?.isEmpty;
  if (!opened || !isWriting || isEarly || isAboutInput) return { sentences: [], done, unknown };
  const { changeSentences } = await import("./ui/changes.ts");
  return { sentences: changeSentences(opened), done, unknown };
}

/** Errors here must not affect the command. */
async function notifyOfUpdate(run: Run): Promise<void> {
  const { program, system } = run;
  const { json } = program.root.opts<GlobalOptions>();
  if (!shouldNotify(program.reached().name(), Boolean(json), system)) return;
  const version = await system
    .openUpdates()
    .then((updates) => updates.versionToAnnounce(manifest.version))
    .catch(() => undefined);
  if (version === undefined) return;
  (await outputFor(run)).note(
    faint(text`ssoctl ${version} is out (you have ${manifest.version}): npm install --global ssoctl`),
  );
}

async function outputFor({ program, system }: Run): Promise<Output> {
  const { env, json = false, color } = program.root.opts<GlobalOptions>();
  const { openOutput } = await import("./context.ts");
  return openOutput({ env, json, color }, system);
}

function toFailure(error: unknown, program: Program): Failure {
  if (error instanceof Failure) return error;
  if (error instanceof CommanderError) return usageFailure(error, program);
  const message = error instanceof Error ? error.message : String(error);
  return new Failure("unexpected", `Unexpected error: ${message.replace(/\.$/u, "")}.`, { cause: error });
}

function usageFailure({ message }: CommanderError, program: Program): Failure {
  const command = program.reached();
  const path = [...ancestors(command), command.name()].join(" ");
  return new Failure("usage", suggesting(sentence(message), program), {
    hint: `Usage: ${path} ${command.usage()} · more: ${path} --help`,
  });
}

/** Rewrites Commander's `error: unknown option '--intnt'\n(Did you mean --intent?)` as a sentence. */
function sentence(message: string): string {
  const [, first = "", rest = ""] = /^(?:error: )?(.)([\s\S]*)$/u.exec(message) ?? [];
  const whole = `${first.toUpperCase()}${rest}`
    .replace(/\s*\n\s*\(?(.*?)\)?$/u, ". $1")
    .replace(/^Option '(\S+)[^']*' argument missing$/u, "$1 needs a value")
    .replace(/^Option '(\S+)[^']*' argument '(.*?)' is invalid\./u, "Invalid value '$2' for $1.")
    .replace(
      /^Command-argument value '(.*?)' is invalid for argument '(.*?)'\./u,
      "Invalid value '$1' for <$2>.",
    );
  return /[.?]$/u.test(whole) ? whole : `${whole}.`;
}

/** Adds a suggestion that Commander misses: `ssoctl org status` for `ssoctl status`. */
function suggesting(message: string, { root, reached }: Program): string {
  const word = /^Unknown command '(?<word>[^']+)'\.$/u.exec(message)?.groups?.["word"];
  const meant = word === undefined || reached() !== root ? undefined : commandMeantBy(word);
  return meant === undefined ? message : `${message} Did you mean ${meant}?`;
}

function wordsOf(command: Command): string {
  return [...ancestors(command).slice(1), command.name()].join(" ");
}

function ancestors(command: Command): string[] {
  return command.parent ? [...ancestors(command.parent), command.parent.name()] : [];
}
