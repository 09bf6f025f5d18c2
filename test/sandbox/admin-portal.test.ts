import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { SCRIPT } from "../../src/sandbox/pages/script.ts";
import { type Harness, startHarness } from "./support/harness.ts";
import { submit, visit } from "./support/visitor.ts";

/** Of the pages with values to copy. */
const OWN_SCRIPT = `<script>${SCRIPT}</script>`;

let harness: Harness;
let organization: string;
let domain: string;

const DAY = 24 * 60;
const METADATA = { metadata_url: "https://idp.acme.com/metadata" };

beforeEach(async () => {
  harness = await startHarness();
  const { body } = await harness.call("POST", "/organizations", { name: "Acme", domains: ["acme.com"] });
  organization = body.id;
  domain = body.domains[0].id;
});

afterEach(() => harness.close());

/** Invites a contact and gives back the mail's link. */
const invite = async (intents: string[], email = "jane@acme.com") => {
  const contacts = `/organizations/${organization}/it_contacts`;
  const { body } = await harness.call("POST", contacts, { email });
  const contact = `${contacts}/${body.id}`;
  expect((await harness.call("POST", `${contact}/invite`, { intents })).status).toBe(204);
  const [mail] = (await harness.call("GET", "/_sandbox/inbox")).body;
  return { url: mail.url as string, contact };
};

/** Opens a link and returns the session's URL. */
const enter = async (url: string) => {
  const { path, status } = await visit(url);
  expect([status, path]).toEqual([200, expect.stringMatching(/^\/session\/[\w-]{32}$/)]);
  return harness.watch.url + path;
};

const openPortal = async (body: object = { intent: "sso" }) => {
  const made = await harness.call("POST", "/portal/generate_link", { organization, ...body });
  return enter(made.body.link);
};

const setDomain = (state: string) =>
  harness.call("POST", `/_sandbox/organization_domains/${domain}/state`, { state });
const connections = async () => (await harness.call("GET", "/connections")).body.data;
const directories = async () => (await harness.call("GET", "/directories")).body.data;
const domainState = async () => (await harness.call("GET", `/organization_domains/${domain}`)).body.state;

