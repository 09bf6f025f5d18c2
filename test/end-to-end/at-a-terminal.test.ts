import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import {
  installProgram,
  type Program,
  type SandboxProcess,
  startSandboxProcess,
} from "../support/program.ts";
import { atTerminal, CTRL_C, DOWN, ENTER } from "../support/pseudo-terminal.ts";

let program: Program;
let sandbox: SandboxProcess;

beforeAll(async () => {
  program = await installProgram({ SSOCTL_ENV: "sandbox" });
});
afterAll(() => program.close());
beforeEach(async () => {
  sandbox = await startSandboxProcess(program);
});
afterEach(() => sandbox.stop());

const sitDown = (argv: readonly string[], env: Record<string, string> = {}) =>
  atTerminal(program, argv, { WORKOS_API_URL: sandbox.url, ...env });

describe("a new customer", () => {
  test("Enter creates the organization under its derived name", async () => {
    const session = sitDown(["org", "ensure", "big-corp.co.uk"]);
    await session.shows('No organization for big-corp.co.uk. Create "Big Corp" in sandbox?');
    session.type(ENTER);
    const { exit, screen } = await session.ended();
    expect(screen).toMatch(
      /✔ Created Big Corp \(org_[0-9A-Z]{26}\) · big-corp\.co\.uk is not verified yet\norg_/u,
    );
    expect(exit).toBe(0);
  });

  test("the name can be changed", async () => {
    const session = sitDown(["org", "ensure", "acme.com"]);
    await session.shows("Yes, under another name");
    session.type(DOWN + DOWN + ENTER);
    await session.shows("Name");
    session.type(`${"\u0015"}Acme Incorporated${ENTER}`);
    const { exit, screen } = await session.ended();
    expect(screen).toContain("Created Acme Incorporated");
    expect(exit).toBe(0);
  });

  test("Ctrl-C at the question ends with 130, and nothing was made", async () => {
    const session = sitDown(["org", "ensure", "acme.com"]);
    await session.shows("Create");
    session.type(CTRL_C);
    const { exit, screen } = await session.ended();
    expect(screen).toContain("✖ Cancelled. Nothing was changed.");
    expect(exit).toBe(130);
    const look = await program.run(["org", "ensure", "acme.com", "--no-create"], {
      env: { WORKOS_API_URL: sandbox.url },
    });
    expect(look.exit).toBe(3);
  });
});

describe("a link at a terminal without a system clipboard", () => {
  test("asks the terminal to copy it (OSC 52), and does not say that it was copied", async () => {
    const session = sitDown(["link", "create", "acme.com", "--yes"], { SSH_CONNECTION: "10.0.0.1 22" });
    const { exit, raw, screen } = await session.ended();
    expect(exit).toBe(0);
    const url = /http:\/\/127\.0\.0\.1:\d+\/portal\/[\w-]+/u.exec(screen)?.[0] ?? "no link";
    expect(raw).toContain(`\u001b]52;c;${Buffer.from(url).toString("base64")}\u0007`);
    expect(screen).toContain("  The link was sent to your terminal's clipboard. If pasting gives");
    expect(screen).not.toContain("Copied");
  });
});

test("Ctrl-C ends a wait with 130; until then the elapsed time is shown", async () => {
  await program.run(["org", "ensure", "acme.com"], { env: { WORKOS_API_URL: sandbox.url } });
  const session = sitDown(["org", "status", "acme.com", "--wait"]);
  await session.shows(/Waiting for SSO to be active at Acme… \d+ s/u);
  session.type(CTRL_C);
  const { exit, screen } = await session.ended();
  expect(screen).toContain("✖ Interrupted.");
  expect(exit).toBe(130);
});

describe("colours", () => {
  test("are there on a terminal", async () => {
    const { raw } = await sitDown(["org", "ensure", "acme.com", "--yes"]).ended();
    expect(raw).toContain("\u001b[32m✔");
  });

  test.each([
    ["NO_COLOR", { NO_COLOR: "1" }, []],
    ["TERM=dumb", { TERM: "dumb" }, []],
    ["--no-color", {}, ["--no-color"]],
  ])("are not with %s", async (_what, env, flags) => {
    const { raw } = await sitDown(["org", "ensure", "acme.com", "--yes", ...flags], env).ended();
    expect(raw).toContain("✔");
    expect(raw).not.toContain("\u001b[32m");
  });
});
