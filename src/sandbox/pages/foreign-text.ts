const LONGEST = 80;

/**
 * Text from outside (a name, an address) as a page shows it: without control characters, without the marks that turn
 * the direction of the text after it, and not endlessly long. Escaping is the template's work.
 */
export function foreignText(text: string): string {
  const visible = text.replace(/[\p{Cc}\p{Bidi_Control}\u2028\u2029]/gu, " ").trim();
  if (visible === "") return "(no name)";
  const characters = [...visible];
  return characters.length > LONGEST ? `${characters.slice(0, LONGEST - 1).join("")}…` : visible;
}
