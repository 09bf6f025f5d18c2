import { sanitize } from "../sanitize.ts";

export type Tone = "plain" | "strong" | "faint" | "accent" | "good" | "warning" | "bad";

interface Segment {
  readonly value: string;
  readonly tone: Tone;
}

/** Sanitized text. `Output` accepts nothing else, so names from WorkOS cannot send control characters to a terminal. */
export class Text {
  readonly segments: readonly Segment[];

  constructor(segments: readonly Segment[]) {
    this.segments = segments;
  }
}

/** Builds a `Text`: `` text`✔ ${strong(organization.name)}` ``. */
export function text(template: TemplateStringsArray, ...values: (string | number | Text)[]): Text {
  return new Text(
    template.flatMap((literal, index) => {
      const value = values[index];
      const segments =
        value instanceof Text ? value.segments : withTone("plain", String(value ?? "")).segments;
      return [{ value: literal, tone: "plain" as const }, ...segments];
    }),
  );
}

function withTone(tone: Tone, value: string | Text): Text {
  if (value instanceof Text)
    return new Text(value.segments.map((segment) => ({ value: segment.value, tone })));
  return new Text([{ value: sanitize(value), tone }]);
}

export const strong = (value: string | Text) => withTone("strong", value);
export const faint = (value: string | Text) => withTone("faint", value);
export const good = (value: string | Text) => withTone("good", value);
export const warning = (value: string | Text) => withTone("warning", value);
export const bad = (value: string | Text) => withTone("bad", value);
