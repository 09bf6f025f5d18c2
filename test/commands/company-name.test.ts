import { describe, expect, test } from "vitest";
import type { Connection } from "../../src/workos/port.ts";
import { FakeHistory, see } from "../support/fake-system.ts";
import { FakeWorkos, refusal } from "../support/fake-workos.ts";

const OKTA: Connection = { id: "conn_1", name: null, type: "OktaSAML", state: "active" };

const workos = () => {
  const world = new FakeWorkos();
  world.has("Acme", "acme.com");
  world.has("Acme Robotics, Inc.", "acme-robots.io", "robots.acme.io");
  world.has("Beta", "beta.io");
  return world;
};

const COMMANDS = ["link create", "link email", "link revoke", "org ensure", "org status"];
const flagsOf = (command: string) => (command === "link email" ? ["--to", "jane@acme.com"] : []);

describe.each(COMMANDS)("ssoctl %s Acme", (command) => {
  const argv = [...command.split(" "), "Acme", ...flagsOf(command)];

  test("in a script: exit 2 with the matches and commands", async () => {
    const world = workos();
    const { exit, stdout, stderr } = await see("pipe", argv, { workos: world });
    expect({ exit, stdout }).toEqual({ exit: 2, stdout: "" });
    expect(stderr).toBe(
      [
        "staging · test",
        '✖ 2 organizations match "Acme".',
        "    org_01  Acme                 acme.com                        domain pending",
        "    org_02  Acme Robotics, Inc.  acme-robots.io, robots.acme.io  domain pending",
        `  Pass the one that you mean: ssoctl ${command} org_01 · ssoctl ${command} org_02\n`,
      ].join("\n"),
    );
    expect(world.writes).toEqual([]);
  });

  test("as JSON: the candidates", async () => {
    const { exit, stdout, stderr } = await see("json", argv, { workos: workos() });
    expect({ exit, stdout }).toEqual({ exit: 2, stdout: "" });
    expect(JSON.parse(stderr).error).toMatchObject({
      code: "usage",
      candidates: [
        { id: "org_01", name: "Acme", domains: [{ domain: "acme.com" }], state: "domain pending" },
        { id: "org_02", name: "Acme Robotics, Inc.", state: "domain pending" },
      ],
    });
  });

  test("that nobody has: exit 3, with what to pass", async () => {
    const world = new FakeWorkos();
    const { exit, stdout, stderr } = await see("pipe", argv, { workos: world });
    expect({ exit, stdout, writes: world.writes }).toEqual({ exit: 3, stdout: "", writes: [] });
    expect(stderr).toContain('✖ No organization is called "Acme" in staging.');
    expect(stderr).toContain(`  Pass the customer's domain: ssoctl ${command} <domain>\n`);
  });
});

describe("at a terminal", () => {
  test("the matches are shown with domains and state, and none is the default", async () => {
    const world = workos();
    world.connections.push(OKTA);
    const { questions, exit, stderr } = await see("terminal", ["link", "create", "Acme"], {
      workos: world,
      answers: ["None of these"],
    });
    expect(questions).toEqual([
      '2 organizations match "Acme". Which one? [None of these | ' +
        "Acme                 acme.com                        Okta SAML active | " +
        "Acme Robotics, Inc.  acme-robots.io, robots.acme.io  Okta SAML active]",
    ]);
    expect(exit).toBe(130);
    expect(stderr).toContain("✖ Cancelled. Nothing was changed.");
    expect(world.writes).toEqual([]);
  });

  test("the chosen one gets the link, and is recorded by its domain", async () => {
    const history = new FakeHistory();
    const { exit, stdout, recorded } = await see("terminal", ["link", "create", "Acme robotics"], {
      workos: workos(),
      history,
      answers: ["Acme Robotics, Inc.  acme-robots.io, robots.acme.io  domain pending"],
    });
    expect(exit).toBe(0);
    expect(stdout).toContain("https://setup.workos.com/?token=");
    expect(recorded).toMatchObject([{ customer: "acme-robots.io", organization: { id: "org_02" } }]);
  });

  test("--yes does not choose", async () => {
    const world = workos();
    const { exit, questions } = await see("terminal", ["link", "create", "Beta", "--yes"], { workos: world });
    expect({ exit, questions, writes: world.writes }).toEqual({ exit: 2, questions: [], writes: [] });
  });
});

