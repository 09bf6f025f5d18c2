import type { Command } from "commander";
import type { Context } from "../context.ts";
import { Failure } from "../failure.ts";
import { text } from "../terminal/text.ts";
import { examplesFirst } from "./examples.ts";
import { TOPIC_NAMES, TOPICS, type TopicName } from "./help-topics.ts";
import type { Register } from "./launch.ts";
import { nearest, type Synonyms } from "./suggestion.ts";

const SYNONYMS: Synonyms<TopicName> = {
  exit: "exit-codes",
  codes: "exit-codes",
  errors: "exit-codes",
  variables: "environment",
  environment_variables: "environment",
  env_vars: "environment",
};

export const registerHelp: Register = (program, launch) => {
  const command = program
    .command("help")
    .argument("[words...]", "a command, or one of the topics exit-codes, environment, links")
    .description("Show the help of a command, or explain a topic.");
  examplesFirst(command, [
    ["ssoctl help links", "the two kinds of link, and when to take which"],
    ["ssoctl help link create", "the same as ssoctl link create --help"],
    ["ssoctl help environment", "variables that can be set"],
    ["ssoctl help exit-codes", "how a command ended, for scripts"],
  ]);
  return command.action((words: readonly string[]) =>
    launch(command, async (context) => run(words, program, context)),
  );
};

function run(words: readonly string[], program: Command, context: Context): void {
  const name = words.join(" ");
  const topic = TOPIC_NAMES.find((known) => known === name);
  if (topic) explain(topic, context);
  else commandCalled(words, program).outputHelp();
}

function explain(topic: TopicName, { output }: Context): void {
  const { lines, json } = TOPICS[topic]();
  output.result({ human: lines.map((line) => text`${line}`), bare: lines.join("\n"), json });
}

/** @throws Failure `usage` */
function commandCalled(words: readonly string[], program: Command): Command {
  let command = program;
  for (const word of words) {
    const next = command.commands.find((known) => known.name() === word);
    if (!next) throw unknown(word, command, program);
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
  return new Failure("usage", `There is no help on '${path}${word}'.${suggestion}`, {
    hint: `Commands: ssoctl --help · topics: ${TOPIC_NAMES.join(", ")}`,
  });
}
