import { EXIT_CODES } from "./failure.ts";
import { realSystem, type System } from "./system.ts";

/** Runs a command or a shell completion. @returns the exit code; errors are already on stderr */
export async function main(argv: readonly string[], system: System = realSystem()): Promise<number> {
  const [first, ...words] = argv;
  if (first !== "__complete") return (await import("./cli.ts")).runCommandLine(argv, system);
  await (await import("./completion/complete.ts")).complete(words, system);
  return EXIT_CODES.ok.exit;
}
