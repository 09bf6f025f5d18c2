import { sanitize } from "../sanitize.ts";

/** How a piece of text is meant; a palette turns it into colours, or into nothing. */
export type Tone = "plain" | "strong" | "faint" | "good" | "warning" | "bad";

interface Segment {
  readonly value: string;
  readonly tone: Tone;
}

/**
 * Text that may be written to a terminal: whatever was put into it lost its control characters on the way.
 * Output takes nothing else, so a name that came from WorkOS cannot reach a terminal raw.
 */
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
      const segments = value instanceof Text ? value.segments : toned("plain", String(value ?? "")).segments;
      return [{ value: literal, tone: "plain" as const }, ...segments];
    }),
  );
}

function toned(tone: Tone, value: string | Text): Text {
  if (value instanceof Text)
    return new Text(value.segments.map((segment) => ({ value: segment.value, tone })));
  return new Text([{ value: sanitize(value), tone }]);
}

export const strong = (value: string | Text) => toned("strong", value);
export const faint = (value: string | Text) => toned("faint", value);
export const good = (value: string | Text) => toned("good", value);
export const warning = (value: string | Text) => toned("warning", value);
export const bad = (value: string | Text) => toned("bad", value);
