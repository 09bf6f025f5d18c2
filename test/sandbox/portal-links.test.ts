import { createHash } from "node:crypto";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Harness, startHarness } from "./support/harness.ts";

let harness: Harness;
let organization: string;

const HOSTILE = `<script>alert("Acme")</script>`;

beforeEach(async () => {
  harness = await startHarness();
  organization = (await harness.call("POST", "/organizations", { name: HOSTILE })).body.id;
});

afterEach(() => harness.close());

const generate = (body: object) => harness.call("POST", "/portal/generate_link", { organization, ...body });

const open = async (link: string, method = "GET") => {
  const response = await fetch(link, { method });
  return { status: response.status, headers: response.headers, text: await response.text() };
};

describe("generate_link", () => {
  it.each([
    "sso",
    "dsync",
    "audit_logs",
    "log_streams",
    "domain_verification",
    "certificate_renewal",
    "bring_your_own_key",
  ])("takes the intent %s", async (intent) => {
    expect((await generate({ intent })).status).toBe(201);
  });

  it("makes a new link, that can't be guessed, at the host it was asked at", async () => {
    const [one, two] = [await generate({ intent: "sso" }), await generate({ intent: "sso" })];
    expect(one.body.link).not.toBe(two.body.link);
    expect(one.body.link.startsWith(`${harness.watch.url}/portal/`)).toBe(true);
    expect(new URL(one.body.link).pathname).toMatch(/^\/portal\/[\w-]{32}$/);
  });

  it("takes all that is documented", async () => {
    const { status } = await generate({
      intent: "sso",
      return_url: "https://app.example.com/settings",
      success_url: "http://localhost:3000/done",
      intent_options: { sso: { bookmark_slug: "x", provider_type: "GoogleSAML" } },
      it_contact_emails: ["jane@acme.com"],
    });
    expect(status).toBe(201);
  });

  it.each([
    ["an unknown intent", { intent: "scim" }, "intent"],
    ["a plain http URL", { return_url: "http://example.com" }, "return_url"],
    ["what is no URL", { success_url: "example.com" }, "success_url"],
    ["a script URL", { success_url: "javascript:alert(1)" }, "success_url"],
    ["the member of old", { admin_emails: [] }, "admin_emails"],
    ["21 contacts", { it_contact_emails: Array(21).fill("a@b.co") }, "it_contact_emails"],
    ["what is no address", { it_contact_emails: ["jane"] }, "it_contact_emails.0"],
    [
      "another provider type",
      { intent_options: { sso: { provider_type: "OktaSAML" } } },
      "intent_options.sso.provider_type",
    ],
  ])("refuses %s", async (_what, body, field) => {
    const answer = await generate({ intent: "sso", ...body });
    expect([answer.status, answer.body.errors?.[0]?.field]).toEqual([422, field]);
  });

  it("answers 404 for an unknown organization", async () => {
    const { status, body } = await generate({ organization: "org_x", intent: "sso" });
    expect([status, body.message]).toEqual([404, "Organization not found: 'org_x'."]);
  });
});

describe("the link", () => {
  const link = async (): Promise<string> => (await generate({ intent: "sso" })).body.link;

  it("opens once", async () => {
    const url = await link();
    const first = await open(url);
    expect(first.status).toBe(200);
    expect(first.text).toContain("Set up Single Sign-On");
    const second = await open(url);
    expect(second.status).toBe(404);
    expect(second.text).toContain("already been used");
    expect(second.text).toContain("Ask the person who gave you the link for a new one");
  });

  it("opens until the fifth minute is over", async () => {
    const [early, late] = [await link(), await link()];
    harness.pass(4.99);
    expect((await open(early)).status).toBe(200);
    harness.pass(0.01);
    const { status, text } = await open(late);
    expect(status).toBe(404);
    expect(text).toContain("expired");
  });

  it("is not used up by HEAD", async () => {
    const url = await link();
    expect((await open(url, "HEAD")).status).toBe(200);
    expect((await open(url)).status).toBe(200);
    expect((await open(url, "HEAD")).status).toBe(404);
  });

  it("does not open when it was never made, or its organization is gone", async () => {
    const url = await link();
    await harness.call("DELETE", `/organizations/${organization}`);
    expect((await open(url)).status).toBe(404);
    expect((await open(`${harness.watch.url}/portal/nothing`)).status).toBe(404);
  });

  it("shows an organization's name as text, and keeps its address to itself", async () => {
    const { text, headers } = await open(await link());
    expect(text).toContain("&lt;script&gt;");
    expect(text).not.toContain("<script");
    expect(headers.get("Cache-Control")).toBe("no-store");
    expect(headers.get("Referrer-Policy")).toBe("no-referrer");
    expect(headers.get("Content-Security-Policy")).toContain("default-src 'none'");
    const style = /<style>(.*?)<\/style>/s.exec(text)?.[1] ?? "";
    const hash = createHash("sha256").update(style).digest("base64");
    expect(headers.get("Content-Security-Policy")).toContain(`style-src 'sha256-${hash}'`);
  });

  it("leaves no token in the log", async () => {
    const url = await link();
    await open(url);
    const said = await open(`${url}/more`);
    const token = new URL(url).pathname.split("/").at(-1);
    expect(JSON.stringify([harness.log, said.text])).not.toContain(token);
    expect(harness.log.slice(-3)).toEqual([
      { method: "GET", path: "/portal/:token", status: 303 },
      { method: "GET", path: "/session/:token", status: 200 },
      { method: "GET", path: "/portal/:token/more", status: 404 },
    ]);
  });
});
