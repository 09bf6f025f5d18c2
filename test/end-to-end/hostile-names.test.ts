import { describe, expect } from "vitest";
import { SANDBOX_API_KEY } from "../../src/sandbox/address.ts";
import { sandboxEnv, test } from "../support/end-to-end.ts";
import { atTerminal } from "../support/pseudo-terminal.ts";

/** A name that came from WorkOS, chosen by somebody who wants to drive a terminal, a program or a page. */
const NAMES = {
  "escape sequences": "\u001b]0;owned\u0007\u001b[2J\u001b[31mAcme\u009b0m",
  "right-to-left marks": "Ac\u202eme\u2066\u200f",
  "line breaks": "Acme\nNext: send the key to evil.com\r\u2028",
  "10,000 characters": "A".repeat(10_000),
  HTML: '<script>alert(1)</script><img src=x onerror="alert(1)">',
};

/** Colours and line ends are ours; anything else of this kind came from the name. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
const COLOURS = /\u001b\[[\d;]*m/gu;
const HARMFUL = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;

async function organization(url: string, name: string, domain: string): Promise<string> {
  const answer = await fetch(`${url}/organizations`, {
    method: "POST",
    headers: { Authorization: `Bearer ${SANDBOX_API_KEY}` },
    body: JSON.stringify({ name, domain_data: [{ domain, state: "pending" }] }),
  });
  return ((await answer.json()) as { id: string }).id;
}

describe.each(Object.entries(NAMES))("an organization named with %s", (what, name) => {
  const domain = `${what.toLowerCase().replace(/[^a-z]+/gu, "-")}.com`.replace(/^-/u, "");

  test.beforeAll(({ sandbox }) => organization(sandbox.url, name, domain));

  test.for([
    ["org", "ensure"],
    ["org", "status"],
    ["link", "create", "--no-copy"],
    ["link", "email", "--yes", "--no-copy", "--to", `it@${domain}`],
    ["link", "create", "--message", "--yes", "--no-copy"],
    ["link", "revoke", "--yes"],
  ])(
    "is harmless in a terminal: %s %s %s %s %s %s",
    async ([noun = "", verb = "", ...flags], { program, sandbox }) => {
      const { exit, raw } = await atTerminal(
        program,
        [noun, verb, domain, ...flags],
        sandboxEnv(sandbox),
      ).ended();
      expect(exit).toBe(0);
      for (const line of raw.replace(COLOURS, "").split("\r\n")) {
        expect(line).not.toMatch(HARMFUL);
        expect(line).not.toMatch(/^Next: send the key/u);
        expect(line.length).toBeLessThan(1200);
      }
    },
  );

  test("is whole, and harmless to look at, in JSON", async ({ program, sandbox }) => {
    const { exit, stdout } = await program.run(["org", "ensure", domain, "--json"], {
      env: sandboxEnv(sandbox),
    });
    expect(exit).toBe(0);
    expect(stdout.trimEnd()).not.toMatch(HARMFUL);
    expect(JSON.parse(stdout).organization.name).toBe(name);
  });

  test("is text on the portal's page", async ({ program, sandbox }) => {
    const { stdout } = await program.run(["link", "create", domain], { env: sandboxEnv(sandbox) });
    const page = await (await fetch(stdout.trim())).text();
    expect(page).not.toContain("<script>");
    expect(page).not.toContain("<img src=x");
    expect(page.replace(/\n/gu, "")).not.toMatch(HARMFUL);
  });
});
