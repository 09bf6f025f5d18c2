import mustache from "mustache";
import { refuse, shorten } from "../domain.ts";
import type { MessageFacts } from "./facts.ts";

declare const parsed: unique symbol;

/** A message with placeholders (mustache(5)), every one of them known. Its first line may be a subject. */
export type Template = string & { readonly [parsed]: true };

export interface Message {
  readonly subject: string;
  /** Plain text. */
  readonly text: string;
}

const PLACEHOLDERS = new Set<string>([
  "organization",
  "name",
  "address",
  "purpose",
  "preparations",
  "link",
  "worksUntil",
  "minutes",
] satisfies (keyof MessageFacts)[]);

const SUBJECT = /^Subject:[ \t]*(?<subject>[^\r\n]*)\r?\n+/u;

/**
 * A template of the person's own.
 *
 * @throws Failure `usage`
 */
export function parseTemplate(source: string): Template {
  const unknown = namesIn(source).find((name) => !PLACEHOLDERS.has(name));
  if (unknown === undefined) return source as Template;
  const all = [...PLACEHOLDERS].join(", ");
  return refuse(`The template has an unknown placeholder: {{${shorten(unknown)}}}.`, `There are: ${all}.`);
}

function namesIn(source: string): string[] {
  try {
    return placeholders(mustache.parse(source));
  } catch (error) {
    return refuse(`The template cannot be read: ${(error as Error).message}.`);
  }
}

/**
 * @param fallbackSubject where the template's first line is none
 */
export function renderTemplate(template: Template, facts: MessageFacts, fallbackSubject: string): Message {
  // The message is plain text; its HTML form is escaped when it is made.
  const rendered = mustache.render(template, facts, {}, { escape: String });
  const subject = SUBJECT.exec(rendered)?.groups?.["subject"]?.trim();
  return { subject: subject || fallbackSubject, text: `${rendered.replace(SUBJECT, "").trim()}\n` };
}

type Tokens = ReturnType<typeof mustache.parse>;

/** The names in a template, those inside sections included. `.` is the line of a list. */
function placeholders(tokens: Tokens): string[] {
  return tokens.flatMap(([type, name, , , inner]) => {
    if (type === "text" || type === "!" || type === "=" || name === ".") return [];
    return [name, ...(Array.isArray(inner) ? placeholders(inner as Tokens) : [])];
  });
}
