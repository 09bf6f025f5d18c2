import { type Command, InvalidArgumentError, type Option } from "commander";
import { closestMatch } from "leven";
import { type Retry, ssoctl } from "../command-line.ts";
import { Failure } from "../failure.ts";
import { type Domain, parseDomain, withoutWww } from "../handoff/domain.ts";
import { INTENT_FACTS } from "../handoff/intents.ts";
import { refuseKey } from "../handoff/typed.ts";
import { cleanName } from "../sanitize.ts";
import { INTENTS, type Intent } from "../workos/port.ts";

export type Synonyms<Word extends string> = Readonly<Record<string, Word>>;

export function oneOf<Word extends string>(
  option: Option,
  words: readonly Word[],
  synonyms: Synonyms<Word> = {},
): Option {
  return option.choices(words).argParser((typed) => wordFrom(typed, words, synonyms));
}

export function wordFrom<Word extends string>(
  typed: string,
  words: readonly Word[],
  synonyms: Synonyms<Word> = {},
): Word {
  const word = words.find((known) => known === typed.toLowerCase());
  if (word !== undefined) return word;
  const meant = nearest(typed, words, synonyms);
  throw new InvalidArgumentError(
    meant === undefined ? `Allowed choices are ${words.join(", ")}.` : `Did you mean ${meant}?`,
  );
}

/** Accepts synonyms and small typos: at most one wrong letter in three. */
export function nearest<Word extends string>(
  typed: string,
  words: readonly Word[],
  synonyms: Synonyms<Word> = {},
): Word | undefined {
  const meanings = new Map<string, Word>([
    ...words.map((word) => [plain(word), word] as const),
    ...Object.entries(synonyms).map(([name, word]) => [plain(name), word] as const),
  ]);
  const wanted = plain(typed);
  const exact = meanings.get(wanted);
  if (exact !== undefined) return exact;
  const close = closestMatch(wanted, [...meanings.keys()], { maxDistance: Math.ceil(wanted.length / 3) });
  return close === undefined ? undefined : meanings.get(close);
}

/** Treats `Audit Logs`, `audit-logs` and `audit_logs` as the same word. */
function plain(word: string): string {
  return word.toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");
}

export interface CreationFlags {
  readonly name?: string;
  readonly create: boolean;
  readonly strict?: boolean;
  readonly allowDomain?: Domain;
}

export function addCreationFlags(command: Command): Command {
  return command
    .option("--name <name>", "name for a new organization")
    .option("--no-create", "stop if there is no organization")
    .option("--strict", "stop if a similar organization exists")
    .option("--allow-domain <domain>", "create it even for a consumer domain or public suffix", (typed) =>
      withoutWww(parseDomain(typed)),
    );
}

/** The name as it will be sent. @throws Failure `usage` */
export function nameFrom({ name }: CreationFlags): string | undefined {
  const clean = name === undefined ? undefined : cleanName(name);
  refuseKey(clean ?? "", "a name");
  if (clean === "") throw new Failure("usage", "--name is empty.");
  return clean;
}

/** Flags that decide what is made and who receives it. A suggested command repeats them. */
type KeptFlags = Partial<
  Record<(typeof KEPT | typeof KEPT_FOR_NEW)[number], string | readonly string[] | undefined>
>;

const KEPT = ["intent", "to", "allowRecipient", "returnUrl", "successUrl"] as const;

const KEPT_FOR_NEW = ["name", "externalId"] as const;

/** @param self for example `link create` */
export function retryOf(self: readonly string[], flags: KeptFlags): Retry {
  return (customer, ...more) => {
    const names = customer.startsWith("org_") ? KEPT : [...KEPT_FOR_NEW, ...KEPT];
    const kept = names.flatMap((name) =>
      [flags[name] ?? []].flat().flatMap((value) => [flagOf(name), value]),
    );
    return ssoctl(...self, customer, ...kept, ...more);
  };
}

/** `--external-id` for `externalId`. */
function flagOf(name: string): string {
  return `--${name.replace(/[A-Z]/gu, (letter) => `-${letter.toLowerCase()}`)}`;
}

const SYNONYMS: Synonyms<Intent> = Object.fromEntries(
  INTENTS.flatMap((intent) => INTENT_FACTS[intent].synonyms.map((synonym) => [synonym, intent])),
);

export function collectIntents(typed: string, before: readonly Intent[]): Intent[] {
  return [...before, wordFrom(typed, INTENTS, SYNONYMS)];
}

export function explainIntents(command: Command, note = ""): Command {
  const width = Math.max(...INTENTS.map((intent) => intent.length));
  const lines = INTENTS.map((intent) => `  ${intent.padEnd(width)}  ${INTENT_FACTS[intent].help}`);
  return command.addHelpText("after", `\nWhat a link can be for (--intent):\n${lines.join("\n")}${note}`);
}

/** For `link email`: the intents that WorkOS does not email links for. */
export function notEmailed(): string {
  const missing = INTENTS.filter((intent) => INTENT_FACTS[intent].emailedAs === undefined);
  return `\nWorkOS does not email links for ${missing.join(" and ")}. Use ssoctl link create.`;
}