describe("a setup", () => {
  it("goes from the mail to an active connection", async () => {
    const { url } = await invite(["sso", "domain_verification"]);
    const at = await enter(url);
    const overview = await visit(at);
    expect(overview.title).toBe("Set up Single Sign-On and Domain Verification · Acme");
    expect(overview.text).toContain("2 steps left");

    const before = await visit(`${at}/domains`);
    const { body } = await harness.call("GET", `/organization_domains/${domain}`);
    expect(before.text).toContain(`>${body.verification_prefix}=${body.verification_token}</textarea>`);
    const checked = await submit(`${at}/domains/${domain}/check`);
    expect([checked.status, checked.path]).toEqual([200, `${new URL(at).pathname}/domains`]);
    expect(checked.text).toContain("Verified");
    expect(await domainState()).toBe("verified");

    const chosen = await submit(`${at}/sso`, { provider: "okta" });
    expect(chosen.title).toBe("Connect with Okta · Acme");
    const done = await submit(`${at}/sso/okta`, METADATA);
    expect([done.status, done.title]).toEqual([200, "SSO is active · Acme"]);
    expect(await connections()).toMatchObject([
      { organization_id: organization, connection_type: "OktaSAML", state: "active" },
    ]);
    const { body: events } = await harness.call(
      "GET",
      "/events?events=connection.activated,organization_domain.verified&order=asc",
    );
    expect(events.data.map(({ event }: { event: string }) => event)).toEqual([
      "organization_domain.verified",
      "connection.activated",
    ]);

    expect((await visit(`${at}/done`)).status).toBe(200);
    for (const address of [url, at, `${at}/sso`]) {
      const again = await visit(address);
      expect([again.status, again.title]).toEqual([410, "Setup is complete"]);
    }
    expect((await submit(`${at}/directory`, { provider: "okta" })).status).toBe(410);
    await invite(["sso"], "joe@acme.com");
  });

  it.each([
    ["okta", "OktaSAML", "Connect with Okta"],
    ["entra", "AzureSAML", "Connect with Microsoft Entra ID"],
    ["google", "GoogleSAML", "Connect with Google Workspace"],
    ["other", "GenericSAML", "Connect with SAML 2.0"],
  ])("connects %s as %s", async (provider, connection_type, title) => {
    await setDomain("verified");
    const at = await openPortal();
    const page = await visit(`${at}/sso/${provider}`);
    expect(page.title).toBe(`${title} · Acme`);
    expect(page.text).toContain(organization);
    await submit(`${at}/sso/${provider}`, METADATA);
    expect(await connections()).toMatchObject([{ connection_type, state: "active", name: "Acme" }]);
  });

  it("goes on with a connection that was begun elsewhere", async () => {
    await setDomain("verified");
    const begin = { organization_id: organization, connection_type: "Pending", state: "draft" };
    const { body } = await harness.call("POST", "/_sandbox/connections", begin);
    await submit(`${await openPortal()}/sso/okta`, METADATA);
    expect(await connections()).toMatchObject([
      { id: body.id, connection_type: "OktaSAML", state: "active" },
    ]);
  });

  it("asks for a verified domain before Single Sign-On, on every way there", async () => {
    const at = await openPortal();
    for (const path of ["/sso", "/sso/okta"]) {
      const page = await visit(at + path);
      expect([page.status, page.title]).toEqual([200, "Verify a domain first · Acme"]);
      expect(page.text).toContain(`href="${new URL(at).pathname}/domains"`);
      expect((await submit(at + path, { provider: "okta", ...METADATA })).status).toBe(409);
    }
    expect(await connections()).toEqual([]);
  });

  it.each(["", "okta", "http://idp.acme.com", "javascript:alert(1)", `"><script>`])(
    "refuses %j as metadata URL, keeps what was typed and says what is wrong",
    async (metadata_url) => {
      await setDomain("verified");
      const refused = await submit(`${await openPortal()}/sso/okta`, { metadata_url });
      expect([refused.status, refused.title]).toEqual([422, "Error: Connect with Okta · Acme"]);
      expect(refused.text).toContain(`aria-invalid="true"`);
      expect(refused.text).toContain("starts with https://");
      expect(refused.text.replace(OWN_SCRIPT, "")).not.toContain("<script");
      expect(await connections()).toEqual([]);
    },
  );

  it("leads back where the provider is not one of those offered", async () => {
    await setDomain("verified");
    const at = await openPortal();
    const { pathname } = new URL(at);
    expect((await visit(`${at}/sso/x`)).path).toBe(`${pathname}/sso`);
    expect((await submit(`${at}/sso/x`, METADATA)).path).toBe(`${pathname}/sso`);
    expect((await submit(`${at}/sso`)).path).toBe(`${pathname}/sso`);
  });

  it("takes a form that can't be read for an empty one", async () => {
    await setDomain("verified");
    const at = await openPortal();
    const headers = { "Content-Type": "multipart/form-data" };
    expect((await visit(`${at}/sso/okta`, { method: "POST", body: "x", headers })).status).toBe(422);
  });

  it("shows the settings where Single Sign-On is active already", async () => {
    const active = { organization_id: organization, connection_type: "AzureSAML", state: "active" };
    await harness.call("POST", "/_sandbox/connections", active);
    const at = await openPortal();
    expect((await visit(at)).text).toContain("Microsoft Entra ID");
    const settings = await visit(`${at}/sso/okta`);
    expect(settings.title).toBe("Single Sign-On settings · Acme");
    expect(settings.text).toContain("Microsoft Entra ID");
    expect((await submit(`${at}/sso/okta`, METADATA)).status).toBe(409);
    expect(await connections()).toHaveLength(1);
  });

  it("links a directory", async () => {
    const { url } = await invite(["directory_sync"]);
    const at = await enter(url);
    expect((await submit(`${at}/directory`, { provider: "x" })).title).toBe("Choose your directory · Acme");
    const done = await submit(`${at}/directory`, { provider: "okta" });
    expect(done.title).toBe("Your directory is linked · Acme");
    expect(await directories()).toMatchObject([{ type: "okta scim v2.0", state: "linked" }]);
    expect((await visit(url)).status).toBe(410);
    const settings = await visit(`${await openPortal({ intent: "dsync" })}/directory`);
    expect(settings.title).toBe("Directory Sync settings · Acme");
  });

  it("is complete when all domains are verified, where that is what it was for", async () => {
    const { url } = await invite(["domain_verification"]);
    const { body: second } = await harness.call("POST", "/organization_domains", {
      organization_id: organization,
      domain: "acme.de",
    });
    const at = await enter(url);
    await submit(`${at}/domains/${domain}/check`);
    expect((await visit(url)).status).toBe(200);
    const done = await submit(`${at}/domains/${second.id}/check`);
    expect(done.title).toBe("Your domain is verified · Acme");
    expect((await visit(url)).status).toBe(410);
  });

  it("keeps to the organization's own domains, and checks none twice", async () => {
    const { body: other } = await harness.call("POST", "/organizations", {
      name: "Other",
      domains: ["other.com"],
    });
    const at = await openPortal({ intent: "domain_verification" });
    await submit(`${at}/domains/${other.domains[0].id}/check`);
    const { body } = await harness.call("GET", `/organization_domains/${other.domains[0].id}`);
    expect(body.state).toBe("pending");
    await setDomain("legacy_verified");
    await submit(`${at}/domains/${domain}/check`);
    expect(await domainState()).toBe("legacy_verified");
  });

  it("says so where there is no domain to verify", async () => {
    await harness.call("DELETE", `/organization_domains/${domain}`);
    const { text } = await visit(`${await openPortal()}/domains`);
    expect(text).toContain("Ask the person who sent you the link to add your company's domain");
  });

  it.each(["audit_logs", "log_streams", "certificate_renewal", "bring_your_own_key"])(
    "says that the sandbox does not go into %s",
    async (intent) => {
      const { text, status } = await visit(`${await openPortal({ intent })}/${intent}`);
      expect(status).toBe(200);
      expect(text).toContain("support this step");
    },
  );

  it("lets a link set up only what it was made for", async () => {
    const at = await openPortal({ intent: "domain_verification" });
    const { pathname } = new URL(at);
    await setDomain("verified");
    expect((await visit(`${at}/sso`)).path).toBe(pathname);
    expect((await visit(`${at}/audit_logs`)).path).toBe(pathname);
    await submit(`${at}/sso/okta`, METADATA);
    await submit(`${at}/directory`, { provider: "okta" });
    expect([await connections(), await directories()]).toEqual([[], []]);
  });

  it("offers all that can be set up where the link names nothing", async () => {
    const { text } = await visit(await openPortal({}));
    for (const name of ["Single Sign-On", "Domain Verification", "Directory Sync"]) {
      expect(text).toContain(name);
    }
  });

  it("does not call anything done before it is", async () => {
    const at = await openPortal();
    expect((await visit(`${at}/done`)).path).toBe(new URL(at).pathname);
  });

  it("leads back to the app it came from, and on to the one it goes to", async () => {
    await setDomain("verified");
    const at = await openPortal({
      intent: "sso",
      return_url: "https://app.example.com/settings?a=1&b=2",
      success_url: "https://app.example.com/done",
    });
    const back = `href="https://app.example.com/settings?a=1&amp;b=2"`;
    expect((await visit(at)).text).toContain(back);
    const { text } = await submit(`${at}/sso/okta`, METADATA);
    expect(text).toContain(back);
    expect(text).toContain(`href="https://app.example.com/done"`);
  });
});

