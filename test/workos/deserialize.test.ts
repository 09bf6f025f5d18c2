import fc from "fast-check";
import { expect, test } from "vitest";
import { parseCustomer } from "../../src/handoff/customer.ts";
import { isOwnAddress } from "../../src/handoff/recipient.ts";
import { toConnection, toItContact, toOrganization } from "../../src/workos/deserialize.ts";

const ACME = {
  id: "org_01HE8GSH8FQPASKSY27THRKRBP",
  name: "Acme",
  domains: [{ domain: "acme.com", state: "pending" }],
  createdAt: "2026-11-23T12:00:00.000Z",
};
const CONNECTION = { id: "conn_1", name: null, type: "OktaSAML", state: "active" };

const printable = /^[^\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]+$/u;
const anything = fc.oneof(fc.string({ unit: "binary" }), fc.string({ unit: "grapheme" }));

test("whatever an answer holds, what is printed raw has no control characters, and no id is a path", () => {
  fc.assert(
    fc.property(anything, anything, anything, (id, word, prefix) => {
      for (const given of [id, `org_${id}`, `${prefix}_1`]) {
        const read = attempt(() => toOrganization({ ...ACME, id: given }).id);
        expect(read ?? "org_1").toMatch(/^[a-z_]+_[A-Za-z0-9_-]+$/u);
      }
      const shown = [
        attempt(
          () => toOrganization({ ...ACME, domains: [{ domain: word, state: "pending" }] }).domains[0]?.domain,
        ),
        attempt(() => toConnection({ ...CONNECTION, state: word }).state),
        attempt(() => toConnection({ ...CONNECTION, type: word }).type),
        attempt(() => toItContact({ id: "it_contact_1", email: word }).email),
      ];
      for (const one of shown) expect(one ?? "nothing").toMatch(printable);
    }),
  );
});

test("an id and a domain that are printed are accepted as a customer", () => {
  const ulid = fc.stringMatching(/^[0-9A-HJKMNP-TV-Z]{26}$/u);
  const label = fc.stringMatching(/^[a-z0-9](?:[a-z0-9-]{0,20}[a-z0-9])?$/u);
  fc.assert(
    fc.property(ulid, label, (id, name) => {
      const domain = `${name}.example`;
      const { id: printed, domains } = toOrganization({
        ...ACME,
        id: `org_${id}`,
        domains: [{ domain, state: "pending" }],
      });
      expect(parseCustomer(printed)).toEqual({ kind: "organization", id: printed });
      expect(parseCustomer(domains[0]?.domain ?? "")).toMatchObject({ domain: { ascii: domain } });
    }),
  );
});

test.each(["", "yesterday", "2026-13-45T00:00:00Z", "1", "Mon, 23 Nov 2026 14:30:12 GMT"])(
  "%j is no time",
  (createdAt) => {
    expect(() => toOrganization({ ...ACME, createdAt })).toThrow("organization.created_at");
  },
);

function attempt<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return;
  }
}

test("a contact that looks like another one is read, and what is hidden in it is named", () => {
  const email = toItContact({ id: "it_contact_1", email: "\u200bjane@ac\u00admecorp.com" }).email;
  expect(email).toBe("[U+200B]jane@ac[U+00AD]mecorp.com");
  expect(isOwnAddress(email, { name: "Acme", domains: [{ domain: "acmecorp.com" }] })).toBe(false);
});
