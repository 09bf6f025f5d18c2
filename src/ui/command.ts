import type { Command } from "commander";
import type { Context } from "../context.ts";
import { type Line, layOut } from "../terminal/layout.ts";
import type { Stream } from "../terminal/streams.ts";

export type Launch = (command: Command, work: (context: Context) => Promise<void>) => Promise<void>;

export type Register = (command: Command, launch: Launch) => void;

export type Examples = readonly (readonly [line: string, what: string])[];

/** Before the usage, because many people read no further. */
export function examplesFirst(command: Command, examples: Examples): Command {
  return command.addHelpText("before", `Examples:\n${exampleLines(examples).join("\n")}\n`);
}

export function exampleLines(examples: Examples): string[] {
  const width = Math.max(...examples.map(([line]) => line.length));
  return examples.map(([line, what]) => `  $ ${line.padEnd(width)}   ${what}`);
}

/** Wrapped at the width of a terminal: descriptions below each other, examples as they are. */
export function writeHelp(words: string, stdout: Stream): void {
  if (stdout.columns === undefined) return void stdout.write(words);
  const lines = words.replace(/\n$/u, "").split("\n").map(helpLine);
  // Help is written in ASCII.
  const laidOut = layOut(lines, { columns: stdout.columns, widthOf: ({ length }) => length });
  stdout.write(laidOut.map((line) => `${line.map(({ value }) => value).join("")}\n`).join(""));
}

/** Columns of help in a pipe. */
export const HELP_WIDTH = 80;

function helpLine(line: string): Line {
  const [, term = "", description = line] = /^( +\S.*?) {2,}(.*)$/u.exec(line) ?? [];
  const isExample = /^ +\$ /u.test(line);
  const cells = term === "" ? [] : [{ value: term, tone: "plain", whole: isExample } as const, TAB];
  const hang = /^(?:Usage|Global options): /u.test(line) ? 2 : /^ */u.exec(line)?.[0].length;
  return { pieces: [...cells, { value: description, tone: "plain", whole: isExample && term === "" }], hang };
}

const TAB = { value: "\t", tone: "plain" } as const;
