import type { Command } from "commander";
import { type Synonyms, wordFrom } from "../commands/suggestion.ts";
import { INTENT_FACTS } from "../handoff/intents.ts";
import { INTENTS, type Intent } from "../workos/port.ts";

const SYNONYMS: Synonyms<Intent> = Object.fromEntries(
  INTENTS.flatMap((intent) => INTENT_FACTS[intent].synonyms.map((synonym) => [synonym, intent])),
);

/**
 * For `--intent`, as often as it is given.
 *
 * @throws InvalidArgumentError
 */
export function collectIntents(typed: string, before: readonly Intent[]): Intent[] {
  return [...before, wordFrom(typed, INTENTS, SYNONYMS)];
}

/** Says in `--help` what each intent is. */
export function explainIntents(command: Command, note = ""): Command {
  const width = Math.max(...INTENTS.map((intent) => intent.length));
  const lines = INTENTS.map((intent) => `  ${intent.padEnd(width)}  ${INTENT_FACTS[intent].help}`);
  return command.addHelpText("after", `\nWhat a link can be for (--intent):\n${lines.join("\n")}${note}`);
}

/** For `link email`: what WorkOS emails no link for. */
export function notEmailed(): string {
  const missing = INTENTS.filter((intent) => INTENT_FACTS[intent].emailedAs === undefined);
  return `\nWorkOS emails no link for ${missing.join(" and ")}; there, ssoctl link create makes one.`;
}
