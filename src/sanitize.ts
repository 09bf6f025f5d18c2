const MAX_LENGTH = 300;
const UNSAFE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/** Removes control and formatting characters (Unicode Cc, Cf, Cs, Zl, Zp) and shortens to 300 UTF-16 code units. */
export function sanitize(value: string): string {
  const clean = value.replace(/[\t\n\r]+/gu, " ").replace(UNSAFE, "");
  // The cut can leave half of a surrogate pair (Cs), which the second replace removes.
  return clean.length > MAX_LENGTH ? `${clean.slice(0, MAX_LENGTH).replace(UNSAFE, "")}…` : clean;
}
