import { EXIT_CODES } from "./failure.ts";
import { realSystem, type System } from "./system.ts";

/**
 * Runs one command line, or completes one that is being typed.
 *
 * @param argv what follows the program's name
 * @returns the exit code; what went wrong is on stderr by then
 */
export async function main(argv: readonly string[], system: System = realSystem()): Promise<number> {
  const [first, ...words] = argv;
  if (first !== "__complete") return (await import("./cli.ts")).runCommandLine(argv, system);
  await (await import("./completion/complete.ts")).complete(words, system);
  return EXIT_CODES.ok.exit;
}
