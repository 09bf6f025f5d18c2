import { describe, expect } from "vitest";
import { sandboxEnv, test as withProgram } from "../support/end-to-end.ts";
import { atTerminal, CTRL_C, DOWN, ENTER } from "../support/pseudo-terminal.ts";

const test = withProgram.extend(
  "sitDown",
  ({ program, freshSandbox }) =>
    (argv: readonly string[], env: Record<string, string> = {}) =>
      atTerminal(program, argv, { ...sandboxEnv(freshSandbox), ...env }),
);

describe("a new customer", () => {
  test("Enter creates the organization under its derived name", async ({ sitDown }) => {
    const session = sitDown(["org", "ensure", "big-corp.co.uk"]);
    await session.shows('No organization for big-corp.co.uk. Create "Big Corp" in sandbox?');
    session.type(ENTER);
    const { exit, screen } = await session.ended();
    expect(screen).toMatch(
      /✔ Created Big Corp \(org_[0-9A-Z]{26}\) · big-corp\.co\.uk is not verified yet\norg_/u,
    );
    expect(exit).toBe(0);
  });

  test("the name can be changed", async ({ sitDown }) => {
    const session = sitDown(["org", "ensure", "acme.com"]);
    await session.shows("Yes, under another name");
    session.type(DOWN + DOWN + ENTER);
    await session.shows("Name");
    session.type(`${"\u0015"}Acme Incorporated${ENTER}`);
    const { exit, screen } = await session.ended();
    expect(screen).toContain("Created Acme Incorporated");
    expect(exit).toBe(0);
  });

  test("Ctrl-C at the question ends with 130, and nothing was made", async ({ sitDown, ssoctl }) => {
    const session = sitDown(["org", "ensure", "acme.com"]);
    await session.shows("Create");
    session.type(CTRL_C);
    const { exit, screen } = await session.ended();
    expect(screen).toContain("✖ Cancelled. Nothing was changed.");
    expect(exit).toBe(130);
    const look = await ssoctl("org ensure acme.com --no-create");
    expect(look.exit).toBe(3);
  });
});

describe("a link at a terminal without a system clipboard", () => {
  test("asks the terminal to copy it (OSC 52), and does not say that it was copied", async ({ sitDown }) => {
    const session = sitDown(["link", "create", "acme.com", "--yes"], { SSH_CONNECTION: "10.0.0.1 22" });
    const { exit, raw, screen } = await session.ended();
    expect(exit).toBe(0);
    const url = /http:\/\/127\.0\.0\.1:\d+\/portal\/[\w-]+/u.exec(screen)?.[0] ?? "no link";
    expect(raw).toContain(`\u001b]52;c;${Buffer.from(url).toString("base64")}\u0007`);
    expect(screen).toContain("  The link was sent to your terminal's clipboard. If pasting gives");
    expect(screen).not.toContain("Copied");
  });
});

test("Ctrl-C ends a wait with 130; until then the elapsed time is shown", async ({ sitDown, ssoctl }) => {
  await ssoctl("org ensure acme.com");
  const session = sitDown(["org", "status", "acme.com", "--wait"]);
  await session.shows(/Waiting for SSO to be active at Acme… \d+ s/u);
  session.type(CTRL_C);
  const { exit, screen } = await session.ended();
  expect(screen).toContain("✖ Interrupted.");
  expect(exit).toBe(130);
});

describe("colours", () => {
  test("are there on a terminal", async ({ sitDown }) => {
    const { raw } = await sitDown(["org", "ensure", "acme.com", "--yes"]).ended();
    expect(raw).toContain("\u001b[32m✔");
  });

  test.for<[string, Record<string, string>, string[]]>([
    ["NO_COLOR", { NO_COLOR: "1" }, []],
    ["TERM=dumb", { TERM: "dumb" }, []],
    ["--no-color", {}, ["--no-color"]],
  ])("are not with %s", async ([_what, env, flags], { sitDown }) => {
    const { raw } = await sitDown(["org", "ensure", "acme.com", "--yes", ...flags], env).ended();
    expect(raw).toContain("✔");
    expect(raw).not.toContain("\u001b[32m");
  });
});