describe("the setup link", () => {
  it("may be opened often, and is always the same session", async () => {
    const { url } = await invite(["sso"]);
    expect(await enter(url)).toBe(await enter(url));
    expect((await visit(url, { method: "HEAD" })).status).toBe(200);
  });

  it("works for 30 days", async () => {
    const { url } = await invite(["sso"]);
    const at = await enter(url);
    harness.pass(30 * DAY - 1);
    expect((await visit(url)).status).toBe(200);
    harness.pass(1);
    for (const address of [url, at]) {
      const page = await visit(address);
      expect([page.status, page.title]).toEqual([410, "This link has expired"]);
      expect(page.text).toContain("Ask the person who invited you for a new link");
    }
  });

  it("ends when it is revoked, and the session with it", async () => {
    const { url, contact } = await invite(["sso", "domain_verification"]);
    const at = await enter(url);
    await harness.call("POST", `${contact}/revoke`, {});
    for (const page of [await visit(url), await visit(at), await submit(`${at}/domains/${domain}/check`)]) {
      expect([page.status, page.title]).toEqual([410, "This link was revoked"]);
    }
    expect(await domainState()).toBe("pending");
  });

  it("ends with its contact", async () => {
    const { url, contact } = await invite(["sso"]);
    await harness.call("DELETE", contact);
    expect((await visit(url)).title).toBe("This link was revoked");
  });

  it("is completed by what was set up on another way, too", async () => {
    const { url } = await invite(["sso"]);
    await setDomain("verified");
    await submit(`${await openPortal()}/sso/okta`, METADATA);
    expect((await visit(url)).title).toBe("Setup is complete");
  });

  it("is unknown when it was never made, and when its organization is gone", async () => {
    const { url } = await invite(["sso"]);
    const at = await enter(url);
    await harness.call("DELETE", `/organizations/${organization}`);
    for (const address of [url, at, `${harness.watch.url}/setup/x`, `${harness.watch.url}/session/x/sso`]) {
      expect((await visit(address)).status).toBe(404);
    }
  });
});

