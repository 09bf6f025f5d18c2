import fc from "fast-check";
import stringWidth from "string-width";
import { describe, expect, test } from "vitest";
import { ssoctl } from "../../src/command-line.ts";
import { layOut } from "../../src/terminal/layout.ts";
import { faint, good, prose, strong, type Text, text, toCopy } from "../../src/terminal/text.ts";

const COMMAND = "ssoctl link email acme.com --to jane@acme.com";

/** What a terminal of this width shows. */
function shown(lines: Text | readonly Text[], columns: number | undefined): string[] {
  const all = [lines].flat().map((line) => ({ pieces: line.rendered(() => COMMAND), hang: line.hang }));
  return layOut(all, { columns, widthOf: stringWidth }).map((line) =>
    line.map(({ value }) => value).join(""),
  );
}

describe("a line that is too long", () => {
  test.each<[string, Text, string[]]>([
    ["goes on two columns further in", text`one two three four`, ["one two three", "  four"]],
    ["of a list, below its words", text`${good("✔")} one two three four`, ["✔ one two", "  three four"]],
    ["with an indent, further in than that", text`  one two three four`, ["  one two", "    three four"]],
    ["of a paragraph, without an indent", prose(text`one two three four`), ["one two three", "four"]],
    ["keeps its tones apart", text`one ${strong("two three")}${faint(" four")}`, ["one two three", "  four"]],
    ["breaks a word that fits nowhere", text`abcdefghijklmnopqrst`, ["abcdefghijklmn", "  opqrst"]],
    ["counts columns, not characters", text`会社会社 会社会社`, ["会社会社", "  会社会社"]],
    ["breaks between characters", text`会社会社会社会社会`, ["会社会社会社会", "  社会"]],
    [
      "does not break a URL",
      text`at https://setup.workos.com/?token=x now`,
      ["at", "  https://setup.workos.com/?token=x", "  now"],
    ],
    ["does not break a command", text`Now: ${ssoctl("link")}.`, ["Now:", `  ${COMMAND}.`]],
    [
      "does not break a command in a sentence",
      text`Did you mean ssoctl help links?`,
      ["Did you mean", "  ssoctl help links?"],
    ],
    ["begins what follows a dot below", text`one: two · three: four`, ["one: two ·", "  three: four"]],
  ])("%s", (_what, line, lines) => {
    expect(shown(line, 14)).toEqual(lines);
  });

  test("stays as it is in a pipe, and at a terminal with the room for it", () => {
    for (const columns of [undefined, 18])
      expect(shown(text`one two three four`, columns)).toEqual(["one two three four"]);
  });
});

describe("cells", () => {
  const ROWS = [text`  a\tone`, text`  会社\t${strong("two")}\tthree`, text`no cells at all, and long`];

  test("are aligned by the columns that they take, in a pipe too", () => {
    expect(shown(ROWS, undefined)).toEqual([
      "  a     one",
      "  会社  two  three",
      "no cells at all, and long",
    ]);
  });

  test("the last one goes on below itself", () => {
    expect(shown(text`  label\t${"many words ".repeat(4)}`, 40)).toEqual([
      "  label  many words many words many",
      "         words many words",
    ]);
  });

  test("the last one begins a line where there is no room for it", () => {
    expect(shown(text`  --a-rather-long-option <value>\twhat it does`, 40)).toEqual([
      "  --a-rather-long-option <value>",
      "      what it does",
    ]);
  });
});

test("what is to be copied is never broken, has an empty line around it, and drives no terminal", () => {
  const content = `${"a long line ".repeat(40)}\u001b[2J\n\tindented`;
  expect(shown(toCopy(content), 40)).toEqual(["", `${"a long line ".repeat(40)}[2J`, "\tindented", ""]);
});

const word = fc.oneof(
  fc.string({ unit: fc.constantFrom(..."abc.-_@1äß"), minLength: 1, maxLength: 30 }),
  fc.string({ unit: fc.constantFrom(..."会社電気한국어"), minLength: 1, maxLength: 40 }),
  fc.constantFrom("👩‍👩‍👧", "é", "ไทย", "·", "✔"),
);

const lineOf = (words: readonly string[]) => text`${words.join(" ")}`;
/** Nor without a `·`, which may be left out at the end of a line. */
const withoutSpace = (line: string) => line.replace(/[\s·]/gu, "");

test("at any width no line is wider than the terminal, and no character is lost", () => {
  fc.assert(
    fc.property(
      fc.array(fc.array(word, { minLength: 1, maxLength: 12 }), { minLength: 1, maxLength: 3 }),
      fc.integer({ min: 20, max: 100 }),
      (cells, columns) => {
        const [first = text``, ...others] = cells.map(lineOf);
        const lines = shown(
          others.reduce((row, cell) => text`${row}\t${cell}`, text`  ${first}`),
          columns,
        );
        expect(lines.filter((line) => stringWidth(line) > columns)).toEqual([]);
        expect(withoutSpace(lines.join(""))).toBe(withoutSpace(shown(cells.map(lineOf), undefined).join("")));
      },
    ),
    { numRuns: 2000 },
  );
});
