import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { toJson } from "../../src/terminal/output.ts";

const RAW = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;

/** Strings of any UTF-16 units, halves of pairs included. */
const units = fc
  .array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 30 })
  .map((codes) => String.fromCharCode(...codes));

const value = fc.oneof(
  fc.jsonValue({ stringUnit: "binary" }),
  fc.dictionary(units, fc.oneof(units, fc.constantFrom("\u202e", "\u009b31m", "\u{e0041}", "\u2028"))),
);

describe("JSON", () => {
  test.each([
    [{ name: "Acme" }, '{"name":"Acme"}'],
    [{ name: "Ünï 会社 😀" }, '{"name":"Ünï 会社 😀"}'],
    [["\u001b[31m"], '["\\u001b[31m"]'],
    [["\u009b31m"], '["\\u009b31m"]'],
    [["\u007f"], '["\\u007f"]'],
    [["a\nb"], '["a\\nb"]'],
    [["\u202e\u2028"], '["\\u202e\\u2028"]'],
    [["\u{e0041}"], '["\\udb40\\udc41"]'],
    [{ "\u202e": 1 }, '{"\\u202e":1}'],
    [["\\u202e"], '["\\\\u202e"]'],
    [{ hint: undefined }, "{}"],
  ])("of %j is %s", (given, json) => {
    expect(toJson(given)).toBe(json);
  });

  test("says what plain JSON would say, and has no raw control or formatting character", () => {
    fc.assert(
      fc.property(value, (given) => {
        const json = toJson(given);
        expect(JSON.parse(json)).toEqual(JSON.parse(JSON.stringify(given)));
        expect(json).not.toMatch(RAW);
      }),
      { numRuns: 3000 },
    );
  });
});