describe("the portal link", () => {
  it("leads to a session that continues after the link is used", async () => {
    const { body } = await harness.call("POST", "/portal/generate_link", { organization, intent: "sso" });
    const opened = await fetch(body.link, { redirect: "manual" });
    expect(opened.status).toBe(303);
    const { pathname } = new URL(opened.headers.get("Location") ?? "", body.link);
    expect(pathname).not.toContain(new URL(body.link).pathname.split("/").at(-1));
    harness.pass(60);
    expect((await visit(harness.watch.url + pathname)).status).toBe(200);
    expect((await visit(body.link)).status).toBe(404);
  });
});

describe("every page", () => {
  it("is kept nowhere, framed nowhere, and loads nothing", async () => {
    await setDomain("verified");
    const at = await openPortal({});
    const pages = ["", "/domains", "/sso", "/sso/okta", "/directory"].map((path) => at + path);
    for (const url of [...pages, `${harness.watch.url}/`, `${harness.watch.url}/inbox`]) {
      const { headers, text } = await visit(url);
      expect(Object.fromEntries(headers)).toMatchObject({
        "cache-control": "no-store",
        "referrer-policy": "no-referrer",
        "x-content-type-options": "nosniff",
        "x-frame-options": "DENY",
      });
      const policy = headers.get("Content-Security-Policy");
      expect(policy).toMatch(/^default-src 'none'; style-src 'sha256-.{44}'; .*form-action 'self'/);
      expect(policy).not.toContain("unsafe");
      expect(text.replace(OWN_SCRIPT, "")).not.toMatch(/<script|\son\w+=|\sstyle=|\ssrc=/);
      expect(text.match(/<h1/g)).toHaveLength(1);
      expect(text).toMatch(/^<!doctype html>\n<html lang="en">/);
      expect(text).toContain("This is a sandbox. Nothing here is real, and WorkOS is not involved.");
      expect(text.match(/\b(undefined|null|\[object)\b/)).toBeNull();
    }
  });

  it("shows names from outside as text", async () => {
    await harness.call("PUT", `/organizations/${organization}`, {
      name: `<script>alert("Acme")</script>\u202E\u2067evil`,
    });
    await setDomain("verified");
    const at = await openPortal({});
    for (const path of ["", "/domains", "/sso", "/sso/okta", "/directory"]) {
      const { text } = await visit(at + path);
      expect(text).toContain("&lt;script&gt;");
      expect(text.replace(OWN_SCRIPT, "")).not.toContain("<script");
      expect(text).not.toMatch(/\p{Bidi_Control}/u);
    }
  });

  it("leaves no secret in the log", async () => {
    const { url } = await invite(["sso"]);
    const at = await enter(url);
    await submit(`${at}/domains/${domain}/check`);
    await submit(`${at}/nothing`);
    const log = JSON.stringify(harness.log);
    for (const address of [url, at]) expect(log).not.toContain(new URL(address).pathname.split("/")[2]);
    expect(log).toContain(`/session/:token/domains/${domain}/check`);
  });
});

describe("a form", () => {
  it.each([
    ["another site's", { "Sec-Fetch-Site": "cross-site", Origin: "https://evil.example" }],
    ["another port's", { "Sec-Fetch-Site": "same-site", Origin: "http://127.0.0.1:1" }],
    ["an old browser's from elsewhere", { Origin: "https://evil.example" }],
    ["an old browser's from nowhere", { Origin: "null" }],
  ])("is refused when it is %s", async (_what, headers) => {
    const at = await openPortal();
    const refused = await submit(`${at}/domains/${domain}/check`, {}, headers);
    expect([refused.status, refused.title]).toEqual([403, "This form came from another site"]);
    expect(await domainState()).toBe("pending");
  });

  it("is taken from a program, and from an old browser's page of our own", async () => {
    const at = await openPortal();
    expect((await submit(`${at}/domains/${domain}/check`, {}, {})).status).toBe(200);
    const own = { Origin: harness.watch.url };
    expect((await submit(`${at}/sso`, { provider: "okta" }, own)).title).toBe("Connect with Okta · Acme");
  });
});
