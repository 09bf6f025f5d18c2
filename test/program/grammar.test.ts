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
    ["link create", 2, "Missing required argument 'customer'"],
    ["link create acme.com beta.com", 2, "Too many arguments for 'create'. Expected 1 argument but got 2."],
    ["link create acme.com --bogus", 2, "Unknown option '--bogus'"],
    ["link create acme.com --intnet sso", 2, "Unknown option '--intnet'. Did you mean --intent?"],
    ["link create acme.com --intent", 2, "--intent needs a value."],
    ["link create acme.com --intent saml", 2, "Invalid value 'saml' for --intent. Did you mean sso?\n"],
    [
      "link create acme.com --intent pigeon",
      2,
      "Invalid value 'pigeon' for --intent. Allowed choices are sso, dsync,",
    ],
    [
      "link create acme.com --timeout 0",
      2,
      "--timeout must be a number of seconds, more than 0 and up to 600.",
    ],
    [
      "link create acme.com --timeout soon",
      2,
      "--timeout must be a number of seconds, more than 0 and up to 600.",
    ],
    ["link creat acme.com", 2, "Unknown command 'creat'. Did you mean create?"],
    ["lnik create acme.com", 2, "Unknown command 'lnik'. Did you mean link?"],
    ["status acme.com", 2, "Unknown command 'status'. Did you mean org status?\n"],
    ["create acme.com", 2, "Unknown command 'create'. Did you mean link create?\n"],
    ["organization", 2, "Unknown command 'organization'. Did you mean org?\n"],
    ["constructor", 2, "Unknown command 'constructor'.\n"],
    ["toString acme.com", 2, "Unknown command 'toString'.\n"],
    ["__proto__", 2, "Unknown command '__proto__'.\n"],
    ["link create acme.com --intent constructor", 2, "Invalid value 'constructor' for --intent."],
    ["help constructor", 2, "There is no help for 'constructor'."],
    ["fly acme.com", 2, "Unknown command 'fly'.\n"],
    ["help", 0, ""],
    ["help links", 0, ""],
    ["help link create", 0, ""],
    ["help --json environment", 0, ""],
    ["org ensure acme.com --domain-state failed", 2, "Invalid value 'failed' for --domain-state."],
    ["link email acme.com --to jane@acme.com --to bob@acme.com --intent sso --intent dsync", 0, ""],
    ["link create acme.com --message", 0, ""],
    ["link create acme.com --message --provider okta", 0, ""],
    ["link revoke acme.com", 0, ""],
    ["link revoke acme.com --json", 0, ""],
    ["link create acme.com --dry-run", 0, ""],
    ["link email acme.com --to jane@acme.com --dry-run", 0, ""],
    ["link revoke acme.com --dry-run", 0, ""],
    ["org ensure acme.com --dry-run", 0, ""],
    ["org status acme.com --dry-run", 2, "Unknown option '--dry-run'"],
    ["org status acme.com", 0, ""],
    ["org status --json acme.com", 0, ""],
    ["doctor", 0, ""],
    ["link email acme.com --via text", 2, "Unknown option '--via'"],
    ["link email acme.com --to jane@acme.com --out a.eml", 2, "Unknown option '--out'"],
    ["link email acme.com --to jane@acme.com --message", 2, "Unknown option '--message'"],
    [
      "link create acme.com --message --provider ping",
      2,
      "Invalid value 'ping' for --provider. Allowed choices are okta, entra, google, other.",
    ],
    ["link create acme.com --note-template", 2, "--note-template needs a value."],
    ["link email acme.com --to jane@acme.com --intent saml", 2, "Invalid value 'saml' for --intent."],
    ["link email acme.com --to", 2, "--to needs a value."],
    ["org status acme.com --wait never", 2, "Invalid value 'never' for --wait."],
    ["org status acme.com --wait-timeout soon", 2, "Invalid value 'soon' for --wait-timeout."],
    ["history", 0, ""],
    ["history acme.com --limit 5", 0, ""],
    ["history --json --env staging", 0, ""],
    ["history acme.com beta.com", 2, "Too many arguments for 'history'. Expected 1 argument but got 2."],
    ["history --limit 0", 2, "Invalid value '0' for --limit."],
    ["history --limit many", 2, "Invalid value 'many' for --limit."],
    ["config", 0, ""],
    ["config set company Initech Inc", 0, ""],
    ["--json config list --env staging", 0, ""],
    ["config get company sender", 2, "Too many arguments for 'get'. Expected 1 argument but got 2."],
    ["config set company", 2, "Missing required argument 'value'"],
    ["config set", 2, "Missing required argument 'key'"],
    ["config get name", 2, "Invalid value 'name' for <key>. Allowed choices are company, product,"],
    ["config lst", 2, "Unknown command 'lst'. Did you mean list?"],
    ["unset company", 2, "Unknown command 'unset'. Did you mean config unset?\n"],
    ["completion bash", 0, ""],
    ["completion", 2, "Missing required argument 'shell'"],
    ["completion tcsh", 2, "Invalid value 'tcsh' for <shell>."],
    ["__complete -- link create --no", 0, ""],
    ["sandbox --port 70000", 2, "Invalid value '70000' for --port."],
  ])("ssoctl %s → %i", async (line, exit, words) => {
    const seen = await see("pipe", line.split(" ").filter(Boolean), { workos: acme(), history: withOne() });
    expect(seen.exit).toBe(exit);
    if (exit === 0) expect(seen.stdout).not.toBe("");
    else expect(seen).toMatchObject({ stdout: "", stderr: expect.stringContaining(`✖ ${words}`) });
  });

  test("a usage error shows the usage of the command that was meant", async () => {
    const { stderr } = await see("pipe", ["link", "create"]);
    expect(stderr).toBe(
      "✖ Missing required argument 'customer'.\n  Usage: ssoctl link create [options] <customer> · more: ssoctl link create --help\n",
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
