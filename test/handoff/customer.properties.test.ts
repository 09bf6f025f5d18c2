import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Customer, customerLabel, parseCustomer } from "../../src/handoff/customer.ts";
import { registrationOf } from "../../src/handoff/public-suffixes.ts";
import type { Refusal } from "../../src/handoff/refusal.ts";

/** Anything at all, and things that look more and more like a customer. */
const typed = fc.oneof(
  fc.string({ unit: "binary", maxLength: 200 }),
  fc.string({ unit: "grapheme", maxLength: 80 }),
  fc.domain(),
  fc.emailAddress(),
  fc.webUrl(),
  fc.stringMatching(/^[a-z0-9.\-:/@[\]_ %Üßа-я。]{0,70}$/u),
  fc
    .tuple(
      fc.string({ unit: "grapheme", maxLength: 20 }),
      fc.constantFrom("com", "co.uk", "de", "github.io", "test"),
    )
    .map(([name, suffix]) => `${name}.${suffix}`),
);

const isRefusal = (parsed: Customer | Refusal): parsed is Refusal => "refused" in parsed;

const runs = { numRuns: 5000 };

describe("for any string the parser", () => {
  test("returns a customer or a refusal with a sentence, and never throws", () => {
    fc.assert(
      fc.property(typed, (input) => {
        const parsed = parseCustomer(input);
        if (isRefusal(parsed)) expect(parsed.because).toMatch(/\.$/u);
        else expect(customerLabel(parsed)).not.toBe("");
      }),
      runs,
    );
  });

  test("is idempotent: what it understood, in letters or as ASCII, means the same again", () => {
    fc.assert(
      fc.property(typed, (input) => {
        const parsed = parseCustomer(input);
        if (isRefusal(parsed)) return;
        expect(parseCustomer(customerLabel(parsed))).toEqual(parsed);
        if (parsed.kind === "domain") expect(parseCustomer(parsed.domain.ascii)).toEqual(parsed);
      }),
      runs,
    );
  });

  test("never yields a public suffix, nor anything but lower-case letters, digits, hyphens and dots", () => {
    fc.assert(
      fc.property(typed, (input) => {
        const parsed = parseCustomer(input);
        if (isRefusal(parsed) || parsed.kind === "organization") return;
        expect(registrationOf(parsed.domain.ascii).kind).toBe("registrable");
        expect(parsed.domain.ascii).toMatch(/^[a-z0-9-]+(\.[a-z0-9-]+)+$/u);
      }),
      runs,
    );
  });
});
