import type { Flag, Parameter, Tree } from "./tree.ts";

/** What belongs where the cursor is. */
export type Place =
  | {
      readonly kind: "command";
      readonly of: Tree /** After `help`, where topics may stand as well. */;
      readonly topics: boolean;
    }
  | { readonly kind: "flag"; readonly of: Tree; readonly used: readonly Flag[] }
  | {
      readonly kind: "value";
      readonly flag: Flag /** What stands before the value in the same word. */;
      readonly before: string;
    }
  | {
      readonly kind: "parameter";
      readonly of: Tree;
      readonly path: readonly string[];
      readonly parameter: Parameter;
    }
  | { readonly kind: "nothing" };

/** A command line up to its last word, read as far as it makes sense. */
interface Line {
  readonly tree: Tree;
  readonly path: readonly string[];
  readonly parameters: number;
  readonly used: readonly Flag[];
  /** Whose value comes next, where one does. */
  readonly waiting: Flag | undefined;
  /** After `--` nothing is a flag. */
  readonly flagsEnded: boolean;
  readonly lost: boolean;
  /** After `help` commands are named, not run. */
  readonly helping: boolean;
}

/** @param words of the command line without the program's name; the last one is being typed, and may be empty */
export function placeOf(words: readonly string[], root: Tree): Place {
  const start: Line = {
    tree: root,
    path: [],
    parameters: 0,
    used: [],
    waiting: undefined,
    flagsEnded: false,
    lost: false,
    helping: false,
  };
  const line = words.slice(0, -1).reduce(after, start);
  return line.lost ? { kind: "nothing" } : here(line, words.at(-1) ?? "");
}

function here({ helping, tree, path, parameters, used, waiting, flagsEnded }: Line, typed: string): Place {
  const flagLike = !flagsEnded && typed.startsWith("-");
  if (waiting && takes(waiting, typed)) return { kind: "value", flag: waiting, before: "" };
  if (flagLike) {
    const [long = ""] = typed.split("=", 1);
    const flag = typed.includes("=") ? flagIn(tree, long) : undefined;
    if (flag && flag.value !== "none") return { kind: "value", flag, before: `${long}=` };
    return typed.includes("=") ? { kind: "nothing" } : { kind: "flag", of: tree, used };
  }
  if (tree.commands.length > 0)
    return flagsEnded
      ? { kind: "nothing" }
      : { kind: "command", of: tree, topics: helping && path.length === 0 };
  if (helping) return { kind: "nothing" };
  const parameter = tree.parameters[parameters];
  if (parameter) return { kind: "parameter", of: tree, path, parameter };
  return flagsEnded ? { kind: "nothing" } : { kind: "flag", of: tree, used };
}

function after(line: Line, word: string): Line {
  const { tree, waiting, flagsEnded } = line;
  if (waiting && takes(waiting, word)) return { ...line, waiting: undefined };
  const free = { ...line, waiting: undefined };
  if (!flagsEnded && word === "--") return { ...free, flagsEnded: true };
  if (!flagsEnded && word.startsWith("-") && word !== "-") return afterFlag(free, word);
  if (tree.commands.length === 0) return { ...free, parameters: line.parameters + 1 };
  if (word === "help" && !line.helping && line.path.length === 0) return { ...free, helping: true };
  const found = tree.commands.find(({ name }) => name === word);
  return found ? { ...free, tree: found, path: [...line.path, word] } : { ...free, lost: true };
}

function afterFlag(line: Line, word: string): Line {
  const [name = ""] = word.split("=", 1);
  const flag = flagIn(line.tree, name);
  if (!flag) return line;
  const open = flag.value !== "none" && !word.includes("=");
  return { ...line, used: [...line.used, flag], waiting: open ? flag : undefined };
}

/** A value that may be left out is none when it looks like the next flag. */
function takes({ value }: Flag, word: string): boolean {
  return value === "required" || !word.startsWith("-");
}

function flagIn({ flags }: Tree, name: string): Flag | undefined {
  return flags.find(({ long, short }) => name === long || name === short);
}
