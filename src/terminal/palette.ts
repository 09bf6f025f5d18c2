import type { Text, Tone } from "./text.ts";

/** Turns a `Text` into the characters for one stream. */
export type Palette = (text: Text) => string;

interface ColourFacts {
  readonly isTTY: boolean;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** `--no-color` was given. */
  readonly off: boolean;
}

/**
 * Colours for one stream: only on a terminal, and as `NO_COLOR` (no-color.org), `FORCE_COLOR` and `TERM=dumb` say.
 * Where there are none, chalk is not loaded.
 */
export async function openPalette(facts: ColourFacts): Promise<Palette> {
  return wantsColour(facts) ? colourful() : plain;
}

const plain: Palette = ({ segments }) => segments.map(({ value }) => value).join("");

async function colourful(): Promise<Palette> {
  const { Chalk } = await import("chalk");
  const chalk = new Chalk({ level: 1 });
  const styles: Record<Tone, (value: string) => string> = {
    plain: (value) => value,
    strong: chalk.bold,
    faint: chalk.dim,
    good: chalk.green,
    warning: chalk.yellow.bold,
    bad: chalk.red,
  };
  return ({ segments }) =>
    segments.map(({ value, tone }) => (value === "" ? "" : styles[tone](value))).join("");
}

function wantsColour({ isTTY, env, off }: ColourFacts): boolean {
  if (off || env["NO_COLOR"]) return false;
  const forced = env["FORCE_COLOR"];
  if (forced !== undefined) return forced !== "0" && forced !== "false";
  return isTTY && env["TERM"] !== "dumb";
}
