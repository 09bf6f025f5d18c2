import { Command, Help, InvalidArgumentError, Option } from "commander";
import manifest from "../package.json" with { type: "json" };
import { EVERY_DAY } from "./commands/everyday.ts";
import { EXIT_CODES } from "./failure.ts";
import type { Out } from "./terminal/streams.ts";
import { type Examples, examplesFirst, type Launch, type Register } from "./ui/command.ts";

/** How wide a help is where that is nobody's business: the width of a terminal of old. */
const WIDTH = 80;

type Load = () => Promise<Register>;

/** A noun with its verbs, or a command that is one word. */
interface Entry {
  readonly summary: string;
  /** Of a noun; the others have theirs in their file. */
  readonly examples?: Examples;
  readonly load: Load | Readonly<Record<string, Load>>;
}

/**
 * The command tree by its names. The commands are loaded only when the command line mentions one, so that
 * `--version` and `--help` start without them.
 */
const TREE: Readonly<Record<string, Entry>> = {
  link: {
    summary: "links for the customer's IT admin",
    examples: [
      ["ssoctl link create acme.com", "for someone you are talking to now"],
      ["ssoctl link email acme.com --to jane@acme.com", "for someone who reads it tomorrow"],
      ["ssoctl help links", "the difference"],
    ],
    load: {
      create: async () => (await import("./commands/index.ts")).registerLinkCreate,
      email: async () => (await import("./commands/index.ts")).registerLinkEmail,
      revoke: async () => (await import("./commands/index.ts")).registerLinkRevoke,
    },
  },
  org: {
    summary: "the customer in WorkOS, where it is called an organization",
    examples: [
      ["ssoctl org status acme.com", "how far they are, and what comes next"],
      ["ssoctl org ensure acme.com", "found, or created, without a link"],
    ],
    load: {
      ensure: async () => (await import("./commands/index.ts")).registerOrgEnsure,
      status: async () => (await import("./commands/index.ts")).registerOrgStatus,
    },
  },
  env: {
    summary: "your WorkOS environments, such as staging and production",
    examples: [
      ["ssoctl env add staging", "the first time"],
      ["ssoctl env list", "which there are, and which is the default"],
    ],
    load: {
      add: async () => (await import("./commands/index.ts")).registerEnvAdd,
      list: async () => (await import("./commands/index.ts")).registerEnvList,
      use: async () => (await import("./commands/index.ts")).registerEnvUse,
      remove: async () => (await import("./commands/index.ts")).registerEnvRemove,
    },
  },
  history: {
    summary: "what was done from this machine: was it sent already?",
    load: async () => (await import("./commands/index.ts")).registerHistory,
  },
  doctor: {
    summary: "check that all is in order, and say what to mend",
    load: async () => (await import("./commands/index.ts")).registerDoctor,
  },
  sandbox: {
    summary: "a stand-in for WorkOS on this machine, to try things out",
    load: async () => (await import("./commands/index.ts")).registerSandbox,
  },
  demo: {
    summary: "watch the whole story on a sandbox; no key, no network",
    load: async () => (await import("./commands/index.ts")).registerDemo,
  },
  help: {
    summary: "a command's help, or a topic: exit-codes, environment, links",
    load: async () => (await import("./commands/index.ts")).registerHelp,
  },
  completion: {
    summary: "complete commands, environments and customers with Tab",
    load: async () => (await import("./commands/completion.ts")).registerCompletion,
  },
};

/** What people type who know other programs. */
const SYNONYMS: Readonly<Record<string, string>> = {
  organization: "org",
  organisation: "org",
  environment: "env",
  login: "env add",
  configure: "env add",
  portal: "link create",
  invite: "link email",
  send: "link email",
  log: "history",
};

/** The command that a word probably means which is none: a verb without its noun, or another name. */
export function commandMeantBy(word: string): string | undefined {
  const [noun] =
    Object.entries(TREE).find(([, { load }]) => typeof load !== "function" && word in load) ?? [];
  return noun === undefined ? SYNONYMS[word] : `${noun} ${word}`;
}

