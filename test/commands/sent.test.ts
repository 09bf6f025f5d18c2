import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { see } from "../support/fake-system.ts";
import { FakeWorkos } from "../support/fake-workos.ts";

/** Control, formatting and bidirectional characters, and others that nobody sees. */
const HIDDEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u;

const hidden = fc.constantFrom(
  ..."\u0007\n\u001b\u0085\u00ad\u034f\u061c\u115f\u200b\u200c\u200d\u200e\u202e\u2028\u2060\u2066\u2069\u3164\ufe0f\ufeff\u{e0061}",
);

/** The text with such characters at up to three places. */
const spoiled = (text: fc.Arbitrary<string>) =>
  fc
    .tuple(text, fc.array(fc.tuple(fc.nat(40), hidden), { maxLength: 3 }))
    .map(([whole, places]) =>
      places.reduce((all, [at, character]) => `${all.slice(0, at)}${character}${all.slice(at)}`, whole),
    );

const customer = spoiled(
  fc.constantFrom(
    "acme.com",
    "www.acme.com",
    "jane@acme.com",
    "https://acme.com/x",
    "xn--mgba3gch31f060k.com",
    "müller.de",
  ),
);
const address = spoiled(fc.constantFrom("jane@acme.com", "Jane Doe <jane@acme.com>", "jané@müller.de"));
const name = spoiled(fc.constantFrom("Acme", "  Acme  Corp ", "Acme\u200b\n\u202eCorp", "München GmbH"));

describe("nothing hidden is ever sent", () => {
  test("whatever is typed as a customer, a name and a recipient", async () => {
    let sent = 0;
    await fc.assert(
      fc.asyncProperty(customer, name, address, async (who, called, to) => {
        const workos = new FakeWorkos();
        const to_ = ["--to", to, "--allow-recipient", to];
        const { exit } = await see("pipe", ["link", "email", who, "--name", called, ...to_, "--yes"], {
          workos,
        });
        expect(workos.asked.filter((request) => HIDDEN.test(request))).toEqual([]);
        expect([0, 2]).toContain(exit);
        if (exit === 2) expect(workos.writes).toEqual([]);
        else sent += 1;
      }),
      { numRuns: 400 },
    );
    expect(sent).toBeGreaterThan(20);
  });
});

test.each([
  ["  Acme\u200b\n\u202eCorp ", "Acme Corp"],
  ["Acme\u2028Corp", "Acme Corp"],
  ["Mu\u0308ller", "Müller"],
])("--name %j is sent as %s", async (typed, sent) => {
  const workos = new FakeWorkos();
  await see("pipe", ["org", "ensure", "acme.com", "--name", typed], { workos });
  expect(workos.organizations[0]?.name).toBe(sent);
});

describe("an address", () => {
  const WITH = (to: string) => ["link", "email", "acme.com", "--to", to];

  test("loses what is hidden at its ends, and that is said", async () => {
    const workos = new FakeWorkos();
    const { exit, stderr } = await see("pipe", WITH("\u200bjane@acme.com"), { workos });
    expect(exit).toBe(0);
    expect(stderr).toContain("jane@acme.com is read without U+200B\n");
    expect(workos.contacts.map(({ email }) => email)).toEqual(["jane@acme.com"]);
  });

  test("with something hidden inside is refused by its name", async () => {
    const workos = new FakeWorkos();
    const { exit, stderr } = await see("pipe", WITH("ja\u200bne@acme.com"), { workos });
    expect(exit).toBe(2);
    expect(stderr).toContain('✖ "jane@acme.com" contains invisible characters: U+200B.\n');
    expect(workos.asked).toEqual([]);
  });

  test("in another normal form is the contact that is there", async () => {
    const workos = new FakeWorkos();
    workos.has("Acme", "acme.com");
    workos.contacts.push({ id: "contact_1", email: "jan\u00e9@acme.com" });
    await see("pipe", WITH("jane\u0301@acme.com"), { workos });
    expect(workos.contacts).toHaveLength(1);
    expect(workos.invited).toBe("contact_1");
  });
});

test("a portal link's return URL is sent without hidden characters, or refused", async () => {
  const refused = await see("pipe", ["link", "create", "acme.com", "--return-url", "https://a\u200b.com"]);
  expect(refused.exit).toBe(2);
  expect(refused.stderr).toContain("U+200B");
});
