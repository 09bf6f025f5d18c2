import type { Command } from "commander";
import type { Context } from "../context.ts";

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
