import type { Command } from "commander";

/** Examples come before the usage: most people read no further. */
export function examplesFirst(
  command: Command,
  examples: readonly (readonly [line: string, what: string])[],
): Command {
  const width = Math.max(...examples.map(([line]) => line.length));
  const lines = examples.map(([line, what]) => `  $ ${line.padEnd(width)}   ${what}`);
  return command.addHelpText("before", `Examples:\n${lines.join("\n")}\n`);
}
