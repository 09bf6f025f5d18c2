import { type Argument, type Command, Help, type Option } from "commander";
import { KEY_WORDS } from "../../src/commands/config/key.ts";
import { TOPIC_NAMES } from "../../src/commands/help.ts";
import type { Choice, CommandNode, CommandTree, Flag } from "../../src/completion/tree.ts";
import { GOAL_WORDS, INTENT_FACTS } from "../../src/handoff/intents.ts";
import { createProgram } from "../../src/program.ts";

const CHOICE_SUMMARIES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  intent: Object.fromEntries(Object.entries(INTENT_FACTS).map(([intent, { label }]) => [intent, label])),
  wait: GOAL_WORDS,
  key: KEY_WORDS,
};

/** The commands and flags that `--help` shows, for completion. */
export async function commandTree(): Promise<CommandTree> {
  const { root, load } = createProgram(() => Promise.resolve(), { write: () => {} });
  await load(root);
  return { root: toNode(root), topics: TOPIC_NAMES };
}

function toNode(command: Command): CommandNode {
  // Not the command's own help, which may name the global options in one line.
  const help = Object.assign(new Help(), { showGlobalOptions: true });
  return {
    name: command.name(),
    summary: help.subcommandDescription(command),
    commands: help.visibleCommands(command).map(toNode),
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
  const name = option.attributeName();
  return [
    {
      long,
      ...(short !== undefined && { short }),
      summary: description,
      option: name,
      value: required ? "required" : optional ? "optional" : "none",
      placeholder: /[<[](?<name>[^>\]]+)/u.exec(flags)?.groups?.["name"] ?? "",
      choices: choicesOf(option, name),
    },
  ];
}

function choicesOf({ argChoices }: Option | Argument, name: string): Choice[] {
  return (argChoices ?? []).map((word) => ({ word, summary: CHOICE_SUMMARIES[name]?.[word] ?? "" }));
}
