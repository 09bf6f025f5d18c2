import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Failure } from "../../src/failure.ts";
import { customerLabel, parseCustomer } from "../../src/handoff/customer.ts";
import { orFailure } from "./support/or-failure.ts";

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

const parse = (input: string) => orFailure(() => parseCustomer(input));

const meaning = (customer: ReturnType<typeof parseCustomer>) =>
  customer.kind === "domain" ? customer.domain : customerLabel(customer);

const runs = { numRuns: 5000 };

describe("for any string the parser", () => {
  test("returns a customer, or fails with a sentence, and never otherwise", () => {
    fc.assert(
      fc.property(typed, (input) => {
        const parsed = parse(input);
        if (parsed instanceof Failure) {
          expect(["usage", "refused"]).toContain(parsed.code);
          expect(parsed.message).toMatch(/\.$/u);
        } else expect(customerLabel(parsed)).not.toBe("");
      }),
      runs,
    );
  });

  test("is idempotent: what it understood, in letters or as ASCII, means the same again", () => {
    fc.assert(
      fc.property(typed, (input) => {
        const parsed = parse(input);
        if (parsed instanceof Failure) return;
        expect(meaning(parseCustomer(customerLabel(parsed)))).toEqual(meaning(parsed));
        if (parsed.kind === "domain")
          expect(meaning(parseCustomer(parsed.domain.ascii))).toEqual(meaning(parsed));
      }),
      runs,
    );
  });

  test("never yields anything but lower-case letters, digits, hyphens and dots", () => {
    fc.assert(
      fc.property(typed, (input) => {
        const parsed = parse(input);
        if (parsed instanceof Failure || parsed.kind !== "domain") return;
        expect(parsed.domain.ascii).toMatch(/^[a-z0-9-]+(\.[a-z0-9-]+)+$/u);
      }),
      runs,
    );
  });
});
