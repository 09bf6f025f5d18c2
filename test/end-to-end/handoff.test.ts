import type { Page } from "playwright-core";
import { describe, expect } from "vitest";
import { playItAdmin } from "../../src/sandbox/it-admin.ts";
import { watch } from "../sandbox/support/watch.ts";
import { CHROMIUM, launchChromium, WITHOUT_CHROMIUM } from "../support/chromium.ts";
import { test as withProgram } from "../support/end-to-end.ts";
import { atTerminal } from "../support/pseudo-terminal.ts";

const test = withProgram
  .extend("browser", { scope: "file" }, async ({}, { onCleanup }) => {
    const browser = await launchChromium();
    onCleanup(() => browser.close());
    return browser;
  })
  .extend("openNewestMail", ({ browser, wire }) => async (): Promise<Page> => {
    const page = await browser.newPage();
    await page.goto(`${wire.url}/inbox`);
    await page
      .getByRole("link", { name: /^Set up/u })
      .first()
      .click();
    await page.getByRole("link", { name: "Start the setup" }).click();
    return page;
  });

const EMAIL = "link email acme.com --to jane@acme.com --yes";

describe.skipIf(CHROMIUM === undefined)(`the whole handoff, in a browser${WITHOUT_CHROMIUM}`, () => {
  test("from the emailed link to active SSO, which a waiting status reports", async ({
    ssoctl,
    openNewestMail,
  }) => {
    expect(await ssoctl(EMAIL)).toMatchObject({ exit: 0, stdout: expect.stringMatching(/^Hi,\n/u) });
    const waiting = ssoctl("org status acme.com --wait");

    const page = await openNewestMail();
    await page.getByRole("link", { name: "Start", exact: true }).click();
    await page.getByRole("button", { name: "I have added the record" }).click();
    await page.getByRole("link", { name: "Continue with Single Sign-On" }).click();
    await page.getByRole("button", { name: "Okta" }).click();
    await page.getByRole("button", { name: "Activate Single Sign-On" }).click();
    await page.getByRole("heading", { level: 1, name: "SSO is active" }).waitFor();

    const { exit, stdout, stderr } = await waiting;
    expect({ exit, stdout }).toEqual({ exit: 0, stdout: "active\n" });
    expect(stderr).toContain("✔ Acme · SSO is active: Okta SAML.");
    const link = await ssoctl("link create acme.com");
    expect(link.stderr).toContain("✔ Acme · Okta SAML is active. The link opens its settings.");
  });

  test("a second email before completion is a conflict; with --replace the first link is revoked", async ({
    ssoctl,
    openNewestMail,
    browser,
    wire,
  }) => {
    await ssoctl(EMAIL);
    const first = await openNewestMail();
    await first.getByRole("heading", { level: 1 }).waitFor();

    const second = await ssoctl(EMAIL);
    expect(second).toMatchObject({ exit: 5, stdout: "" });
    expect(second.stderr).toContain("✖ Acme already has an active setup link. Nothing was changed.");
    expect(await ssoctl(`${EMAIL} --replace`)).toMatchObject({ exit: 0 });

    const page = await browser.newPage();
    await page.goto(`${wire.url}/inbox`);
    await page
      .getByRole("link", { name: /^Set up/u })
      .last()
      .click();
    await page.getByRole("link", { name: "Start the setup" }).click();
    expect(await page.title()).toBe("This link was revoked");
  });
});

test("link revoke revokes what link email sent", async ({ ssoctl }) => {
  await ssoctl(EMAIL);
  expect(await ssoctl("link revoke acme.com")).toMatchObject({ exit: 0, stdout: "revoked\n" });
  expect(await ssoctl("link revoke acme.com")).toMatchObject({ exit: 0, stdout: "none\n" });
  expect(await ssoctl(EMAIL)).toMatchObject({ exit: 0 });
});

test("org status is one lookup and then one round trip of reads", async ({ ssoctl, freshSandbox }) => {
  await ssoctl("org ensure acme.com");
  const waves = await watch(freshSandbox.url, [1, 3]);
  expect(await ssoctl("org status acme.com", waves)).toMatchObject({ exit: 0, stdout: "none\n" });
  const paths = waves.exchanges.map(({ method, path }) => `${method} ${path.replace(/org_\w+/u, "org_…")}`);
  expect(paths[0]).toBe("GET /organizations");
  expect(paths.slice(1).sort()).toEqual([
    "GET /connections",
    "GET /directories",
    "GET /organizations/org_…/it_contacts",
  ]);
  waves.check();
  await waves.close();
});

test("the demo lets a person at a terminal play the IT admin", async ({ program }) => {
  const session = atTerminal(program, ["demo"]);
  await session.shows("Now you are Acme's IT admin.");
  const { url } = /Her inbox: (?<url>\S+)\/inbox/u.exec(session.screen())?.groups ?? {};
  await playItAdmin(url ?? "");
  const { exit, screen } = await session.ended();
  expect(exit).toBe(0);
  expect(screen).toContain("✔ SSO is active: Acme's people sign in with Okta SAML.");
});
