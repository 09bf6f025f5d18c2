import type { Command } from "commander";
import { type Answer, type Candidate, candidates, type Facts } from "../completion/candidates.ts";
import type { Context } from "../context.ts";
import { INTENT_WORDS } from "../handoff/intents.ts";
import { GOAL_WORDS } from "../handoff/waiting.ts";
import type { Entry } from "../history/port.ts";
import { toTree } from "./command-tree.ts";
import { TOPIC_NAMES } from "./help-topics.ts";
import type { Register } from "./launch.ts";

interface CompleteFlags {
  readonly next?: boolean;
}

/** What the scripts of `ssoctl completion` ask; it is not for people, and says nothing where it has nothing to say. */
export const registerComplete: Register = (program, launch) => {
  const command = program
    .command("__complete", { hidden: true })
    .argument("[words...]", "of the command line up to the cursor; the last one is being typed")
    .option("--next", "the word that is being typed has no letter yet")
    .allowUnknownOption();
  return command.action((words: readonly string[], { next }: CompleteFlags) =>
    launch(command, (context) => run(next ? [...words, ""] : words, program, context)),
  );
};

async function run(words: readonly string[], program: Command, context: Context): Promise<void> {
  try {
    const answer = await candidates(words, toTree(program), factsOf(context));
    context.output.result({ bare: lines(answer).join("\n"), json: { ...answer } });
  } catch {
    // Whatever it was: words in the middle of a half-typed line help nobody.
  }
}

function lines({ candidates: found, files }: Answer): string[] {
  return files
    ? [":files"]
    : found.map(({ word, summary }) => (summary === "" ? word : `${word}\t${summary}`));
}

function factsOf({ environments, openHistory }: Context): Facts {
  return {
    environments: async () => (await environments()).map(({ name, kind }) => ({ word: name, summary: kind })),
    customers: async () => customersIn(await openHistory().latest()),
    topics: TOPIC_NAMES,
    meanings: { intent: INTENT_WORDS, wait: GOAL_WORDS },
  };
}

/** Each customer once, the latest first; then the organizations by their ids, for whoever begins to type one. */
function customersIn(entries: readonly Entry[]): Candidate[] {
  const found = new Map<string, string>();
  const latest = entries.toReversed();
  for (const { customer, organization } of latest)
    if (!found.has(customer)) found.set(customer, organization.name);
  for (const { customer, organization, environment } of latest)
    if (!found.has(organization.id))
      found.set(organization.id, `${organization.name} (${customer}), ${environment.name}`);
  return [...found].map(([word, summary]) => ({ word, summary }));
}
