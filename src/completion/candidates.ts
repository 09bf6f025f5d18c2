import { sanitize } from "../sanitize.ts";
import { placeOf } from "./line.ts";
import type { Flag, Known, Parameter } from "./tree.ts";

export interface Candidate {
  /** The whole word. */
  readonly word: string;
  /** A few words for people; empty where there are none. */
  readonly summary: string;
}

/** What may stand there. */
export interface Answer {
  readonly candidates: readonly Candidate[];
  /** The shell knows them better. */
  readonly files: boolean;
}

/** What this machine knows; it is looked up only where the line asks for it. */
export interface Facts {
  environments(): Promise<readonly Candidate[]>;
  /** The most recent first. */
  customers(): Promise<readonly Candidate[]>;
}

const SANDBOX: Candidate = { word: "sandbox", summary: "ssoctl sandbox on this machine" };
const MOST = 50;
const NONE: Answer = { candidates: [], files: false };

/** @param words of the command line without the program's name; the last one is being typed, and may be empty */
export async function candidates(words: readonly string[], known: Known, facts: Facts): Promise<Answer> {
  const typed = words.at(-1) ?? "";
  const place = placeOf(words, known.root);
  switch (place.kind) {
    case "command": {
      const commands = place.of.commands.map(({ name, summary }) => ({ word: name, summary }));
      const topics = known.topics.map((word) => ({ word, summary: "a topic" }));
      return fitting(typed, [...commands, ...(place.topics ? topics : [])]);
    }
    case "flag":
      return fitting(typed, unused(place.of.flags, place.used));
    case "parameter":
      return fitting(typed, await ofParameter(place.parameter, place.path, typed, facts));
    case "value": {
      if (place.flag.placeholder === "file" && place.before === "") return { candidates: [], files: true };
      const values = await ofFlag(place.flag, facts);
      return fitting(
        typed,
        values.map(({ word, summary }) => ({ word: place.before + word, summary })),
      );
    }
    case "nothing":
      return NONE;
  }
}

function fitting(typed: string, all: readonly Candidate[]): Answer {
  const found = all.filter(({ word }) => word.startsWith(typed) && isPlain(word));
  const clean = found
    .slice(0, MOST)
    .map(({ word, summary }) => ({ word, summary: short(sanitize(summary)) }));
  return { candidates: clean, files: false };
}

/** A word that no shell reads as anything but itself, whatever a file on this machine holds. */
function isPlain(word: string): boolean {
  return /^[\p{L}\p{M}\p{N}._=-]+$/u.test(word);
}

const SUMMARY_WIDTH = 70;

function short(summary: string): string {
  const letters = [...summary];
  return letters.length > SUMMARY_WIDTH
    ? `${letters
        .slice(0, SUMMARY_WIDTH - 1)
        .join("")
        .trimEnd()}…`
    : summary;
}

/** One with a value may be meant to be repeated; one without is said once. */
function unused(flags: readonly Flag[], used: readonly Flag[]): Candidate[] {
  const said = new Set(used.filter(({ value }) => value === "none").map(({ about }) => about));
  return flags.filter(({ about }) => !said.has(about)).map(({ long, summary }) => ({ word: long, summary }));
}

/** Ids are for whoever begins to type one: between domains they are noise. What looks like a flag is no customer. */
function isAskedFor(customer: string, typed: string): boolean {
  return !customer.startsWith("-") && (typed !== "" || !customer.startsWith("org_"));
}

async function ofFlag({ long, choices }: Flag, facts: Facts): Promise<readonly Candidate[]> {
  if (long === "--env") return [...(await facts.environments()), SANDBOX];
  return choices;
}

async function ofParameter(
  { name, choices }: Parameter,
  path: readonly string[],
  typed: string,
  facts: Facts,
): Promise<readonly Candidate[]> {
  if (name === "customer") return (await facts.customers()).filter(({ word }) => isAskedFor(word, typed));
  if (name === "name" && path[0] === "env") {
    const known = await facts.environments();
    return path[1] === "use" ? [...known, SANDBOX] : known;
  }
  return choices;
}
