import { Command, InvalidArgumentError, Option } from "commander";
import manifest from "../package.json" with { type: "json" };
import { examplesFirst } from "./commands/examples.ts";
import type { Launch, Register } from "./commands/launch.ts";
import { EXIT_CODES } from "./exit-codes.ts";

type Load = () => Promise<Register>;

/** A noun with its verbs, or a command that is one word. */
interface Entry {
  readonly summary: string;
  readonly load: Load | Readonly<Record<string, Load>>;
}

/**
 * The command tree by its names. The commands are loaded only when the command line mentions one, so that
 * `--version` and `--help` start without them.
 */
const TREE: Readonly<Record<string, Entry>> = {
  link: {
    summary: "links for the customer's IT admin",
    load: {
      create: async () => (await import("./commands/index.ts")).registerLinkCreate,
      email: async () => (await import("./commands/index.ts")).registerLinkEmail,
      revoke: async () => (await import("./commands/index.ts")).registerLinkRevoke,
    },
  },
  org: {
    summary: "the customer's WorkOS organization",
    load: {
      ensure: async () => (await import("./commands/index.ts")).registerOrgEnsure,
      status: async () => (await import("./commands/index.ts")).registerOrgStatus,
    },
  },
  env: {
    summary: "the WorkOS environments this machine knows",
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
    summary: "look at what the program stands on, and say what to mend",
    load: async () => (await import("./commands/index.ts")).registerDoctor,
  },
  sandbox: {
    summary: "run a WorkOS stand-in on this machine",
    load: async () => (await import("./commands/index.ts")).registerSandbox,
  },
  demo: {
    summary: "watch the whole story on a sandbox; no key, no network",
    load: async () => (await import("./commands/index.ts")).registerDemo,
  },
};

/**
 * The command tree with the flags that every command takes, as far as a command line needs it.
 *
 * @param write where help and the version go; errors are thrown, and become words in `main`
 */
export async function createProgram(
  argv: readonly string[],
  launch: Launch,
  write: (text: string) => void,
): Promise<Command> {
  const program = createRoot(write);
  for (const [name, entry] of Object.entries(TREE)) {
    const mentioned = argv.includes(name);
    if (typeof entry.load === "function")
      await addCommand(program, name, entry, mentioned ? entry.load : undefined, launch);
    else await addNoun(program, name, entry.summary, mentioned ? mentionedIn(argv, entry.load) : [], launch);
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
  summary: string,
  verbs: readonly Load[],
  launch: Launch,
): Promise<void> {
  const noun = program.command(name).description(summary).helpCommand(false);
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

function createRoot(write: (text: string) => void): Command {
  const program = new Command("ssoctl")
    .description("From a customer's domain to a working Single Sign-On handoff, on WorkOS.")
    .version(manifest.version, "--version", "print the version")
    .helpOption("-h, --help", "show this help")
    .helpCommand(false)
    .exitOverride()
    .configureOutput({ writeOut: write, writeErr: () => {} })
    .showSuggestionAfterError();
  program.configureHelp({
    showGlobalOptions: true,
    visibleGlobalOptions: (command) => (command === program ? [] : program.options.filter(isForEveryCommand)),
  });
  addGlobalFlags(program);
  return examplesFirst(program, [
    ["ssoctl link create acme.com", "a portal link for someone you are talking to now"],
    ["ssoctl link email acme.com --to jane@acme.com", "a setup link that still works tomorrow"],
    ["ssoctl org status acme.com --wait", "tells when SSO is live"],
    ["ssoctl demo", "the whole story, without a key"],
  ]);
}

function isForEveryCommand({ long }: Option): boolean {
  return long !== "--version";
}

function addGlobalFlags(program: Command): void {
  program
    .addOption(new Option("--env <name>", "the WorkOS environment to use (or set SSOCTL_ENV)"))
    .option("--json", "print one JSON object with every field")
    .option("--no-input", "never ask; fail and name the flag that would have answered")
    .option("-y, --yes", "answer yes to every question")
    .option("--timeout <seconds>", "how long to wait for one answer", toSeconds, 10)
    .option("--verbose", "show each request on stderr")
    .option("--no-color", "no colours (or set NO_COLOR)");
}

function toSeconds(typed: string): number {
  const seconds = Number(typed);
  if (typed.trim() !== "" && seconds > 0 && seconds <= 600) return seconds;
  throw new InvalidArgumentError("It must be a number of seconds up to 600.");
}

function exitCodes(): string {
  const lines = Object.values(EXIT_CODES).map(({ exit, when }) => `  ${String(exit).padStart(3)}  ${when}`);
  return `\nExit codes:\n${lines.join("\n")}`;
}
