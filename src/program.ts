import { Command, Help, Option } from "commander";
import manifest from "../package.json" with { type: "json" };
import { EXIT_CODES } from "./failure.ts";
import type { Stream } from "./terminal/streams.ts";
import {
  type Examples,
  exampleLines,
  examplesFirst,
  HELP_WIDTH,
  type Launch,
  type Register,
  writeHelp,
} from "./ui/command.ts";

type Load = (load: LoadCommand) => Promise<Register>;

type LoadCommand = (command: Command) => Promise<void>;

/** A command, or a command group with subcommands. */
interface Entry {
  readonly summary: string;
  /** Only for command groups. Other commands define examples in their own files. */
  readonly examples?: Examples;
  readonly load: Load | Readonly<Record<string, Load>>;
}

/** Command files are loaded on demand, to keep `--version` and `--help` fast. */
const TREE: Readonly<Record<string, Entry>> = {
  link: {
    summary: "links for the customer's IT admin",
    examples: [
      ["ssoctl link create acme.com", "for someone you are talking to now"],
      ["ssoctl link email acme.com --to jane@acme.com", "for someone who reads it later"],
      ["ssoctl help links", "the difference"],
    ],
    load: {
      create: async () => (await import("./commands/link/create.ts")).registerLinkCreate,
      email: async () => (await import("./commands/link/email.ts")).registerLinkEmail,
      revoke: async () => (await import("./commands/link/revoke.ts")).registerLinkRevoke,
    },
  },
  org: {
    summary: "the customer in WorkOS, called an organization there",
    examples: [
      ["ssoctl org status acme.com", "where they stand, and what is next"],
      ["ssoctl org ensure acme.com", "find or create, without a link"],
    ],
    load: {
      ensure: async () => (await import("./commands/org/ensure.ts")).registerOrgEnsure,
      status: async () => (await import("./commands/org/status.ts")).registerOrgStatus,
    },
  },
  env: {
    summary: "your WorkOS environments, such as staging and production",
    examples: [
      ["ssoctl env add staging", "your first environment"],
      ["ssoctl env list", "all environments and the default"],
    ],
    load: {
      add: async () => (await import("./commands/env/add.ts")).registerEnvAdd,
      list: async () => (await import("./commands/env/list.ts")).registerEnvList,
      use: async () => (await import("./commands/env/use.ts")).registerEnvUse,
      remove: async () => (await import("./commands/env/remove.ts")).registerEnvRemove,
    },
  },
  config: {
    summary: "who notes to customers are from: company, product, sender, support",
    examples: [
      ["ssoctl config set company Initech", "notes say: between Acme and Initech"],
      ["ssoctl config list", "all values"],
    ],
    load: {
      get: async () => (await import("./commands/config/get.ts")).registerConfigGet,
      set: async () => (await import("./commands/config/set.ts")).registerConfigSet,
      unset: async () => (await import("./commands/config/unset.ts")).registerConfigUnset,
      list: async () => (await import("./commands/config/list.ts")).registerConfigList,
    },
  },
  history: {
    summary: "what was changed from this machine",
    load: async () => (await import("./commands/history.ts")).registerHistory,
  },
  doctor: {
    summary: "check the set-up, and say how to fix it",
    load: async () => (await import("./commands/doctor.ts")).registerDoctor,
  },
  sandbox: {
    summary: "a stand-in for WorkOS on this machine",
    load: async () => (await import("./commands/sandbox.ts")).registerSandbox,
  },
  demo: {
    summary: "watch the whole handoff, without a key",
    load: async () => (await import("./commands/demo.ts")).registerDemo,
  },
  help: {
    summary: "a command's help, or a topic: exit-codes, environment, links",
    load: async (load) => (await import("./commands/help.ts")).registerHelp(load),
  },
  completion: {
    summary: "complete commands and customers with Tab",
    load: async () => (await import("./commands/completion.ts")).registerCompletion,
  },
};

const QUICK_START = [
  ["ssoctl link create acme.com", "a link for someone you are talking to"],
  ["ssoctl link email acme.com --to jane@acme.com", "WorkOS emails a link for later"],
  ["ssoctl org status acme.com", "where they stand, and what is next"],
] as const;

