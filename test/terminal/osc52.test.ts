import { expect, test } from "vitest";
import { setClipboard } from "../../src/terminal/clipboard.ts";

const LINK = "https://setup.workos.com?token=a";
const BASE64 = "aHR0cHM6Ly9zZXR1cC53b3Jrb3MuY29tP3Rva2VuPWE=";

test("a terminal is given the text as base64", () => {
  expect(setClipboard(LINK, undefined)).toBe(`\u001b]52;c;${BASE64}\u0007`);
});

test("tmux is given it for itself, and wrapped for the terminal around it with its escape doubled", () => {
  expect(setClipboard(LINK, "tmux")).toBe(
    `\u001b]52;c;${BASE64}\u0007\u001bPtmux;\u001b\u001b]52;c;${BASE64}\u0007\u001b\\`,
  );
});

test.each([
  ["", ""],
  ["ünï 😀", "w7xuw68g8J+YgA=="],
  ["\u0007\u001b\\", "Bxtc"],
])("%j goes as UTF-8 and cannot end the sequence early", (value, base64) => {
  expect(setClipboard(value, undefined)).toBe(`\u001b]52;c;${base64}\u0007`);
});

test("GNU screen is given it wrapped, in parts that it takes", () => {
  expect(setClipboard(LINK, "screen")).toBe(
    `\u001b]52;c;${BASE64}\u0007\u001bP\u001b]52;c;${BASE64}\u0007\u001b\\`,
  );
  const long = "x".repeat(3000);
  const wrapped = setClipboard(long, "screen").slice(setClipboard(long, undefined).length);
  const parts = wrapped.split("\u001b\\").slice(0, -1);
  expect(Math.max(...parts.map(({ length }) => length))).toBeLessThanOrEqual(254);
  expect(parts.map((part) => part.replace("\u001bP", "")).join("")).toBe(setClipboard(long, undefined));
});
