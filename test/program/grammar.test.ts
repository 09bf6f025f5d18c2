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
    ["constructor", 2, "Unknown command 'constructor'.\n"],
    ["toString acme.com", 2, "Unknown command 'toString'.\n"],
    ["__proto__", 2, "Unknown command '__proto__'.\n"],
    ["link create acme.com --intent constructor", 2, "Invalid value 'constructor' for --intent."],
    ["help constructor", 2, "There is no help for 'constructor'."],
    ["link create acme.com --intent SSO", 0, ""],
    ["link create acme.com --message --provider Okta", 0, ""],
    ["-e Staging link create acme.com", 0, ""],
    ["link create acme.com -e staging", 0, ""],
    ["completion Bash", 0, ""],
    ["completion pwsh", 2, "Invalid value 'pwsh' for <shell>. Did you mean powershell?"],
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
    ["link create acme.com --env", 2, "--env needs a value."],
    ["link create acme.com -e", 2, "--env needs a value."],
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
    ["config lst", 2, "Unknown command 'lst'.\n  Did you mean: ssoctl config list\n"],
    ["unset company", 2, "Unknown command 'unset'.\n  Did you mean: ssoctl config unset company\n"],
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

  describe("an unknown command leads to one that runs as printed, with what was typed", () => {
    test.each([
      ["link creat acme.com", "link create acme.com"],
      ["lnik create acme.com", "link create acme.com"],
      ["Link Create acme.com", "link create acme.com"],
      ["status acme.com", "org status acme.com"],
      ["create acme.com --name Acme", "link create acme.com --name Acme"],
      ["organization status acme.com", "org status acme.com"],
      ["organizations find acme.com --json", "org status acme.com --json"],
      ["link resend acme.com --to jane@acme.com", "link email acme.com --to jane@acme.com"],
      ["link send acme.com --to jane@acme.com --subject Hi", "link email acme.com --to jane@acme.com"],
      ["link list", "history"],
      ["link list acme.com --limit 5", "history acme.com --limit 5"],
      ["link delete acme.com", "link revoke acme.com"],
      ["link acme.com", "link create acme.com"],
      ["org show acme.com", "org status acme.com"],
      ["org create acme.com", "org ensure acme.com"],
      ["org find acme.com --verbose", "org status acme.com --verbose"],
      ["org acme.com", "org status acme.com"],
      ["acme.com", "link create acme.com"],
      ["acme.com --intent dsync", "link create acme.com --intent dsync"],
      ["jane@acme.com", "link email jane@acme.com"],
      ["https://acme.com/about", "link create https://acme.com/about"],
      ["add acme.com", "org ensure acme.com"],
      ["delete acme.com", "link revoke acme.com"],
      ["list acme.com", "history acme.com"],
      ["whoami", "env list"],
      ["ls", "env list"],
      ["env ls", "env list"],
      ["env switch staging", "env use staging"],
      ["environments list", "env list"],
      ["logs", "history"],
      ["version", "--version"],
      ["link create acme.com --to jane@acme.com", "link email acme.com --to jane@acme.com"],
      ["link create acme.com --email jane@acme.com", "link email acme.com --to jane@acme.com"],
      ["link email acme.com --recipient jane@acme.com", "link email acme.com --to jane@acme.com"],
      ["link email acme.com --open --to jane@acme.com", "link create acme.com --open"],
      ["link email acme.com jane@acme.com", "link email acme.com --to jane@acme.com"],
      ["--timeout 5 status acme.com", "org status acme.com --timeout 5"],
      ["-e staging status acme.com", "org status acme.com --env staging"],
      ["status acme.com --env=staging", "org status acme.com --env staging"],
      ["status acme.com --env staging", "org status acme.com --env staging"],
    ])("%s → %s", async (line, meant) => {
      const scene = { workos: acme(), history: withOne() };
      const refused = await see("pipe", line.split(" "), scene);
      expect(refused).toMatchObject({ exit: 2, stdout: "" });
      expect(refused.stderr).toMatch(new RegExp(`Did you mean: ssoctl ${meant}["\\n]`, "u"));
      expect(await see("pipe", meant.split(" "), scene)).toMatchObject({ exit: 0 });
    });

    test.each([
      ["login", "env add staging"],
      ["logout", "env remove"],
      ["link create Acme Inc --json", "link create 'Acme Inc' --json"],
      ["organization", "org"],
    ])("%s → %s", async (line, meant) => {
      const { exit, stderr } = await see("pipe", line.split(" "));
      expect(exit).toBe(2);
      expect(stderr).toContain(`Did you mean: ssoctl ${meant}`);
    });

    test.each([
      ["link create acme.com --a(b"],
      ["constructor"],
      ["fly acme.com"],
      ["link revoke acme.com --to jane@acme.com"],
      ["link create acme.com beta.com"],
    ])("%s does not", async (line) => {
      const { exit, stderr } = await see("pipe", line.split(" "));
      expect(exit).toBe(2);
      expect(stderr).not.toContain("Did you mean");
    });
  });

  test.each([
    ["link create acme.com -h"],
    ["link create -h acme.com"],
    ["link -h create acme.com"],
    ["-h link create"],
    ["--help link create acme.com"],
    ["--json -h link create"],
    ["-e staging -h link create"],
    ["link create --name x -h"],
  ])("the help of the verb wherever -h is: ssoctl %s", async (line) => {
    const help = await see("pipe", ["link", "create", "--help"]);
    expect(await see("pipe", line.split(" "))).toMatchObject({ exit: 0, stderr: "", stdout: help.stdout });
  });

  test("behind -- it is no flag, and a value stays a value", async () => {
    expect(await see("pipe", ["link", "create", "--", "-h"])).toMatchObject({ exit: 3, stdout: "" });
    const { stderr } = await see("pipe", ["link", "create", "beta.com", "--name", "-h"]);
    expect(stderr).toContain("Created -h (");
  });

  test("an environment that does not exist: as with env use, exit 2 and those there are", async () => {
    for (const line of ["link create acme.com --env prod", "org status acme.com -e prod", "env use prod"]) {
      const { exit, stderr } = await see("pipe", line.split(" "));
      expect(exit).toBe(2);
      expect(stderr).toContain('✖ Environment "prod" not found. Available: staging, sandbox.');
      expect(stderr).toContain("  Add it: ssoctl env add prod\n");
    }
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
    ["--env org link fly", "ssoctl link [options] [command]"],
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
