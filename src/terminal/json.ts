/**
 * JSON that is as harmless in a terminal as in a program: control and formatting characters beyond those that
 * JSON escapes itself (C1 controls, right-to-left overrides) are escaped too, so nothing is lost.
 */
export function toJson(value: unknown): string {
  return JSON.stringify(value).replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (character) =>
    character
      .split("")
      .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`)
      .join(""),
  );
}