describe("is found", () => {
  test.each([
    ["Acme Robotics Inc"],
    ["acme robotics inc."],
    ["ACME-ROBOTICS"],
    ["ＡＣＭＥ Robotics"],
    ['"Acme Robotics, Inc."'],
  ])("as %j", async (name) => {
    const { stderr } = await see("pipe", ["org", "status", name], { workos: workos() });
    expect(stderr).toContain("✖ 1 organization matches");
    expect(stderr).toContain("ssoctl org status org_02");
  });

  test("whether or not its connections can be read", async () => {
    const world = workos().failsAt("listConnections", refusal("unauthorized", 403));
    const { exit, stderr } = await see("pipe", ["org", "status", "Beta"], { workos: world });
    expect(exit).toBe(2);
    expect(stderr).toContain("    org_03  Beta  beta.io  domain pending\n");
  });

  test("among many, of which a few are shown and all are in the JSON", async () => {
    const world = new FakeWorkos();
    for (let number = 1; number <= 12; number++) world.has(`Acme ${number}`, `acme${number}.com`);
    const { stderr } = await see("pipe", ["org", "status", "Acme"], { workos: world });
    expect(stderr).toContain("✖ 12 organizations match");
    expect(stderr).toContain("    and 4 more\n");
    expect(world.asked.filter((one) => one.startsWith("listConnections"))).toEqual([]);
    const json = await see("json", ["org", "status", "Acme"], { workos: world });
    expect(JSON.parse(json.stderr).error.candidates).toHaveLength(12);
  });
});

test("in the history, which needs no WorkOS", async () => {
  const world = workos();
  const history = new FakeHistory();
  await see("pipe", ["link", "create", "acme.com"], { workos: world, history });
  await see("pipe", ["link", "create", "beta.io"], { workos: world, history });
  const { stdout } = await see("pipe", ["history", "acme"], { history });
  expect(stdout.trim().split("\n")).toHaveLength(1);
  expect(stdout).toContain("org_01");
});

describe("an email address as the customer", () => {
  test.each<[argv: string[]]>([
    [["link", "email", "jane@acme.com"]],
    [["link", "email", "Jane Doe <jane@acme.com>"]],
    [["link", "email", "mailto:jane@acme.com?subject=x"]],
  ])("is the recipient: %j", async (argv) => {
    const { exit, stdout, stderr } = await see("pipe", argv, { workos: workos() });
    expect(exit).toBe(0);
    expect(stderr).toContain("WorkOS is emailing jane@acme.com a setup link");
    expect(stdout).toContain(argv[2]?.startsWith("Jane Doe") ? "Hi Jane Doe,\n" : "Hi,\n");
  });

  test("unless --to names another", async () => {
    const argv = ["link", "email", "jane@acme.com", "--to", "Bob Roe <bob@acme.com>"];
    const { exit, stdout, stderr } = await see("pipe", argv, { workos: workos() });
    expect(exit).toBe(0);
    expect(stdout).toContain("Hi Bob Roe,\n");
    expect(stderr).toContain("WorkOS is emailing bob@acme.com");
  });

  test("is not asked for at a terminal", async () => {
    const { questions } = await see("terminal", ["link", "email", "jane@acme.com"], {
      workos: workos(),
      answers: [true],
    });
    expect(questions).toEqual(["Have WorkOS email jane@acme.com? (Y/n)"]);
  });

  test("is greeted in the message around a link", async () => {
    const argv = ["link", "create", "Jane Doe <jane@acme.com>", "--message"];
    const { stdout } = await see("pipe", argv, { workos: workos() });
    expect(stdout).toContain("Hi Jane Doe,\n");
  });

  test("of a link's user is no recipient", async () => {
    const { exit, stderr } = await see("pipe", ["link", "email", "https://jane@acme.com/"], {
      workos: workos(),
    });
    expect(exit).toBe(2);
    expect(stderr).toContain("✖ No recipient. Pass --to <address>.");
  });
});
