import { describe, expect, test } from "vitest";
import { customerLabel, parseCustomer } from "../../src/handoff/customer.ts";
import { orFailure } from "./support/or-failure.ts";

const understood = (typed: string) => customerLabel(parseCustomer(typed));

const refused = (typed: string) => orFailure(() => understood(typed));

describe("understood", () => {
  test.each([
    ["acme.com", "acme.com"],
    ["ACME.com.", "acme.com"],
    [" acme.com ", "acme.com"],
    ["https://www.acme.com/about?x=1", "acme.com"],
    ["HTTP://acme.com#top", "acme.com"],
    ["jane@acme.com", "acme.com"],
    ["mailto:jane@acme.com", "acme.com"],
    ["https://jane@acme.com/", "acme.com"],
    ["acme.com:443", "acme.com"],
    ["acme.com/about", "acme.com"],
    ["www.acme.com", "acme.com"],
    ["www.de", "www.de"],
    ["www.co.uk", "www.co.uk"],
    ["eu.acme.com", "eu.acme.com"],
    ["müller.de", "müller.de"],
    ["xn--mller-kva.de", "müller.de"],
    ["MÜLLER.de", "müller.de"],
    ["acme.co.uk", "acme.co.uk"],
    ["acme.github.io", "acme.github.io"],
    ["demo.example", "demo.example"],
    ["example.com", "example.com"],
    ["org_01HE8GSH8FQPASKSY27THRKRBP", "org_01HE8GSH8FQPASKSY27THRKRBP"],
  ])("%j is %s", (typed, expected) => {
    expect(understood(typed)).toBe(expected);
  });
});

describe("refused as wrong input", () => {
  test.each([
    ["", "The customer is empty. Pass a domain such as acme.com."],
    ["   ", "The customer is empty. Pass a domain such as acme.com."],
    ["acme", '"acme" is not a domain: an ending such as .com is missing.'],
    ["localhost", "localhost is this machine, not a customer's domain."],
    ["127.0.0.1", "127.0.0.1 is an IP address, not a domain."],
    ["0x7f.1", "0x7f.1 is an IP address, not a domain."],
    ["1.2.3", "1.2.3 is an IP address, not a domain."],
    ["[::1]", "[::1] is an IP address, not a domain."],
    ["::1", "::1 is an IP address, not a domain."],
    ["http://[::1]:80/", "http://[::1]:80/ is an IP address, not a domain."],
    ["co.uk", "co.uk is a public suffix: many owners have domains below it. Pass the customer's own domain."],
    [
      "github.io",
      "github.io is a public suffix: many owners have domains below it. Pass the customer's own domain.",
    ],
    ["acme..com", '"acme..com" has an empty part between dots.'],
    [".acme.com", '".acme.com" has an empty part between dots.'],
    ["-acme.com", '"-acme.com" is not a domain: a part of it begins or ends with a hyphen.'],
    ["acme-.com", '"acme-.com" is not a domain: a part of it begins or ends with a hyphen.'],
    ["big corp.com", '"big corp.com" contains spaces. Pass the customer\'s domain, such as acme.com.'],
    ["acme\u0007.com", "The customer contains control characters."],
    ["acme\u001b[31m.com", "The customer contains control characters."],
    ["ac_me.com", '"ac_me.com" is not a domain: it may contain only letters, digits, hyphens and dots.'],
    ["a%63me.com", '"a%63me.com" is not a domain: it may contain only letters, digits, hyphens and dots.'],
    ["acme.con", "acme.con is not a public domain: there is no top-level domain .con."],
    ["acme.local", "acme.local is not a public domain: there is no top-level domain .local."],
    ["@acme.com", '"@acme.com" is not an email address.'],
    ["a@b@acme.com", '"a@b@acme.com" is not an email address.'],
    ["ftp://acme.com", '"ftp://acme.com" is not a web address: only http and https are.'],
    ["https://", '"https://" does not contain a domain.'],
    ["acme.com:https", '"acme.com:https" is not a domain: "https" is not a port.'],
    ["xn--\u00e9.com", undefined],
    ["org_", '"org_" is not an organization ID such as org_01HE8GSH8FQPASKSY27THRKRBP.'],
    ["org_01/../x", '"org_01/../x" is not an organization ID such as org_01HE8GSH8FQPASKSY27THRKRBP.'],
  ])("%j", (typed, message) => {
    expect(refused(typed)).toMatchObject({ code: "usage", ...(message !== undefined && { message }) });
  });

  test("a label over 63 characters", () => {
    expect(understood(`${"a".repeat(63)}.com`)).toBe(`${"a".repeat(63)}.com`);
    expect(refused(`${"a".repeat(64)}.com`)).toMatchObject({
      code: "usage",
      message: expect.stringMatching(
        /^"a{60}…" is not a domain: a part of it is longer than 63 characters\.$/u,
      ),
    });
  });

  test("10,000 characters, of which the error repeats a few", () => {
    expect(refused(`${"a.".repeat(5000)}com`)).toMatchObject({
      code: "usage",
      message: `"${"a.".repeat(30)}…" is too long to be a domain.`,
    });
  });

  test("a name over 253 characters", () => {
    expect(refused(`${"a.".repeat(130)}com`)).toMatchObject({
      code: "usage",
      message: expect.stringContaining("longer than 253 characters"),
    });
  });
});

describe("refused as a consumer domain", () => {
  test.each([
    "gmail.com",
    "outlook.com",
    "qq.com",
    "jane@gmail.com",
    "mail.yahoo.com",
    "googlemail.com",
    "icloud.com",
  ])("%s", (typed) => {
    expect(refused(typed)).toMatchObject({
      code: "refused",
      message: expect.stringContaining("is a consumer email domain"),
      facts: { hint: expect.stringContaining("pass its org_… ID") },
    });
  });
});
