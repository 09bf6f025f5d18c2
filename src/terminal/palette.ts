import type { Segment, Tone } from "./text.ts";

export type Palette = (segments: readonly Segment<string>[]) => string;

interface ColorOptions {
  readonly isTTY: boolean;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly off: boolean;
}

/** Uses colors only at a terminal; obeys `NO_COLOR` (no-color.org), `FORCE_COLOR` and `TERM=dumb`. */
export async function openPalette(options: ColorOptions): Promise<Palette> {
  return usesColor(options) ? colored() : plain;
}

const plain: Palette = (segments) => segments.map(({ value }) => value).join("");

async function colored(): Promise<Palette> {
  const { Chalk } = await import("chalk");
  const chalk = new Chalk({ level: 1 });
  const styles: Record<Tone, (value: string) => string> = {
    plain: (value) => value,
    strong: chalk.bold,
    faint: chalk.dim,
    accent: chalk.cyan,
    good: chalk.green,
    warning: chalk.yellow.bold,
    bad: chalk.red,
  };
  return (segments) => segments.map(({ value, tone }) => (value === "" ? "" : styles[tone](value))).join("");
}

function usesColor({ isTTY, env, off }: ColorOptions): boolean {
  if (off || env["NO_COLOR"]) return false;
  const forced = env["FORCE_COLOR"];
  if (forced !== undefined) return forced !== "0" && forced !== "false";
  return isTTY && env["TERM"] !== "dumb";
}
