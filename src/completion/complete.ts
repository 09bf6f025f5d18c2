import type { Entry, History } from "../history/history.ts";
import type { Environment } from "../settings/environment.ts";
import { type Answer, type Candidate, candidates, type Facts } from "./candidates.ts";
import known from "./commands.json" with { type: "json" };
import type { Known } from "./tree.ts";

/** What is known here at once: no keychain, no network. */
interface Surroundings {
  readonly stdout: { write(text: string): unknown };
  readEnvironments(): Promise<readonly Pick<Environment, "name" | "kind">[]>;
  openHistory(): Pick<History, "latest">;
}

/**
 * What the scripts of `ssoctl completion` ask, between two keys of somebody who is typing. So it comes before the
 * command tree is made, and says nothing where it has nothing to say.
 *
 * @param argv `--next` where the word that is being typed has no letter yet, then `--` and the words of the command line
 * up to the cursor
 */
export async function complete(argv: readonly string[], surroundings: Surroundings): Promise<void> {
  const [next, words] = argv[0] === "--next" ? [[""], argv.slice(1)] : [[], argv];
  const line = [...(words[0] === "--" ? words.slice(1) : words), ...next];
  try {
    // JSON's words are strings for TypeScript, whichever they are.
    const answer = await candidates(line, known as Known, factsOf(surroundings));
    const text = lines(answer).join("\n");
    if (text !== "") surroundings.stdout.write(`${text}\n`);
  } catch {
    // Whatever it was: words in the middle of a half-typed line help nobody.
  }
}

function lines({ candidates: found, files }: Answer): string[] {
  return files
    ? [":files"]
    : found.map(({ word, summary }) => (summary === "" ? word : `${word}\t${summary}`));
}

function factsOf({ readEnvironments, openHistory }: Surroundings): Facts {
  return {
    environments: async () =>
      (await readEnvironments()).map(({ name, kind }) => ({ word: name, summary: kind })),
    customers: async () => customersIn(await openHistory().latest()),
  };
}

/** Each customer once, the latest first; then the organizations by their ids, for whoever begins to type one. */
function customersIn(entries: readonly Entry[]): Candidate[] {
  const found = new Map<string, string>();
  const latest = entries.toReversed();
  for (const { customer, organization } of latest)
    if (!found.has(customer)) found.set(customer, organization.name);
  for (const { customer, organization, environment } of latest)
    if (organization.id !== null && !found.has(organization.id))
      found.set(organization.id, `${organization.name} (${customer}), ${environment.name}`);
  return [...found].map(([word, summary]) => ({ word, summary }));
}
