import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { sanitize } from "../../src/sanitize.ts";
import { openPalette } from "../../src/terminal/palette.ts";
import { bad, faint, good, strong, type Text, text, warning } from "../../src/terminal/text.ts";

const HARMFUL = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;
const runs = { numRuns: 2000 };

/** Any character there is, those that do harm more often than not. */
const anything = fc
  .array(
    fc.oneof(
      fc.string({ unit: "binary", maxLength: 8 }),
      fc.constantFrom(
        "\u001b[2J",
        "\u001b]52;c;AA==\u0007",
        "\u009b31m",
        "\r",
        "\n",
        "\t",
        "\u0000",
        "\u007f",
      ),
      fc.constantFrom(
        "\u202e",
        "\u2066",
        "\u200b",
        "\u200d",
        "\ufeff",
        "\u00ad",
        "\u2028",
        "\u2029",
        "\u{e0041}",
      ),
    ),
    { maxLength: 60 },
  )
  .map((parts) => parts.join(""));

const palette = await openPalette({ isTTY: false, env: {}, off: true });
const plain = (line: Text) => palette(line.rendered(() => ""));

describe("sanitize", () => {
  test.each([
    ["Acme", "Acme"],
    ["", ""],
    ["Ünïcode 会社 😀", "Ünïcode 会社 😀"],
    ["\u001b[31mAcme\u001b[0m", "[31mAcme[0m"],
    ["\u001b]0;title\u0007Acme", "]0;titleAcme"],
    ["\u009b31mAcme", "31mAcme"],
    ["Acme\u202egro.live", "Acmegro.live"],
    ["Ac\u200bme\ufeff", "Acme"],
    ["Ac\u{e0041}me", "Acme"],
    ["Ac\u0000me\u007f", "Acme"],
    ["Acme\r\n\t✔ done", "Acme ✔ done"],
    ["Acme\u2028Inc\u2029", "AcmeInc"],
    ["x".repeat(300), "x".repeat(300)],
    ["x".repeat(301), `${"x".repeat(300)}…`],
    [`${"\u0000".repeat(9)}${"x".repeat(300)}`, "x".repeat(300)],
  ])("%j is shown as %j", (value, shown) => {
    expect(sanitize(value)).toBe(shown);
  });

  test("leaves no control or formatting character, whatever goes in, and no more than some lines", () => {
    fc.assert(
      fc.property(anything, (value) => {
        const shown = sanitize(value);
        expect(shown).not.toMatch(HARMFUL);
        expect(shown.length).toBeLessThanOrEqual(301);
      }),
      runs,
    );
  });

  test("changes nothing the second time", () => {
    fc.assert(
      fc.property(anything, (value) => {
        expect(sanitize(sanitize(value))).toBe(sanitize(value));
      }),
      runs,
    );
  });

  // To be `test`: halves of a pair stay, and become a formatting character when what stood between them goes.
  test("leaves none that comes about by leaving others out", () => {
    expect(sanitize("\udb40\u200b\udc41")).not.toMatch(HARMFUL);
  });

  // To be `test`: the cut goes through the middle of a character, which a terminal shows as �.
  test("cuts between characters", () => {
    expect(sanitize(`${"x".repeat(299)}😀 and more`)).not.toMatch(/\p{Cs}/u);
  });
});

describe("the text tag", () => {
  test.each<[string, Text, string]>([
    ["words alone", text`Nothing else.`, "Nothing else."],
    ["a string", text`Made ${"Acme"}.`, "Made Acme."],
    ["a number", text`${0} of ${12}`, "0 of 12"],
    ["a toned string", text`${good("✔")} ${strong("Acme")}`, "✔ Acme"],
    ["a text in a text", text`a${text`b${"c"}`}d`, "abcd"],
    ["words with control characters", text`a\u0007${"b\u0007"}`, "a\u0007b"],
  ])("takes %s", (_what, line, shown) => {
    expect(plain(line)).toBe(shown);
  });

  test("says how each piece is meant", () => {
    const line = text`${good("a")}${warning("b")}${bad("c")}${faint("d")}${strong("e")}${"f"}`;
    const tones = line.segments.filter(({ value }) => value !== "").map(({ value, tone }) => value + tone);
    expect(tones).toEqual(["agood", "bwarning", "cbad", "dfaint", "estrong", "fplain"]);
  });

  test("keeps the tones of a text that is put into it", () => {
    const { segments } = text`${text`a${bad("b")}`}`;
    expect(segments.filter(({ value }) => value !== "")).toEqual([
      { value: "a", tone: "plain" },
      { value: "b", tone: "bad" },
    ]);
  });

  test("a tone around a text is the tone of all of it", () => {
    const { segments } = faint(text`a${bad("b")}`);
    expect(segments.filter(({ value }) => value !== "").map(({ tone }) => tone)).toEqual(["faint", "faint"]);
  });

  test("lets no control or formatting character through, whatever is put into it and however", () => {
    fc.assert(
      fc.property(anything, fc.constantFrom(good, warning, bad, faint, strong), (value, tone) => {
        expect(plain(text`${value} ${tone(value)} ${text`${value}`} ${tone(text`${value}`)}`)).not.toMatch(
          HARMFUL,
        );
      }),
      runs,
    );
  });
});
