import { type Command, CommanderError } from "commander";
import manifest from "../package.json" with { type: "json" };
import { everyDay } from "./commands/everyday.ts";
import type { Globals } from "./context.ts";
import { EXIT_CODES, Failure } from "./failure.ts";
import type { Journal } from "./journal.ts";
import { commandMeantBy, createProgram } from "./program.ts";
import type { System } from "./system.ts";
import type { KnownChanges, Output } from "./terminal/output.ts";
import { faint, text, warning } from "./terminal/text.ts";
import { areUpdatesWanted } from "./updates/updates.ts";

/** @returns the exit code; what went wrong is on stderr by then */
export async function runCommandLine(argv: readonly string[], system: System): Promise<number> {
  const exit = await run(argv, system);
  if (exit !== EXIT_CODES.interrupted.exit && areUpdatesWanted(argv, system)) await tellNews(argv, system);
  return exit;
}

async function run(argv: readonly string[], system: System): Promise<number> {
  const ending = new AbortController();
  const release = system.onInterrupt(() => ending.abort(new Failure("interrupted", "Interrupted.")));
  let journal: Journal | undefined;
  const program = await createProgram(
    argv,
    async (command, work) => {
      // Loaded for a command, and not for a version or a help.
      const { openRun } = await import("./context.ts");
      const globals = command.optsWithGlobals<Globals>();
      const opened = await openRun(wordsOf(command), globals, system, ending.signal);
      journal = opened.journal;
      await work(opened.context);
    },
    system.stdout,
  );
  try {
    await obey(program, argv, system);
    if (journal) await tellUnknown(journal, argv, system);
    return EXIT_CODES.ok.exit;
  } catch (error) {
    await journal?.close();
    const known = await knownChanges(journal, commandOf(argv, program), error);
    return await report(toFailure(error, argv, program), known, argv, system);
  } finally {
    release();
    // Requests that nobody waits for any more must not hold the exit.
    ending.abort(new Failure("interrupted", "Ended."));
  }
}

/** What stayed unknown although the command ended well. */
async function tellUnknown(journal: Journal, argv: readonly string[], system: System): Promise<void> {
  if (journal.unknown.length === 0) return;
  await journal.close();
  const { unknownSentences } = await import("./ui/changes.ts");
  const output = await outputFor(argv, system);
  for (const sentence of unknownSentences(journal.unknown)) output.note(warning(text`  ${sentence}`));
}

/** Said of commands that can change something, once WorkOS may have been asked to. */
async function knownChanges(
  journal: Journal | undefined,
  command: Command,
  error: unknown,
): Promise<KnownChanges> {
  const { done, unknown } = journal ?? { done: [], unknown: [] };
  const isWriting = command.options.some(({ long }) => long === "--dry-run");
  const code = error instanceof Failure ? error.code : "unexpected";
  const isEarly = !journal?.isConnected && code !== "interrupted";
  const isAboutInput = code === "usage" && journal?.isEmpty;
  if (!journal || !isWriting || isEarly || isAboutInput) return { sentences: [], done, unknown };
  const { changeSentences } = await import("./ui/changes.ts");
  return { sentences: changeSentences(journal), done, unknown };
}

/** Commander ends by an error what is none: a help or a version that was asked for. */
async function obey(program: Command, argv: readonly string[], system: System): Promise<void> {
  try {
    await program.parseAsync(argv, { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError) || !wasHelped(error, argv, program, system)) throw error;
  }
}

/** Help and version were printed by then; a noun alone, such as `ssoctl link`, is a question for its help too. */
function wasHelped(
  { code, exitCode }: CommanderError,
  argv: readonly string[],
  program: Command,
  { stdout }: System,
): boolean {
  if (code !== "commander.help") return exitCode === 0;
  const command = commandOf(argv, program);
  if (command === program) stdout.write(everyDay());
  else command.outputHelp();
  return true;
}

async function report(
  failure: Failure,
  known: KnownChanges,
  argv: readonly string[],
  system: System,
): Promise<number> {
  (await outputFor(argv, system)).failure(failure, known);
  return EXIT_CODES[failure.code].exit;
}

/** A new version of the program. Whatever goes wrong with this is no matter of the command that was run. */
async function tellNews(argv: readonly string[], system: System): Promise<void> {
  const version = await system
    .openUpdates()
    .then((updates) => updates.news(manifest.version))
    .catch(() => undefined);
  if (version === undefined) return;
  (await outputFor(argv, system)).note(
    faint(text`ssoctl ${version} is out (you have ${manifest.version}): npm install --global ssoctl`),
  );
}

/** For words that belong to no command, or to one whose flags could not be read. */
async function outputFor(argv: readonly string[], system: System): Promise<Output> {
  const { openOutput } = await import("./context.ts");
  return openOutput({ json: argv.includes("--json"), color: !argv.includes("--no-color") }, system);
}

function toFailure(error: unknown, argv: readonly string[], program: Command): Failure {
  if (error instanceof Failure) return error;
  if (error instanceof CommanderError) return usageFailure(error, argv, program);
  const message = error instanceof Error ? error.message : String(error);
  return new Failure("unexpected", `Unexpected error: ${message.replace(/\.$/u, "")}.`, { cause: error });
}

function usageFailure(error: CommanderError, argv: readonly string[], program: Command): Failure {
  const said = error.message.replace(/^error: /u, "").replace(/\s*\n\s*/gu, " ");
  const command = commandOf(argv, program);
  const path = [...ancestors(command), command.name()].join(" ");
  return new Failure("usage", command === program ? suggesting(said) : said, {
    hint: `Usage: ${path} ${command.usage()} · more: ${path} --help`,
  });
}

/** Commander suggests what is spelt alike; beyond that `ssoctl status` probably means `ssoctl org status`. */
function suggesting(said: string): string {
  const word = /^unknown command '(?<word>[^']+)'$/u.exec(said)?.groups?.["word"];
  const meant = word === undefined ? undefined : commandMeantBy(word);
  return meant === undefined ? said : `${said} (Did you mean ${meant}?)`;
}

/** The command that a command line names, as far as it names one. */
function commandOf(argv: readonly string[], command: Command): Command {
  const at = argv.findIndex(
    (argument, index) => !argument.startsWith("-") && !takesValue(argv[index - 1], command),
  );
  const found = command.commands.find((known) => known.name() === argv[at]);
  return found ? commandOf(argv.slice(at + 1), found) : command;
}

/** Of `--env staging` the second word is no command. */
function takesValue(flag: string | undefined, command: Command): boolean {
  const option = command.options.find(
    ({ long, short }) => flag !== undefined && [long, short].includes(flag),
  );
  return option?.required ?? (command.parent ? takesValue(flag, command.parent) : false);
}

/** A command as it is typed after the program's name: `link create`. */
function wordsOf(command: Command): string {
  return [...ancestors(command).slice(1), command.name()].join(" ");
}

function ancestors(command: Command): string[] {
  return command.parent ? [...ancestors(command.parent), command.parent.name()] : [];
}
