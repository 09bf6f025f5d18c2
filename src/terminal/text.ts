import { CommandLine, type Render, type Sentence } from "../command-line.ts";
import { sanitize } from "../sanitize.ts";

export type Tone = "plain" | "strong" | "faint" | "accent" | "good" | "warning" | "bad";

export interface Segment<Value = string | CommandLine> {
  readonly value: Value;
  readonly tone: Tone;
  /** To be copied: it is never broken. */
  readonly whole?: boolean;
}

/**
 * Sanitized text of one line, in which a tab ends a cell. `Output` accepts nothing else, so names from WorkOS cannot send
 * control characters to a terminal.
 */
export class Text {
  readonly segments: readonly Segment[];
  /** Where the lines after the first begin, if the line is too long. */
  readonly hang: number | undefined;

  constructor(segments: readonly Segment[], hang?: number) {
    this.segments = segments;
    this.hang = hang;
  }

  /** A rendered command has only visible characters. */
  rendered(render: Render): readonly Segment<string>[] {
    return this.segments.map(({ value, ...rest }) =>
      value instanceof CommandLine ? { ...rest, value: render(value), whole: true } : { ...rest, value },
    );
  }
}

type Value = Sentence | number | CommandLine | Text;

/** Builds a `Text`: `` text`✔ ${strong(organization.name)}` ``. */
export function text(template: TemplateStringsArray, ...values: Value[]): Text {
  return new Text(
    template.flatMap((literal, index) => {
      const value = values[index] ?? "";
      const segments = withTone("plain", typeof value === "number" ? String(value) : value);
      return [{ value: literal, tone: "plain" as const }, ...segments.segments];
    }),
  );
}

function withTone(tone: Tone, value: Exclude<Value, number>): Text {
  if (value instanceof Text)
    return tone === "plain" ? value : new Text(value.segments.map((segment) => ({ ...segment, tone })));
  const parts = typeof value === "string" || value instanceof CommandLine ? [value] : value;
  return new Text(
    parts.map((part) => ({ tone, value: part instanceof CommandLine ? part : sanitize(part) })),
  );
}

export const strong = (value: Sentence | CommandLine | Text) => withTone("strong", value);
export const faint = (value: Sentence | CommandLine | Text) => withTone("faint", value);
export const good = (value: Sentence | CommandLine | Text) => withTone("good", value);
export const warning = (value: Sentence | CommandLine | Text) => withTone("warning", value);
export const bad = (value: Sentence | CommandLine | Text) => withTone("bad", value);

/** A line of a paragraph: without an indent. */
export function prose(line: Text): Text {
  return new Text(line.segments, 0);
}

/** For a reader to copy, of any length: a checked URL, or a note whose names are sanitized. An empty line around it. */
export function toCopy(content: string): Text[] {
  const lines = content.split("\n").map((line) => line.replace(/(?!\t)\p{Cc}/gu, ""));
  return [text``, ...lines.map((value) => new Text([{ value, tone: "accent", whole: true }])), text``];
}
