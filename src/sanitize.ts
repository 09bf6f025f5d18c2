const LONGEST = 300;
const HARMFUL = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/**
 * A string without control and formatting characters (Unicode categories Cc, Cf, Cs, Zl, Zp: escape sequences,
 * line breaks, right-to-left overrides, invisible ones), and not longer than a few lines of a terminal.
 */
export function sanitize(value: string): string {
  const clean = value.replace(/[\t\n\r]+/gu, " ").replace(HARMFUL, "");
  // The cut may go through a character that takes two code units; half of one is no character.
  return clean.length > LONGEST ? `${clean.slice(0, LONGEST).replace(HARMFUL, "")}…` : clean;
}
