import { sanitize } from "../sanitize.ts";
import { targetAt } from "./line.ts";
import type { CommandTree, Flag, Parameter } from "./tree.ts";

export interface Candidate {
  readonly word: string;
  readonly summary: string;
}

export interface Completions {
  readonly candidates: readonly Candidate[];
  /** The shell completes file names itself. */
  readonly files: boolean;
}

export interface LocalData {
  environments(): Promise<readonly Candidate[]>;
  /** Most recent first. */
  customers(): Promise<readonly Candidate[]>;
}

const SANDBOX: Candidate = { word: "sandbox", summary: "local sandbox" };
const MAX_CANDIDATES = 50;
const NO_COMPLETIONS: Completions = { candidates: [], files: false };

/** @param words the command line without the program name; the last word is being typed and may be empty */
export async function candidates(
  words: readonly string[],
  tree: CommandTree,
  data: LocalData,
): Promise<Completions> {
  const typed = words.at(-1) ?? "";
  const target = targetAt(words, tree.root);
  switch (target.kind) {
    case "command": {
      const commands = target.command.commands.map(({ name, summary }) => ({ word: name, summary }));
      const topics = tree.topics.map((word) => ({ word, summary: "help topic" }));
      return matching(typed, [...commands, ...(target.topics ? topics : [])]);
    }
    case "flag":
      return matching(typed, unused(target.command.flags, target.used));
    case "parameter":
      return matching(typed, await parameterValues(target.parameter, target.path, typed, data));
    case "value": {
      if (target.flag.placeholder === "file" && target.prefix === "") return { candidates: [], files: true };
      const values = await flagValues(target.flag, data);
      return matching(
        typed,
        values.map(({ word, summary }) => ({ word: target.prefix + word, summary })),
      );
    }
    case "none":
      return NO_COMPLETIONS;
  }
}

function matching(typed: string, all: readonly Candidate[]): Completions {
  const matches = all.filter(({ word }) => word.startsWith(typed) && isSafe(word));
  const shown = matches
    .slice(0, MAX_CANDIDATES)
    .map(({ word, summary }) => ({ word, summary: shorten(sanitize(summary)) }));
  return { candidates: shown, files: false };
}

/** Words from files on this machine must have no meaning to a shell. */
function isSafe(word: string): boolean {
  return /^[\p{L}\p{M}\p{N}._=-]+$/u.test(word);
}

const SUMMARY_WIDTH = 70;

function shorten(summary: string): string {
  const letters = [...summary];
  return letters.length > SUMMARY_WIDTH
    ? `${letters
        .slice(0, SUMMARY_WIDTH - 1)
        .join("")
        .trimEnd()}…`
    : summary;
}

/** A flag with a value may be repeated; one without is offered once. */
function unused(flags: readonly Flag[], used: readonly Flag[]): Candidate[] {
  const set = new Set(used.filter(({ value }) => value === "none").map(({ option }) => option));
  return flags.filter(({ option }) => !set.has(option)).map(({ long, summary }) => ({ word: long, summary }));
}

/** Offers ids only after the first character is typed. A customer cannot look like a flag. */
function isOffered(customer: string, typed: string): boolean {
  return !customer.startsWith("-") && (typed !== "" || !customer.startsWith("org_"));
}

async function flagValues({ long, choices }: Flag, data: LocalData): Promise<readonly Candidate[]> {
  if (long === "--env") return [...(await data.environments()), SANDBOX];
  return choices;
}

async function parameterValues(
  { name, choices }: Parameter,
  path: readonly string[],
  typed: string,
  data: LocalData,
): Promise<readonly Candidate[]> {
  if (name === "customer") return (await data.customers()).filter(({ word }) => isOffered(word, typed));
  if (name === "name" && path[0] === "env") {
    const stored = await data.environments();
    return path[1] === "use" ? [...stored, SANDBOX] : stored;
  }
  return choices;
}
