import fc from "fast-check";
import { expect, test } from "vitest";
import { Failure } from "../../src/failure.ts";
import { parseCustomer } from "../../src/handoff/customer.ts";
import { homograph } from "../../src/handoff/homographs.ts";
import { messageFacts, parseTemplate, renderTemplate } from "../../src/handoff/message.ts";
import { parseRecipient } from "../../src/handoff/recipient.ts";
import { parseRedirectUrl } from "../../src/urls.ts";
import type { OrganizationId } from "../../src/workos/port.ts";
import { orFailure } from "../handoff/support/or-failure.ts";

/** A quarter of 100,000 for each of the four inputs that a person gives. */
const RUNS = { numRuns: 25_000 };
/** Milliseconds; a hang would not end by then, and nothing else comes near. */
const HANG = 300_000;

const anything = fc.oneof(
  fc.string({ unit: "binary", maxLength: 300 }),
  fc.string({ unit: "grapheme", maxLength: 120 }),
  // Long runs of what a pattern might trip over.
  fc
    .tuple(fc.constantFrom("a", ".", "-", "@", "{", "{{", "<", "[", "/", "xn--", "é", " "), fc.nat(3000))
    .map(([part, times]) => part.repeat(times)),
);

test("customers", { timeout: HANG }, () => {
  const typed = fc.oneof(anything, fc.domain(), fc.emailAddress(), fc.webUrl());
  fc.assert(
    fc.property(typed, (input) => {
      const parsed = orFailure(() => parseCustomer(input));
      if (parsed instanceof Failure) expect(parsed.message.length).toBeLessThan(400);
      else if (parsed.kind === "domain") homograph(parsed.domain);
    }),
    RUNS,
  );
});

test("addresses", { timeout: HANG }, () => {
  const address = fc.oneof(
    anything,
    fc.emailAddress(),
    fc
      .tuple(fc.string({ unit: "grapheme", maxLength: 30 }), fc.emailAddress())
      .map(([name, at]) => `${name} <${at}>`),
  );
  fc.assert(
    fc.property(address, (input) => {
      const parsed = orFailure(() => parseRecipient(input));
      if (parsed instanceof Failure) {
        expect(parsed.message.length).toBeLessThan(400);
        return;
      }
      // Nothing can be smuggled into a header, and what was understood means the same again.
      expect(`${parsed.name}${parsed.address}`).not.toMatch(/[\r\n]/u);
      expect(parseRecipient(parsed.address)).toMatchObject({ address: parsed.address });
    }),
    RUNS,
  );
});

test("URLs", { timeout: HANG }, () => {
  fc.assert(
    fc.property(
      fc.oneof(anything, fc.webUrl(), fc.webUrl({ validSchemes: ["ftp", "http", "javascript"] })),
      (input) => {
        const parsed = orFailure(() => parseRedirectUrl(input, "--return-url"));
        if (parsed instanceof Failure) {
          expect(parsed).toMatchObject({ code: "usage", message: expect.stringMatching(/^--return-url: /u) });
          expect(parsed.message.length).toBeLessThan(400);
          return;
        }
        expect(new URL(parsed).protocol).toMatch(/^https?:$/u);
      },
    ),
    RUNS,
  );
});

test("templates", { timeout: HANG }, () => {
  const piece = fc.constantFrom(
    "{{organization}}",
    "{{#preparations}}",
    "{{.}}",
    "{{/preparations}}",
    "{{x}}",
    "{{{name}}}",
    "{{=<% %>=}}",
    "Subject: ",
    "\n",
    "{{!",
    "}}",
  );
  const facts = messageFacts({
    organization: {
      id: "org_1" as OrganizationId,
      name: "Acme",
      externalId: null,
      domains: [],
      createdAt: "",
    },
    recipient: undefined,
    intents: ["sso"],
    identity: { company: "Initech" },
    provider: undefined,
    link: undefined,
  });
  fc.assert(
    fc.property(
      fc.oneof(
        anything,
        fc
          .array(fc.oneof(piece, fc.string({ maxLength: 10 })), { maxLength: 20 })
          .map((parts) => parts.join("")),
      ),
      (source) => {
        const template = orFailure(() => parseTemplate(source));
        if (template instanceof Failure) return;
        const { subject, text } = renderTemplate(template, facts, "Subject");
        expect(subject).not.toMatch(/[\r\n]/u);
        expect(text).toMatch(/\n$/u);
      },
    ),
    RUNS,
  );
});
