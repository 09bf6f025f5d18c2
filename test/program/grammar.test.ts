import { describe, expect, test } from "vitest";
import { entry } from "../history/support/entry.ts";
import { FakeHistory, see } from "../support/fake-system.ts";
import { FakeWorkos } from "../support/fake-workos.ts";

const acme = () => {
  const workos = new FakeWorkos();
  workos.has("Acme", "acme.com");
  return workos;
};

const withOne = () => new FakeHistory().with(entry());

describe("the argument grammar", () => {
  test.each([
    ["", 0, ""],
    ["link", 0, ""],
    ["env", 0, ""],
    ["--help", 0, ""],
    ["link create --help", 0, ""],
    ["link create acme.com", 0, ""],
    ["link create acme.com --json", 0, ""],
    ["--json link create acme.com", 0, ""],
    ["link --json create acme.com", 0, ""],
    ["link create --intent dsync acme.com", 0, ""],
    ["link create acme.com --intent=dsync", 0, ""],
    ["link create acme.com -y", 0, ""],
    ["link create acme.com --timeout 2.5", 0, ""],
    ["link create -- acme.com", 0, ""],
    ["link create acme.com --no-copy --no-create --no-input --no-color", 0, ""],
    ["link create", 2, "missing required argument 'customer'"],
    ["link create acme.com beta.com", 2, "too many arguments for 'create'. Expected 1 argument but got 2."],
    ["link create acme.com --bogus", 2, "unknown option '--bogus'"],
    ["link create acme.com --intnet sso", 2, "unknown option '--intnet' (Did you mean --intent?)"],
    ["link create acme.com --intent", 2, "option '--intent <intent>' argument missing"],
    [
      "link create acme.com --intent saml",
      2,
      "option '--intent <intent>' argument 'saml' is invalid. Did you mean sso?\n",
    ],
    [
      "link create acme.com --intent pigeon",
      2,
      "option '--intent <intent>' argument 'pigeon' is invalid. Allowed choices are sso, dsync,",
    ],
    ["link create acme.com --timeout 0", 2, "option '--timeout <seconds>' argument '0' is invalid."],
    ["link create acme.com --timeout soon", 2, "option '--timeout <seconds>' argument 'soon' is invalid."],
    ["link creat acme.com", 2, "unknown command 'creat' (Did you mean create?)"],
    ["lnik create acme.com", 2, "unknown command 'lnik' (Did you mean link?)"],
    ["status acme.com", 2, "unknown command 'status' (Did you mean org status?)\n"],
    ["create acme.com", 2, "unknown command 'create' (Did you mean link create?)\n"],
    ["organization", 2, "unknown command 'organization' (Did you mean org?)\n"],
    ["fly acme.com", 2, "unknown command 'fly'\n"],
    ["help", 0, ""],
    ["help links", 0, ""],
    ["help link create", 0, ""],
    ["help --json environment", 0, ""],
    [
      "org ensure acme.com --domain-state failed",
      2,
      "option '--domain-state <state>' argument 'failed' is invalid.",
    ],
    ["link email acme.com --to jane@acme.com --to bob@acme.com --intent sso --intent dsync", 0, ""],
    ["link create acme.com --message", 0, ""],
    ["link create acme.com --message --provider okta", 0, ""],
    ["link revoke acme.com", 0, ""],
    ["link revoke acme.com --json", 0, ""],
    ["link create acme.com --dry-run", 0, ""],
    ["link email acme.com --to jane@acme.com --dry-run", 0, ""],
    ["link revoke acme.com --dry-run", 0, ""],
    ["org ensure acme.com --dry-run", 0, ""],
    ["org status acme.com --dry-run", 2, "unknown option '--dry-run'"],
    ["org status acme.com", 0, ""],
    ["org status --json acme.com", 0, ""],
    ["doctor", 0, ""],
    ["link email acme.com --via text", 2, "unknown option '--via'"],
    ["link email acme.com --to jane@acme.com --out a.eml", 2, "unknown option '--out'"],
    ["link email acme.com --to jane@acme.com --message", 2, "unknown option '--message'"],
    [
      "link create acme.com --message --provider ping",
      2,
      "option '--provider <provider>' argument 'ping' is invalid. Allowed choices are okta, entra, google, other.",
    ],
    ["link create acme.com --note-template", 2, "option '--note-template <file>' argument missing"],
    [
      "link email acme.com --to jane@acme.com --intent saml",
      2,
      "option '--intent <intent>' argument 'saml' is invalid.",
    ],
    ["link email acme.com --to", 2, "option '--to <address>' argument missing"],
    ["org status acme.com --wait never", 2, "option '--wait [goal]' argument 'never' is invalid."],
    [
      "org status acme.com --wait-timeout soon",
      2,
      "option '--wait-timeout <duration>' argument 'soon' is invalid.",
    ],
    ["history", 0, ""],
    ["history acme.com --limit 5", 0, ""],
    ["history --json --env staging", 0, ""],
    ["history acme.com beta.com", 2, "too many arguments for 'history'. Expected 1 argument but got 2."],
    ["history --limit 0", 2, "option '--limit <n>' argument '0' is invalid."],
    ["history --limit many", 2, "option '--limit <n>' argument 'many' is invalid."],
    ["completion bash", 0, ""],
    ["completion", 2, "missing required argument 'shell'"],
    ["completion tcsh", 2, "command-argument value 'tcsh' is invalid for argument 'shell'."],
    ["__complete -- link create --no", 0, ""],
    ["sandbox --port 70000", 2, "option '--port <port>' argument '70000' is invalid."],
  ])("ssoctl %s → %i", async (line, exit, words) => {
    const seen = await see("pipe", line.split(" ").filter(Boolean), { workos: acme(), history: withOne() });
    expect(seen.exit).toBe(exit);
    if (exit === 0) expect(seen.stdout).not.toBe("");
    else expect(seen).toMatchObject({ stdout: "", stderr: expect.stringContaining(`✖ ${words}`) });
  });

  test("a usage error shows the usage of the command that was meant", async () => {
    const { stderr } = await see("pipe", ["link", "create"]);
    expect(stderr).toBe(
      "✖ missing required argument 'customer'\n  Usage: ssoctl link create [options] <customer> · more: ssoctl link create --help\n",
    );
  });

  test.each([
    ["--env staging link create", "ssoctl link create [options] <customer>"],
    ["link --env create create", "ssoctl link create [options] <customer>"],
    ["--env org link creat", "ssoctl link [options] [command]"],
    ["--env=link org ensure", "ssoctl org ensure [options] <customer>"],
    ["--bogus", "ssoctl [options] [command]"],
  ])("… also behind flags that have a value: %s", async (line, usage) => {
    const { exit, stderr } = await see("pipe", line.split(" "));
    expect(exit).toBe(2);
    expect(stderr).toContain(`  Usage: ${usage} · more: `);
  });

  test("a usage error is JSON where JSON was asked for", async () => {
    const { stderr, stdout } = await see("json", ["link", "create"]);
    expect(stdout).toBe("");
    const { error } = JSON.parse(stderr);
    expect(error).toMatchObject({ code: "usage", exitCode: 2, done: [], unknown: [] });
    expect(stderr).not.toContain("Nothing was changed");
  });
});
