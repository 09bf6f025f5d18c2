import type { Command } from "commander";
import type { Context } from "../context.ts";

/** Runs a command's work with a context made for its options. */
export type Launch = (command: Command, work: (context: Context) => Promise<void>) => Promise<void>;

/** Gives a command its description, arguments, options and action. */
export type Register = (command: Command, launch: Launch) => void;

export type Examples = readonly (readonly [line: string, what: string])[];

/** Examples come before the usage: most people read no further. */
export function examplesFirst(command: Command, examples: Examples): Command {
  return command.addHelpText("before", `Examples:\n${exampleLines(examples).join("\n")}\n`);
}

export function exampleLines(examples: Examples): string[] {
  const width = Math.max(...examples.map(([line]) => line.length));
  return examples.map(([line, what]) => `  $ ${line.padEnd(width)}   ${what}`);
}
