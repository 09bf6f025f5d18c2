import { describe, expect } from "vitest";
import { test } from "../support/end-to-end.ts";
import { startSandboxProcess } from "../support/program.ts";
import { atTerminal, CTRL_C } from "../support/pseudo-terminal.ts";

describe("ssoctl sandbox", () => {
  test("prints its URL alone when piped, and Ctrl-C ends it well", async ({ program }) => {
    const sandbox = await startSandboxProcess(program);
    expect((await fetch(`${sandbox.url}/organizations`)).status).toBe(401);
    expect(await sandbox.stop()).toEqual({
      stdout: `${sandbox.url}\n`,
      stderr: `Inbox: ${sandbox.url}/inbox\n`,
      exit: 0,
    });
  });

  test("writes a line to stderr for each email and link that is opened, also in a pipe", async ({
    program,
  }) => {
    const sandbox = await startSandboxProcess(program);
    const env = { WORKOS_API_URL: sandbox.url, SSOCTL_ENV: "sandbox" };
    const sent = await program.run(["link", "email", "acme.com", "--to", "jane@acme.com"], { env });
    expect(sent.stderr).toContain(`The sandbox's inbox: ${sandbox.url}/inbox\n`);
    const { stdout } = await program.run(["link", "create", "acme.com"], { env });
    await fetch(stdout.trim(), { method: "HEAD" });
    await fetch(stdout.trim());
    const ended = await sandbox.stop();
    expect(
      ended.stderr
        .replace(/^\d\d:\d\d:\d\d/gmu, "…")
        .split("\n")
        .slice(1),
    ).toEqual([
      "… emailed jane@acme.com: Set up Single Sign-On and Domain Verification for Acme",
      "… portal link of Acme opened",
      "",
    ]);
    expect(ended.stdout).toBe(`${sandbox.url}\n`);
  });

  test("says at a terminal how to use it", async ({ program }) => {
    const session = atTerminal(program, ["sandbox", "--port", "0"]);
    await session.shows(
      /Try: WORKOS_API_URL=http:\/\/127\.0\.0\.1:\d+ ssoctl link create acme\.com --env sandbox/u,
    );
    session.type(CTRL_C);
    expect(await session.ended()).toMatchObject({ exit: 0 });
  });

  test("a port that is taken is said", async ({ program, sandbox }) => {
    const { port } = new URL(sandbox.url);
    const { exit, stderr, stdout } = await program.run(["sandbox", "--port", port]);
    expect({ exit, stdout }).toEqual({ exit: 5, stdout: "" });
    expect(stderr).toContain(`✖ Port ${port} is in use.`);
  });
});

describe("ssoctl demo", () => {
  test("runs unattended, with no key and no network, to exit 0", async ({ program }) => {
    const { exit, stdout, stderr } = await program.run(["demo"]);
    expect({ exit, stderr }).toEqual({ exit: 0, stderr: "" });
    expect(stdout).toMatch(
      /✔ No organization for acme\.com, so one was created: Acme \(org_[0-9A-Z]{26}\)\./u,
    );
    expect(stdout).toMatch(/✔ Running it again finds the same organization: org_[0-9A-Z]{26}\./u);
    expect(stdout).toContain("✔ WorkOS emailed jane@acme.com, Acme's IT admin, a setup link");
    expect(stdout).toContain(
      "✔ jane@acme.com opened it, verified acme.com and set up Okta without our help.",
    );
    expect(stdout).toContain("✔ SSO is active: Acme's people sign in with Okta SAML.");
    expect(stdout).toContain("\nNext\n");
  });
});
