import { type Command, CommanderError } from "commander";
import manifest from "../package.json" with { type: "json" };
import { sentence } from "./command-line.ts";
import type { GlobalOptions, Run as OpenedRun } from "./context.ts";
import { EXIT_CODES, ExitWith, Failure } from "./failure.ts";
import type { Journal } from "./journal.ts";
import { createProgram, type Program, quickStart } from "./program.ts";
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
  readonly open: (command: Command) => Promise<OpenedRun>;
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
  const open = async (command: Command) => {
    // Imported only when a command runs, to keep `--version` and `--help` fast.
    const { openRun } = await import("./context.ts");
    return openRun(wordsOf(command), command.optsWithGlobals<GlobalOptions>(), system, ending.signal);
  };
  const program = createProgram(async (command, work) => {
    const opened = await open(command);
    journal = opened.journal;
    await work(opened.context);
  }, system.stdout);
  const run = { argv, program, system, overdue, open, journal: () => journal };
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
    if (error instanceof ExitWith) return error.exit;
    const failure = await toFailure(error, run);
    await run.journal()?.close();
    (await outputFor(run)).failure(failure, await knownChanges(failure, run));
    return EXIT_CODES[failure.code].exit;
  }
}

/** Commander also throws after it has printed help or the version. */
async function parse(run: Run): Promise<void> {
  const { argv, program, system } = run;
  try {
    await program.root.parseAsync(helpLast(argv, program.root), { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.code === "commander.missingArgument") return parseCompleted(run, error);
    if (error.code !== "commander.help") {
      if (error.exitCode !== 0) throw error;
      return;
    }
    // A command group alone, such as `ssoctl link`, prints its help.
    const command = program.reached();
    if (command !== program.root) return command.outputHelp();
    writeHelp(quickStart(), system.stdout);
    const next = system.stdout.isTTY ? await firstCommand(run) : undefined;
    if (next) await parse({ ...run, argv: next });
  }
}

/** Asks for the argument that is missing. */
async function parseCompleted(run: Run, error: CommanderError): Promise<void> {
  const command = run.program.reached();
  const missing = command.registeredArguments[command.args.length];
  if (!missing || !run.system.stderr.isTTY) throw error;
  const { context } = await run.open(command);
  const { askForArgument } = await import("./ui/missing-argument.ts");
  const word = await askForArgument(missing, wordsOf(command), context);
  if (word === undefined) throw error;
  const separator = run.argv.includes("--") ? [] : ["--"];
  await parse({ ...run, argv: [...run.argv, ...separator, word] });
}

/** Only an offer: settings that cannot be read are no reason to fail here. */
async function firstCommand(run: Run): Promise<readonly string[] | undefined> {
  const { askForFirstCommand } = await import("./ui/first-time.ts");
  const { context } = await run.open(run.program.root);
  return askForFirstCommand(context).catch((error: unknown) => {
    if (error instanceof Failure && error.code !== "interrupted") return undefined;
    throw error;
  });
}

/** Before a command, Commander would show the help of what is above it. */
function helpLast(argv: readonly string[], { commands }: Command): readonly string[] {
  const names = new Set(
    commands.flatMap((noun) => [noun, ...noun.commands]).map((command) => command.name()),
  );
  const end = argv.includes("--") ? argv.indexOf("--") : argv.length;
  const at = argv.findIndex((word) => word === "-h" || word === "--help");
  const isBefore = at >= 0 && argv.slice(at, end).some((word) => names.has(word));
  return isBefore
    ? [...argv.slice(0, at), ...argv.slice(at + 1, end), argv[at] ?? "", ...argv.slice(end)]
    : argv;
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

async function toFailure(error: unknown, run: Run): Promise<Failure> {
  if (error instanceof Failure) return error;
  if (error instanceof CommanderError) return usageFailure(error, run);
  const message = error instanceof Error ? error.message : String(error);
  return new Failure("unexpected", `Unexpected error: ${message.replace(/\.$/u, "")}.`, { cause: error });
}

async function usageFailure(error: CommanderError, { argv, program }: Run): Promise<Failure> {
  const { root, load, reached } = program;
  const command = reached();
  const path = [...ancestors(command), command.name()].join(" ");
  const { suggestedFor } = await import("./ui/suggestion.ts");
  const meant = await suggestedFor(error, { argv, command, root, load });
  return new Failure("usage", toSentence(error.message, meant !== undefined), {
    hint: meant
      ? sentence`Did you mean: ${meant}`
      : `Usage: ${path} ${command.usage()} · more: ${path} --help`,
  });
}

/** Rewrites Commander's `error: unknown option '--intnt'\n(Did you mean --intent?)` as a sentence. */
function toSentence(message: string, isMeantSaid: boolean): string {
  const [said = ""] = isMeantSaid ? message.split("\n", 1) : [message];
  const [, first = "", rest = ""] = /^(?:error: )?(.)([\s\S]*)$/u.exec(said) ?? [];
  const whole = `${first.toUpperCase()}${rest}`
    .replace(/\s*\n\s*\(?(.*?)\)?$/u, ". $1")
    .replace(/^Option '(?:-\w, )?(\S+)[^']*' argument missing$/u, "$1 needs a value")
    .replace(/^Option '(?:-\w, )?(\S+)[^']*' argument '(.*?)' is invalid\./u, "Invalid value '$2' for $1.")
    .replace(
      /^Command-argument value '(.*?)' is invalid for argument '(.*?)'\./u,
      "Invalid value '$1' for <$2>.",
    );
  return /[.?]$/u.test(whole) ? whole : `${whole}.`;
}

function wordsOf(command: Command): string {
  return [...ancestors(command).slice(1), command.name()].join(" ");
}

function ancestors(command: Command): string[] {
  return command.parent ? [...ancestors(command.parent), command.parent.name()] : [];
}
