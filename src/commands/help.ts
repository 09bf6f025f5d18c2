import type { Command } from "commander";
import type { Context } from "../context.ts";
import { ENVIRONMENT_VARIABLES } from "../environment-variables.ts";
import { EXIT_CODES, Failure } from "../failure.ts";
import { expiryWords } from "../handoff/portal-link.ts";
import { prose, type Text, text } from "../terminal/text.ts";
import { examplesFirst, type Register } from "../ui/command.ts";
import { nearest, type Synonyms } from "../ui/options.ts";

const SYNONYMS: Synonyms<TopicName> = {
  exit: "exit-codes",
  codes: "exit-codes",
  errors: "exit-codes",
  variables: "environment",
  environment_variables: "environment",
  env_vars: "environment",
};

export function registerHelp(load: (command: Command) => Promise<void>): Register {
  return (command, launch) => {
    command
      .argument("[words...]", "a command, or a topic: exit-codes, environment, links")
      .description("Show the help of a command, or explain a topic.")
      .action((words: readonly string[]) => launch(command, (context) => run(words, command, load, context)));
    examplesFirst(command, [
      ["ssoctl help links", "portal link or setup link"],
      ["ssoctl help link create", "the same as ssoctl link create --help"],
      ["ssoctl help environment", "variables that can be set"],
      ["ssoctl help exit-codes", "how a command ended, for scripts"],
    ]);
  };
}

async function run(
  words: readonly string[],
  { parent }: Command,
  load: (command: Command) => Promise<void>,
  context: Context,
): Promise<void> {
  const name = words.join(" ");
  const topic = TOPIC_NAMES.find((known) => known === name);
  if (topic) explain(topic, context);
  else if (parent) (await commandCalled(words, parent, load)).outputHelp();
}

function explain(topic: TopicName, { output }: Context): void {
  const { lines, json } = TOPICS[topic]();
  if (output.format === "json") output.result({ bare: "", json });
  else output.print(lines.map(topicLine));
}

async function commandCalled(
  words: readonly string[],
  program: Command,
  load: (command: Command) => Promise<void>,
): Promise<Command> {
  let command = program;
  for (const word of words) {
    const next = command.commands.find((known) => known.name() === word);
    if (!next) throw unknown(word, command, program);
    await load(next);
    command = next;
  }
  return command;
}

function unknown(word: string, command: Command, program: Command): Failure {
  const names = command.commands.map((known) => known.name());
  const meant =
    command === program
      ? nearest<string>(word, [...names, ...TOPIC_NAMES], SYNONYMS)
      : nearest<string>(word, names);
  const path = command === program ? "" : `${command.name()} `;
  const suggestion = meant === undefined ? "" : ` Did you mean ssoctl help ${path}${meant}?`;
  return new Failure("usage", `There is no help for '${path}${word}'.${suggestion}`, {
    hint: `Commands: ssoctl --help · topics: ${TOPIC_NAMES.join(", ")}`,
  });
}

interface Topic {
  /** A paragraph, or the cells of a row. */
  readonly lines: readonly (string | readonly string[])[];
  readonly json: Readonly<Record<string, unknown>>;
}

/** Also shown in the docs. */
export const LINK_KINDS = [
  {
    what: "command",
    portal: "`ssoctl link create acme.com`",
    setup: "`ssoctl link email acme.com --to jane@acme.com`",
  },
  { what: "for", portal: "someone you are talking to now", setup: "someone who reads it later" },
  { what: "who delivers it", portal: "you", setup: "WorkOS, by email" },
  {
    what: "expires",
    portal: `${expiryWords().replace("expires ", "")}; may open only once`,
    setup: "when setup is complete (how long before that is not documented)",
  },
  { what: "revoke", portal: "not needed", setup: "`ssoctl link revoke acme.com`" },
  { what: "how many at once", portal: "any number", setup: "one per organization" },
] as const;

export const TOPICS = {
  "exit-codes": exitCodes,
  environment,
  links,
} as const satisfies Record<string, () => Topic>;

export type TopicName = keyof typeof TOPICS;

export const TOPIC_NAMES = Object.keys(TOPICS) as TopicName[];

function exitCodes(): Topic {
  const codes = Object.entries(EXIT_CODES).map(([code, { exit, when }]) => ({ exit, code, when }));
  return {
    lines: [
      "Exit codes for scripts ($? in a shell, $LASTEXITCODE in PowerShell). With --json, error.code has the name.",
      "",
      ...codes.map(({ exit, code, when }) => [String(exit).padStart(3), code, when]),
    ],
    json: { exitCodes: codes },
  };
}

function environment(): Topic {
  return {
    lines: [
      "Variables that ssoctl reads. It takes the environment from the first of: --env, SSOCTL_ENV, WORKOS_API_KEY, the default of ssoctl env use.",
      "",
      ...ENVIRONMENT_VARIABLES.map(({ names, what }) => [names.join(", "), unquoted(what)]),
    ],
    json: { variables: ENVIRONMENT_VARIABLES },
  };
}

function links(): Topic {
  return {
    lines: [
      "There are two kinds of link. Both open WorkOS's Admin Portal, where the customer's IT admin sets up sign-in without you.",
      "",
      "Portal link:",
      ...LINK_KINDS.map(({ what, portal }) => [what, unquoted(portal)]),
      "",
      "Setup link:",
      ...LINK_KINDS.map(({ what, setup }) => [what, unquoted(setup)]),
      "",
      "Never email a portal link: it is expired by the time it is read. Do not open one to test it: it may open only once. Anyone with a link can set up the customer's sign-in, so treat it like a password.",
    ],
    json: { links: LINK_KINDS },
  };
}

function topicLine(line: Topic["lines"][number]): Text {
  if (typeof line === "string") return prose(text`${line}`);
  const [first = "", ...others] = line;
  return others.reduce((row, cell) => text`${row}\t${cell}`, text`  ${first}`);
}

function unquoted(markdown: string): string {
  return markdown.replaceAll("`", "");
}