export function quickStart(): string {
  return [
    "From a customer's domain to a working Single Sign-On handoff, on WorkOS.",
    "",
    ...exampleLines(QUICK_START),
    "",
    "First time: ssoctl env add staging · Without a key: ssoctl demo",
    "All commands: ssoctl --help · One command: ssoctl link create --help",
    "",
  ].join("\n");
}

export interface Program {
  readonly root: Command;
  readonly reached: () => Command;
  /** Loads a command, or all subcommands of a group. */
  readonly load: LoadCommand;
}

/** @param stdout for help and the version; errors are thrown, and `cli.ts` prints them */
export function createProgram(launch: Launch, stdout: Stream): Program {
  const root = createRoot(stdout);
  const pending = new Map<Command, Load>();
  let reached = root;
  const load = async (command: Command) => {
    const own = pending.get(command);
    pending.delete(command);
    if (own) (await own(load))(command, launch);
    for (const verb of command.commands) await load(verb);
  };
  const enter = async (_: Command, command: Command) => {
    reached = command;
    await load(command);
  };
  for (const [name, { summary, examples = [], load }] of Object.entries(TREE)) {
    const command = root.command(name).summary(summary);
    if (typeof load === "function") pending.set(command, load);
    else {
      examplesFirst(command.description(asSentence(summary)).helpCommand(false), examples).hook(
        "preSubcommand",
        enter,
      );
      for (const [verb, loadVerb] of Object.entries(load)) pending.set(command.command(verb), loadVerb);
      globalOptionsInOneLine(command, root);
    }
  }
  root.hook("preSubcommand", enter).addHelpText("after", exitCodes());
  return { root, reached: () => reached, load };
}

function createRoot(stdout: Stream): Command {
  const program = new Command("ssoctl")
    .description("From a customer's domain to a working Single Sign-On handoff, on WorkOS.")
    .version(manifest.version, "--version", "print the version")
    .helpOption("-h, --help", "show this help")
    .helpCommand(false)
    .exitOverride()
    .configureOutput({
      writeOut: (words) => writeHelp(words, stdout),
      writeErr: () => {},
      getOutHelpWidth: () => (stdout.columns === undefined ? HELP_WIDTH : Number.POSITIVE_INFINITY),
      getOutHasColors: () => false,
    })
    .showSuggestionAfterError();
  program.configureHelp({
    showGlobalOptions: true,
    // The same before and after the command's own file is loaded.
    subcommandTerm: (command) =>
      command.parent === program ? command.name() : new Help().subcommandTerm(command),
    visibleGlobalOptions: (command) => (command === program ? [] : program.options.filter(isForEveryCommand)),
  });
  addGlobalFlags(program);
  return examplesFirst(program, [
    ...QUICK_START,
    ["ssoctl org status acme.com --wait", "wait until SSO is active"],
    ["ssoctl demo", "the whole handoff, without a key"],
  ]);
}

function isForEveryCommand({ long }: Option): boolean {
  return long !== "--version";
}

function addGlobalFlags(program: Command): void {
  program
    .addOption(new Option("-e, --env <name>", "WorkOS environment to use (or set SSOCTL_ENV)"))
    .option("--json", "print JSON")
    .option("--no-input", "never prompt; fail instead")
    .option("-y, --yes", "confirm every prompt")
    .addOption(
      new Option("--timeout <seconds>", "seconds to wait for each WorkOS answer").default("10", "10"),
    )
    .option("--verbose", "show every request to WorkOS")
    .option("--no-color", "no colors (or set NO_COLOR)");
}

/** Call this after the subcommands are added, because new subcommands inherit the setting. */
function globalOptionsInOneLine(noun: Command, program: Command): void {
  noun
    .configureHelp({ ...noun.configureHelp(), visibleOptions: () => [], visibleGlobalOptions: () => [] })
    .addHelpText("after", () => {
      const names = program.options.filter(isForEveryCommand).map(({ long }) => long);
      return `\nGlobal options: ${names.join(" ")}`;
    });
}

function asSentence(summary: string): string {
  return `${summary.charAt(0).toUpperCase()}${summary.slice(1)}.`;
}

function exitCodes(): string {
  const lines = Object.values(EXIT_CODES).map(({ exit, when }) => `  ${String(exit).padStart(3)}  ${when}`);
  return `\nExit codes:\n${lines.join("\n")}`;
}
