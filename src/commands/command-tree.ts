import type { Command, Option } from "commander";
import type { Flag, Tree } from "../completion/tree.ts";

/** Commander's own commands as completion sees them: what `--help` shows, and nothing that it hides. */
export function toTree(command: Command): Tree {
  const help = command.createHelp();
  return {
    name: command.name(),
    summary: help.subcommandDescription(command),
    commands: help.visibleCommands(command).map(toTree),
    flags: [...help.visibleOptions(command), ...help.visibleGlobalOptions(command)].flatMap(toFlag),
    parameters: command.registeredArguments.map((argument) => ({
      name: argument.name(),
      choices: argument.argChoices ?? [],
    })),
  };
}

function toFlag(option: Option): Flag[] {
  const { long, short, description, required, optional, argChoices, flags } = option;
  if (!long) return [];
  return [
    {
      long,
      short,
      summary: description,
      about: option.attributeName(),
      value: required ? "required" : optional ? "optional" : "none",
      placeholder: /[<[](?<name>[^>\]]+)/u.exec(flags)?.groups?.["name"] ?? "",
      choices: argChoices ?? [],
    },
  ];
}
