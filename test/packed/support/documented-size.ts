import { readFile } from "node:fs/promises";
import { expect } from "vitest";

const page = await readFile(new URL("../../../docs/packaging.md", import.meta.url), "utf8");

/**
 * Holds a size in docs/packaging.md to what was made, within 5 %.
 *
 * @param words around the number, which is in kB or MB
 */
export function expectSize(words: RegExp, bytes: number): void {
  const [, number, unit] = words.exec(page) ?? [];
  const said = Number(number) * (unit === "MB" ? 1e6 : 1e3);
  expect(
    Math.abs(said / bytes - 1),
    `docs/packaging.md says ${number} ${unit}, and it is ${bytes} bytes`,
  ).toBeLessThan(0.05);
}
