import { type Entry, type History, recentCustomers } from "../history/history.ts";
import type { Environment } from "../settings/environment.ts";
import { type Candidate, type Completions, candidates, type LocalData } from "./candidates.ts";
import tree from "./commands.json" with { type: "json" };
import type { CommandTree } from "./tree.ts";

interface CompletionSystem {
  readonly stdout: { write(text: string): unknown };
  readEnvironments(): Promise<readonly Pick<Environment, "name" | "kind">[]>;
  openHistory(): Pick<History, "latest">;
}

/**
 * Answers `ssoctl __complete [--next] -- <words>`. It must be fast, so it does not load the commands.
 *
 * @param argv with `--next`, the word at the cursor is empty
 */
export async function complete(argv: readonly string[], system: CompletionSystem): Promise<void> {
  const [next, words] = argv[0] === "--next" ? [[""], argv.slice(1)] : [[], argv];
  const line = [...(words[0] === "--" ? words.slice(1) : words), ...next];
  try {
    const completions = await candidates(line, tree as CommandTree, localData(system));
    const text = lines(completions).join("\n");
    if (text !== "") system.stdout.write(`${text}\n`);
  } catch {
    // An error message would appear in the middle of the line being typed.
  }
}

function lines({ candidates: found, files }: Completions): string[] {
  return files
    ? [":files"]
    : found.map(({ word, summary }) => (summary === "" ? word : `${word}\t${summary}`));
}

function localData({ readEnvironments, openHistory }: CompletionSystem): LocalData {
  return {
    environments: async () =>
      (await readEnvironments()).map(({ name, kind }) => ({ word: name, summary: kind })),
    customers: async () => customersIn(await openHistory().latest()),
  };
}

function customersIn(entries: readonly Entry[]): Candidate[] {
  const found = recentCustomers(entries);
  for (const { customer, organization, environment } of entries.toReversed())
    if (organization.id !== null && !found.has(organization.id))
      found.set(organization.id, `${organization.name} (${customer}), ${environment.name}`);
  return [...found].map(([word, summary]) => ({ word, summary }));
}
