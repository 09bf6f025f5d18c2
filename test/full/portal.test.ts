import { AxeBuilder } from "@axe-core/playwright";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { CHROMIUM, launchChromium, WITHOUT_CHROMIUM } from "../support/chromium.ts";
import { everyPage } from "../support/every-page.ts";
import { type Invited, inviteJane } from "../support/invitation.ts";

/** For thirty pages on a slow machine. */
const AXE_TIMEOUT = 120_000;

let browser: Browser;
let invited: Invited;

describe.skipIf(CHROMIUM === undefined)(`in a browser${WITHOUT_CHROMIUM}`, () => {
  beforeAll(async () => {
    browser = await launchChromium();
  });

  afterAll(() => browser?.close());

  beforeEach(async () => {
    invited = await inviteJane();
  });

  afterEach(() => invited.sandbox.close());

  const connections = async () => (await invited.call("GET", "/connections")).data;
  const expectDone = async (page: Page) => {
    expect(await page.title()).toBe("SSO is active · Acme");
    expect(await connections()).toMatchObject([{ connection_type: "OktaSAML", state: "active" }]);
    const [{ url }] = await invited.call("GET", "/_sandbox/inbox");
    const second = await page.goto(url);
    expect([second?.status(), await page.title()]).toEqual([410, "Setup is complete"]);
  };

  it("leads from the inbox to an active connection, without JavaScript", async () => {
    const context = await browser.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    await page.goto(`${invited.sandbox.url}/inbox`);
    await page.getByRole("link", { name: "Set up Single Sign-On and Domain Verification for Acme" }).click();
    await page.getByRole("link", { name: "Start the setup" }).click();
    await page.getByRole("link", { name: "Start", exact: true }).click();
    await page.getByRole("button", { name: "I have added the record" }).click();
    await page.getByRole("link", { name: "Continue with Single Sign-On" }).click();
    await page.getByRole("button", { name: "Okta" }).click();
    await page.getByRole("button", { name: "Activate Single Sign-On" }).click();
    await page.getByRole("heading", { level: 1, name: "SSO is active" }).waitFor();
    await expectDone(page);
    await context.close();
  });

  it("leads there by keyboard alone", async () => {
    const context = await browser.newContext();
    const page = await context.newPage();
    const press = async (role: "link" | "button", name: string) => {
      await tabTo(page, role, name);
      await Promise.all([page.waitForEvent("framenavigated"), page.keyboard.press("Enter")]);
      await page.waitForLoadState();
    };
    await page.goto(`${invited.sandbox.url}/`);
    await press("link", "Open the inbox");
    await press("link", "Set up Single Sign-On and Domain Verification for Acme");
    await press("link", "Start the setup");
    await press("link", "Start");
    await press("button", "I have added the record");
    await press("link", "Continue with Single Sign-On");
    await press("button", "Okta Okta Workforce Identity, SAML");
    await press("button", "Activate Single Sign-On");
    await expectDone(page);
    await context.close();
  });

  it.each(["light", "dark"] as const)(
    "has no page that axe finds fault with, %s",
    { timeout: AXE_TIMEOUT },
    async (colorScheme) => {
      const context = await browser.newContext({ colorScheme });
      const page = await context.newPage();
      const faults: string[] = [];
      page.on("console", (message) => faults.push(`console: ${message.text()}`));
      page.on("pageerror", (error) => faults.push(`page: ${error.message}`));
      for await (const name of everyPage(page, invited)) {
        const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
        faults.push(...violations.map(({ id, nodes }) => `${name}: ${id}: ${nodes[0]?.html}`));
      }
      // Chromium writes down each answer of 4xx; those pages are meant to be such.
      expect(faults.filter((fault) => !fault.includes("the server responded with a status of 4"))).toEqual(
        [],
      );
      await context.close();
    },
  );

  it("shows all of the values to copy, and copies them", async () => {
    const context = await browser.newContext({ permissions: ["clipboard-read", "clipboard-write"] });
    const page = await context.newPage();
    await page.goto(invited.url);
    await page.goto(`${page.url()}/domains`);
    const value = await page.getByRole("textbox", { name: "Value" }).inputValue();
    expect(value).toMatch(/^sandbox-domain-verification-/u);
    await page.getByRole("button", { name: "Copy Value" }).click();
    await page.getByRole("button", { name: "Copied Value" }).waitFor();
    expect(await page.evaluate("navigator.clipboard.readText()")).toBe(value);
    await context.close();
    const plain = await browser.newContext({ javaScriptEnabled: false });
    const quiet = await plain.newPage();
    await quiet.goto(invited.url);
    await quiet.goto(`${quiet.url()}/domains`);
    expect(await quiet.getByRole("textbox", { name: "Value" }).inputValue()).toBe(value);
    expect(await quiet.getByRole("button").allTextContents()).toEqual(["I have added the record"]);
    await plain.close();
  });

  it("leads back from an address that it does not have", async () => {
    const page = await browser.newPage();
    const answer = await page.goto(`${invited.sandbox.url}/nowhere`);
    expect([answer?.status(), await page.title()]).toEqual([404, "Page not found"]);
    await page.getByRole("link", { name: "Open the inbox" }).click();
    expect(await page.title()).toBe("Inbox (1)");
    await page.close();
  });

  it.each([
    ["a narrow screen", { width: 320, height: 640 }],
    ["a telephone", { width: 390, height: 844 }],
  ])("fits on %s", async (_what, viewport) => {
    const context = await browser.newContext({ viewport });
    const page = await context.newPage();
    const tooWide: string[] = [];
    for await (const name of everyPage(page, invited)) {
      const width = await page.evaluate("document.documentElement.scrollWidth");
      if (Number(width) > viewport.width) tooWide.push(`${name}: ${width}`);
      const cut = await page.evaluate(CUT_VALUES);
      if (Number(cut) > 0) tooWide.push(`${name}: ${cut} values are cut off`);
    }
    expect(tooWide).toEqual([]);
    await context.close();
  });
});

const CUT_VALUES = `[...document.querySelectorAll("textarea, dd, code")].filter((value) =>
  value.scrollWidth > value.clientWidth + 1 && value.clientWidth > 0 || value.scrollHeight > value.clientHeight + 1 && value.tagName === "TEXTAREA").length`;

/** Presses Tab until the focus is where it should be; fails where no number of presses leads there. */
async function tabTo(page: Page, role: "link" | "button", name: string): Promise<void> {
  const target = page.getByRole(role, { name, exact: true });
  for (let presses = 0; presses < 20; presses += 1) {
    await page.keyboard.press("Tab");
    if (await target.evaluate((element) => element.matches(":focus-visible"))) return;
  }
  throw new Error(`Tab never reaches the ${role} "${name}"`);
}
