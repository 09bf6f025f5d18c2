import { chmod, mkdir, readFile, writeFile } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { execa } from "execa";
import { describe, expect, vi } from "vitest";
import { CHROMIUM, launchChromium, WITHOUT_CHROMIUM } from "../support/chromium.ts";
import { test } from "../support/end-to-end.ts";
import { atTerminal } from "../support/pseudo-terminal.ts";

/** A PNG of some content, not an empty page. */
const PICTURE_BYTES = 5000;

describe.skipIf(CHROMIUM === undefined)(`a sales engineer shows the demo${WITHOUT_CHROMIUM}`, () => {
  test("ssoctl demo --open: inbox and Admin Portal open, and the engineer plays the IT admin", async ({
    freshProgram,
    annotate,
  }) => {
    // Keeps the addresses that it is to open.
    const opened = join(freshProgram.home, "opened");
    const tool = join(freshProgram.home, "browser");
    await writeFile(tool, `#!/bin/sh\necho "$1" >> '${opened}'\n`);
    await chmod(tool, 0o755);
    const session = atTerminal(freshProgram, ["demo", "--open"], { BROWSER: tool });
    await session.shows("The Admin Portal is in your browser.");
    const [inbox = "", portal = ""] = (await readFile(opened, "utf8")).trim().split("\n");

    const browser = await launchChromium();
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    const show = async (name: string) => {
      const path = join(freshProgram.home, `${name}.png`);
      const picture = await page.screenshot({ path });
      await annotate(name, { path, contentType: "image/png" });
      expect(picture.length, name).toBeGreaterThan(PICTURE_BYTES);
    };
    await page.goto(inbox);
    await page.getByRole("link", { name: "Set up Single Sign-On and Domain Verification for Acme" }).click();
    await show("mail");
    await page.goto(portal);
    await page.getByRole("link", { name: "Start", exact: true }).click();
    await show("domain");
    await page.getByRole("button", { name: "I have added the record" }).click();
    await page.getByRole("link", { name: "Continue with Single Sign-On" }).click();
    await page.getByRole("button", { name: "Okta" }).click();
    await page.getByRole("button", { name: "Activate Single Sign-On" }).click();
    await page.getByRole("heading", { level: 1, name: "SSO is active" }).waitFor();
    await show("active");
    const { exit, screen } = await session.ended();
    await browser.close();
    expect(screen).toContain("✔ SSO is active: Acme's people sign in with Okta SAML.");
    expect(exit).toBe(0);
  });

  test("a second terminal next to the sandbox: the email, its inbox, and what the sandbox tells", async ({
    freshProgram,
  }) => {
    const sandbox = atTerminal(freshProgram, ["sandbox", "--port", "0"]);
    await sandbox.shows("Press Ctrl-C to stop.");
    const [, url = ""] = /Inbox: (\S+)\/inbox/u.exec(sandbox.screen()) ?? [];
    const env = { WORKOS_API_URL: url };
    const line = ["link", "email", "acme.com", "--to", "jane@acme.com", "--env", "sandbox", "--yes"];
    const { screen } = await atTerminal(freshProgram, line, env).ended();
    expect(screen).toContain(`The sandbox's inbox: ${url}/inbox`);
    await sandbox.shows(
      /\d\d:\d\d:\d\d emailed jane@acme\.com: Set up Single Sign-On and Domain Verification for Acme/u,
    );

    const browser = await launchChromium();
    const page = await browser.newPage();
    await page.goto(`${url}/inbox`);
    await page.getByRole("link", { name: "for Acme" }).click();
    await page.getByRole("link", { name: "Start the setup" }).click();
    await sandbox.shows("setup link of Acme opened");
    await page.goto(`${page.url()}/domains`);
    await page.getByRole("button", { name: "I have added the record" }).click();
    await sandbox.shows("acme.com of Acme verified");
    await page.getByRole("link", { name: "Continue with Single Sign-On" }).click();
    await page.getByRole("button", { name: "Okta" }).click();
    await page.getByRole("button", { name: "Activate Single Sign-On" }).click();
    await sandbox.shows("Single Sign-On of Acme active, with Okta");
    await page.getByRole("button", { name: "Test the sign-in" }).click();
    await sandbox.shows("test sign-in to Acme, with Okta");
    expect(await page.title()).toBe("Test sign-in succeeded · Acme");
    await browser.close();
    sandbox.type("\u0003");
    expect(await sandbox.ended()).toMatchObject({ exit: 0 });
  });
});

test("each command that the demo shows runs as it is printed, while the demo runs", async ({
  freshProgram,
}) => {
  const bin = join(freshProgram.home, "bin");
  await mkdir(bin);
  const [node, script] = freshProgram.command;
  await writeFile(join(bin, "ssoctl"), `#!/bin/sh\nexec '${node}' '${script}' "$@"\n`);
  await chmod(join(bin, "ssoctl"), 0o755);
  const session = atTerminal(freshProgram, ["demo"], {
    PATH: `${bin}${delimiter}${freshProgram.env["PATH"]}`,
  });
  await session.shows("ssoctl org status acme.com --wait --env sandbox");
  const commands = [...session.screen().matchAll(/^\$ (.+)$/gmu)].map(([, line]) => line ?? "");
  expect(commands.map((line) => line.replace(/^\S+ /u, ""))).toEqual([
    "ssoctl org ensure acme.com --yes --env sandbox",
    "ssoctl org ensure acme.com --env sandbox",
    "ssoctl link email acme.com --to jane@acme.com --yes --env sandbox",
    "ssoctl org status acme.com --wait --env sandbox",
  ]);
  const env = { ...freshProgram.env, PATH: `${bin}${delimiter}${freshProgram.env["PATH"]}` };
  // The last one waits, as the demo does.
  for (const line of commands.slice(0, 3)) {
    const { exitCode } = await execa("sh", ["-c", line], {
      env,
      extendEnv: false,
      reject: false,
      stdin: "ignore",
    });
    // The demo has sent the setup link already.
    expect(exitCode, line).toBe(line.includes(" email ") ? 5 : 0);
  }
  session.type("\u0003");
  await vi.waitFor(async () => expect((await session.ended()).exit).toBe(130));
});