/**
 * The command tree with the flags that every command takes, as far as a command line needs it.
 *
 * @param stdout where help and the version go; errors are thrown, and become words in `command-line.ts`
 */
export async function createProgram(argv: readonly string[], launch: Launch, stdout: Out): Promise<Command> {
  const program = createRoot(stdout);
  for (const [name, entry] of Object.entries(TREE)) {
    const mentioned = argv.includes(name);
    if (typeof entry.load === "function")
      await addCommand(program, name, entry, mentioned ? entry.load : undefined, launch);
    else await addNoun(program, name, entry, mentioned ? mentionedIn(argv, entry.load) : [], launch);
  }
  return program.addHelpText("after", exitCodes());
}

/** The verbs that a command line mentions; all of them where it mentions none, for help and for suggestions. */
function mentionedIn(argv: readonly string[], verbs: Readonly<Record<string, Load>>): readonly Load[] {
  const mentioned = Object.entries(verbs).filter(([verb]) => argv.includes(verb));
  return (mentioned.length > 0 ? mentioned : Object.entries(verbs)).map(([, load]) => load);
}

async function addNoun(
  program: Command,
  name: string,
  { summary, examples = [] }: Entry,
  verbs: readonly Load[],
  launch: Launch,
): Promise<void> {
  const noun = program.command(name).description(summary).helpCommand(false);
  examplesFirst(noun, examples);
  for (const load of verbs) (await load())(noun, launch);
}

async function addCommand(
  program: Command,
  name: string,
  { summary }: Entry,
  load: Load | undefined,
  launch: Launch,
): Promise<void> {
  const command = load ? (await load())(program, launch) : program.command(name);
  command.summary(summary);
}

function createRoot(stdout: Out): Command {
  const program = new Command("ssoctl")
    .description("From a customer's domain to a working Single Sign-On handoff, on WorkOS.")
    .version(manifest.version, "--version", "print the version")
    .helpOption("-h, --help", "show this help")
    .helpCommand(false)
    .exitOverride()
    .configureOutput({
      writeOut: (words) => void stdout.write(words),
      writeErr: () => {},
      getOutHelpWidth: () => stdout.columns ?? WIDTH,
      getOutHasColors: () => false,
    })
    .showSuggestionAfterError();
  program.configureHelp({
    showGlobalOptions: true,
    // The same, whether or not the command's own file is loaded.
    subcommandTerm: (command) =>
      command.parent === program ? command.name() : new Help().subcommandTerm(command),
    visibleGlobalOptions: (command) => (command === program ? [] : program.options.filter(isForEveryCommand)),
  });
  addGlobalFlags(program);
  return examplesFirst(program, [
    ...EVERY_DAY,
    ["ssoctl org status acme.com --wait", "tells when SSO is live"],
    ["ssoctl demo", "the whole story, without a key"],
  ]);
}

function isForEveryCommand({ long }: Option): boolean {
  return long !== "--version";
}

function addGlobalFlags(program: Command): void {
  program
    .addOption(
      new Option(
        "--env <name>",
        "which of your WorkOS environments, see ssoctl env list (or set SSOCTL_ENV)",
      ),
    )
    .option("--json", "for programs: one JSON object with every field")
    .option("--no-input", "never ask; where a yes is needed, stop and name the flag")
    .option("-y, --yes", "answer yes to every question")
    .option("--timeout <seconds>", "how long to wait for one answer of WorkOS", toSeconds, 10)
    .option("--verbose", "show each request to WorkOS")
    .option("--no-color", "no colours (or set NO_COLOR)");
}

function toSeconds(typed: string): number {
  const seconds = Number(typed);
  if (typed.trim() !== "" && seconds > 0 && seconds <= 600) return seconds;
  throw new InvalidArgumentError("It must be a number of seconds, more than 0 and up to 600.");
}

function exitCodes(): string {
  const lines = Object.values(EXIT_CODES).map(({ exit, when }) => `  ${String(exit).padStart(3)}  ${when}`);
  return `\nExit codes:\n${lines.join("\n")}`;
}
