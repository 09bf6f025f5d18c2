import type { Command } from "commander";
import type { Context } from "../context.ts";

/** Runs a command's work with a context made for its flags. `main` provides it. */
export type Launch = (command: Command, work: (context: Context) => Promise<void>) => Promise<void>;

/** Adds a command to its noun, or to the program where it is one word. */
export type Register = (noun: Command, launch: Launch) => Command;

export type Examples = readonly (readonly [line: string, what: string])[];

/** Examples come before the usage: most people read no further. */
export function examplesFirst(command: Command, examples: Examples): Command {
  return command.addHelpText("before", `Examples:\n${exampleLines(examples).join("\n")}\n`);
}

export function exampleLines(examples: Examples): string[] {
  const width = Math.max(...examples.map(([line]) => line.length));
  return examples.map(([line, what]) => `  $ ${line.padEnd(width)}   ${what}`);
}
