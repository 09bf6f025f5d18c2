import { type Argument, type Command, Help, type Option } from "commander";
import { TOPIC_NAMES } from "../../src/commands/help.ts";
import type { Choice, Flag, Known, Tree } from "../../src/completion/tree.ts";
import { GOAL_WORDS, INTENT_FACTS } from "../../src/handoff/intents.ts";
import { createProgram } from "../../src/program.ts";

/** What a choice means, by the name of its flag. */
const MEANINGS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  intent: Object.fromEntries(Object.entries(INTENT_FACTS).map(([intent, { label }]) => [intent, label])),
  wait: GOAL_WORDS,
};

/** All of the program's commands as completion sees them: what `--help` shows, and nothing that it hides. */
export async function commandTree(): Promise<Known> {
  const { root, load } = createProgram(() => Promise.resolve(), { write: () => {} });
  await load(root);
  return { root: toTree(root), topics: TOPIC_NAMES };
}

function toTree(command: Command): Tree {
  // Not the command's own help, which names the global options in one line.
  const help = Object.assign(new Help(), { showGlobalOptions: true });
  return {
    name: command.name(),
    summary: help.subcommandDescription(command),
    commands: help.visibleCommands(command).map(toTree),
    flags: [
      ...help.visibleOptions(command),
      ...help.visibleGlobalOptions(command).filter(({ long }) => long !== "--version"),
    ].flatMap(toFlag),
    parameters: command.registeredArguments.map((argument) => ({
      name: argument.name(),
      choices: choicesOf(argument, argument.name()),
    })),
  };
}

function toFlag(option: Option): Flag[] {
  const { long, short, description, required, optional, flags } = option;
  if (!long) return [];
  const about = option.attributeName();
  return [
    {
      long,
      ...(short !== undefined && { short }),
      summary: description,
      about,
      value: required ? "required" : optional ? "optional" : "none",
      placeholder: /[<[](?<name>[^>\]]+)/u.exec(flags)?.groups?.["name"] ?? "",
      choices: choicesOf(option, about),
    },
  ];
}

function choicesOf({ argChoices }: Option | Argument, about: string): Choice[] {
  return (argChoices ?? []).map((word) => ({ word, summary: MEANINGS[about]?.[word] ?? "" }));
}
