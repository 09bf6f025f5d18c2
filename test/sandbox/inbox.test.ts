import { afterEach, beforeEach, expect, it } from "vitest";
import { type Harness, startHarness } from "./support/harness.ts";
import { visit } from "./support/visitor.ts";

let harness: Harness;

beforeEach(async () => {
  harness = await startHarness();
});

afterEach(() => harness.close());

const invite = async (name: string, email: string, intents = ["sso"]) => {
  const { body: organization } = await harness.call("POST", "/organizations", { name });
  const contacts = `/organizations/${organization.id}/it_contacts`;
  const { body: contact } = await harness.call("POST", contacts, { email });
  expect((await harness.call("POST", `${contacts}/${contact.id}/invite`, { intents })).status).toBe(204);
  return organization.id;
};

const list = async () => (await harness.call("GET", "/_sandbox/inbox")).body;
const page = (path: string) => visit(harness.watch.url + path);

it("starts at a page that leads to the inbox", async () => {
  const { status, text, title } = await page("/");
  expect([status, title]).toEqual([200, "ssoctl sandbox"]);
  expect(text).toContain(`href="/inbox"`);
  expect(text).toContain("This is a sandbox. Nothing here is real, and WorkOS is not involved.");
});

it("has no mail before anybody is invited, and says how to get one", async () => {
  expect(await list()).toEqual([]);
  expect((await page("/inbox")).text).toContain("No emails yet");
});

it("lists what was mailed, newest first, for programs", async () => {
  const acme = await invite("Acme", "jane@acme.com", ["sso", "domain_verification"]);
  harness.pass(1);
  await invite("Other", "joe@other.com", ["directory_sync"]);
  const mails = await list();
  expect(mails).toMatchObject([
    { to: "joe@other.com", subject: "Set up Directory Sync for Other", sentAt: "2026-11-23T12:01:00.000Z" },
    {
      to: "jane@acme.com",
      subject: "Set up Single Sign-On and Domain Verification for Acme",
      sentAt: "2026-11-23T12:00:00.000Z",
      organization: { id: acme, name: "Acme" },
    },
  ]);
  expect(Object.keys(mails[0])).toEqual(["id", "to", "subject", "url", "sentAt", "organization"]);
  expect(mails[0].url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/setup\/[\w-]{32}$/);
  expect(mails[0].url.startsWith(harness.watch.url)).toBe(true);
});

it("asks programs for the key", async () => {
  expect((await page("/_sandbox/inbox")).status).toBe(401);
});

it("shows them to people, and each mail with its link", async () => {
  await invite("Acme", "jane@acme.com");
  await invite("Other", "joe@other.com");
  const [other, acme] = await list();
  const { text } = await page("/inbox");
  expect(text.indexOf(`/inbox/${other.id}`)).toBeLessThan(text.indexOf(`/inbox/${acme.id}`));
  const mail = await page(`/inbox/${acme.id}`);
  expect(mail.title).toBe("Set up Single Sign-On for Acme · Inbox");
  for (const expected of ["workos.invalid", "jane@acme.com", `href="${new URL(acme.url).pathname}"`]) {
    expect(mail.text).toContain(expected);
  }
});

it("keeps a mail whose organization is gone, and knows no other", async () => {
  const acme = await invite("Acme", "jane@acme.com");
  await harness.call("DELETE", `/organizations/${acme}`);
  const [mail] = await list();
  expect((await page(`/inbox/${mail.id}`)).status).toBe(200);
  expect((await visit(mail.url)).status).toBe(404);
  expect((await page("/inbox/mail_x")).status).toBe(404);
});

it("shows names from outside as text, whatever is in them", async () => {
  await invite(`<script>alert("Acme")</script>\u202E\u2066 evil\u0007`, "jane@acme.com");
  await invite("x".repeat(10_000), "jane@acme.com");
  await invite("\u202E", "jane@acme.com");
  const mails = await list();
  for (const path of ["/inbox", ...mails.map(({ id }: { id: string }) => `/inbox/${id}`)]) {
    const { text } = await page(path);
    expect(text).not.toContain("<script");
    expect(text).not.toMatch(/\p{Bidi_Control}/u);
    expect(text).not.toContain("\u0007");
    expect(text).not.toContain("x".repeat(100));
  }
  expect(mails.map(({ subject }: { subject: string }) => subject.slice(0, 33))).toEqual([
    "Set up Single Sign-On for (no nam",
    "Set up Single Sign-On for xxxxxxx",
    "Set up Single Sign-On for <script",
  ]);
});
