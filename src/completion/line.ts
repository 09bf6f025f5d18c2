import type { CommandNode, Flag, Parameter } from "./tree.ts";

/** What the word at the cursor can be. */
export type Target =
  | {
      readonly kind: "command";
      readonly command: CommandNode;
      /** After `help`: topics are valid too. */
      readonly topics: boolean;
    }
  | { readonly kind: "flag"; readonly command: CommandNode; readonly used: readonly Flag[] }
  | {
      readonly kind: "value";
      readonly flag: Flag;
      /** The part of the word before the value: `--intent=`. */
      readonly prefix: string;
    }
  | {
      readonly kind: "parameter";
      readonly path: readonly string[];
      readonly parameter: Parameter;
    }
  | { readonly kind: "none" };

interface Line {
  readonly command: CommandNode;
  readonly path: readonly string[];
  readonly parameters: number;
  readonly used: readonly Flag[];
  /** A flag whose value is the next word. */
  readonly pending: Flag | undefined;
  readonly flagsEnded: boolean;
  readonly invalid: boolean;
  readonly inHelp: boolean;
}

/** @param words the command line without the program name; the last word is being typed and may be empty */
export function targetAt(words: readonly string[], root: CommandNode): Target {
  const start: Line = {
    command: root,
    path: [],
    parameters: 0,
    used: [],
    pending: undefined,
    flagsEnded: false,
    invalid: false,
    inHelp: false,
  };
  const line = words.slice(0, -1).reduce(parseWord, start);
  return line.invalid ? { kind: "none" } : targetOf(line, words.at(-1) ?? "");
}

function targetOf(
  { inHelp, command, path, parameters, used, pending, flagsEnded }: Line,
  typed: string,
): Target {
  const flagLike = !flagsEnded && typed.startsWith("-");
  if (pending && takesValue(pending, typed)) return { kind: "value", flag: pending, prefix: "" };
  if (flagLike) {
    const [long = ""] = typed.split("=", 1);
    const flag = typed.includes("=") ? flagIn(command, long) : undefined;
    if (flag && flag.value !== "none") return { kind: "value", flag, prefix: `${long}=` };
    return typed.includes("=") ? { kind: "none" } : { kind: "flag", command, used };
  }
  if (command.commands.length > 0)
    return flagsEnded ? { kind: "none" } : { kind: "command", command, topics: inHelp && path.length === 0 };
  if (inHelp) return { kind: "none" };
  const parameter = command.parameters[parameters];
  if (parameter) return { kind: "parameter", path, parameter };
  return flagsEnded ? { kind: "none" } : { kind: "flag", command, used };
}

function parseWord(line: Line, word: string): Line {
  const { command, pending, flagsEnded } = line;
  if (pending && takesValue(pending, word)) return { ...line, pending: undefined };
  const rest = { ...line, pending: undefined };
  if (!flagsEnded && word === "--") return { ...rest, flagsEnded: true };
  if (!flagsEnded && word.startsWith("-") && word !== "-") return parseFlag(rest, word);
  if (command.commands.length === 0) return { ...rest, parameters: line.parameters + 1 };
  if (word === "help" && !line.inHelp && line.path.length === 0) return { ...rest, inHelp: true };
  const found = command.commands.find(({ name }) => name === word);
  return found ? { ...rest, command: found, path: [...line.path, word] } : { ...rest, invalid: true };
}

function parseFlag(line: Line, word: string): Line {
  const [name = ""] = word.split("=", 1);
  const flag = flagIn(line.command, name);
  if (!flag) return line;
  const needsValue = flag.value !== "none" && !word.includes("=");
  return { ...line, used: [...line.used, flag], pending: needsValue ? flag : undefined };
}

/** For an optional value, a word that looks like a flag is the next flag. */
function takesValue({ value }: Flag, word: string): boolean {
  return value === "required" || !word.startsWith("-");
}

function flagIn({ flags }: CommandNode, name: string): Flag | undefined {
  return flags.find(({ long, short }) => name === long || name === short);
}
