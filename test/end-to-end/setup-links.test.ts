import { describe, expect } from "vitest";
import { SANDBOX_API_KEY } from "../../src/sandbox/address.ts";
import { playItAdmin } from "../../src/sandbox/it-admin.ts";
import { startSandbox } from "../../src/sandbox/server.ts";
import type { World } from "../../src/sandbox/world.ts";
import { sandboxEnv, test as withProgram } from "../support/end-to-end.ts";
import { startFaultProxy } from "../support/fault-proxy.ts";
import { atTerminal, CTRL_C, ENTER } from "../support/pseudo-terminal.ts";

const lost = { kind: "close", when: "after" } as const;

const INVITE = "POST /organizations/:id/it_contacts/:id/invite";
const REVOKE = "POST /organizations/:id/it_contacts/:id/revoke";

const test = withProgram
  .extend("world", {} as Partial<World>)
  /** A sandbox in this process, whose state can be read. */
  .extend("localSandbox", async ({ world }, { onCleanup }) => {
    const localSandbox = await startSandbox({ port: 0, world });
    onCleanup(localSandbox.close);
    return localSandbox;
  })
  .extend("way", async ({ localSandbox }, { onCleanup }) => {
    const way = await startFaultProxy(localSandbox.url);
    onCleanup(way.close);
    return way;
  })
  .extend(
    "run",
    ({ program, way }) =>
      (line: string) =>
        program.run(line.split(" "), { env: sandboxEnv(way) }),
  )
  .extend(
    "writes",
    ({ way }) =>
      () =>
        way.requests.filter(({ method }) => method !== "GET").map(({ method, path }) => `${method} ${path}`),
  )
  .extend(
    "invited",
    ({ localSandbox }) =>
      () =>
        [...localSandbox.state.setupInvitations.values()]
          .filter(({ ended }) => ended === undefined)
          .map(({ email }) => email),
  )
  .extend("ask", ({ localSandbox }) => async (path: string, body: object): Promise<{ id: string }> => {
    const answer = await fetch(localSandbox.url + path, {
      method: "POST",
      headers: { Authorization: `Bearer ${SANDBOX_API_KEY}` },
      body: JSON.stringify(body),
    });
    const text = await answer.text();
    return text === "" ? { id: "" } : JSON.parse(text);
  })
  /** Acme with so many contacts, of whom the first was invited. */
  .extend("acmeWith", ({ ask }) => async (contacts: number): Promise<void> => {
    const { id } = await ask("/organizations", {
      name: "Acme",
      domain_data: [{ domain: "acme.com", state: "pending" }],
    });
    const path = `/organizations/${id}/it_contacts`;
    const added: { id: string }[] = [];
    for (let number = 1; number <= contacts; number += 1)
      added.push(await ask(path, { email: `admin${number}@acme.com` }));
    if (added[0]) await ask(`${path}/${added[0].id}/invite`, { intents: ["sso"] });
  });

describe.each<[string, Partial<World>]>([
  ["one page of IT contacts", { contactLists: "one page" }],
  ["pages of IT contacts", { contactLists: "pages" }],
])("%s", (_what, world) => {
  test.override("world", world);

  test("link revoke tries every contact, wherever it is listed", async ({ run, acmeWith, invited }) => {
    await acmeWith(25);
    expect(await run("link revoke acme.com")).toMatchObject({ exit: 0, stdout: "revoked\n" });
    expect(invited()).toEqual([]);
    const none = await run("link revoke acme.com");
    expect(none).toMatchObject({ exit: 0, stdout: "none\n" });
    expect(none.stderr).toContain("Acme has no active setup link.");
  });

  test("link email finds a contact that is on any page", async ({ run, acmeWith, localSandbox }) => {
    await acmeWith(25);
    const { exit } = await run("link email acme.com --to admin1@acme.com --replace");
    expect(exit).toBe(0);
    expect(localSandbox.state.itContacts.size).toBe(25);
  });
});

describe.each<[string, Partial<World>]>([
  ["only by the invited contact", { revoking: "by the invited contact" }],
  ["by any contact", { revoking: "by any contact" }],
])("revoking works %s", (_what, world) => {
  test.override("world", world);

  test("a colleague's is revoked, and nobody else's is said to be", async ({
    run,
    ask,
    invited,
    localSandbox,
  }) => {
    await ask("/organizations", { name: "Acme", domain_data: [{ domain: "acme.com", state: "pending" }] });
    await run("link email acme.com --to jane@acme.com");
    const [{ id, organizationId } = { id: "", organizationId: "" }] = localSandbox.state.itContacts.values();
    const contacts = `/organizations/${organizationId}/it_contacts`;
    await ask(`${contacts}/${id}/revoke`, {});
    const bob = await ask(contacts, { email: "bob@acme.com" });
    await ask(`${contacts}/${bob.id}/invite`, { intents: ["sso"] });
    const { stdout } = await run("link revoke acme.com --json");
    expect(invited()).toEqual([]);
    const { revoked, email } = JSON.parse(stdout);
    // Where any contact revokes it, it is revoked through Jane, whom this machine emailed last.
    expect({ revoked, email }).toEqual({
      revoked: true,
      email: world.revoking === "by any contact" ? "jane@acme.com" : null,
    });
  });

  test("nobody is named whom this machine has not emailed", async ({ run, acmeWith }) => {
    await acmeWith(3);
    const { stderr, stdout } = await run("link revoke acme.com");
    expect(stdout).toBe("revoked\n");
    expect(stderr).toContain("✔ The setup link of Acme was revoked; it no longer works.");
    expect(stderr).not.toContain("admin");
  });

  test("who was emailed from this machine is named", async ({ run, ask }) => {
    await ask("/organizations", { name: "Acme", domain_data: [{ domain: "acme.com", state: "pending" }] });
    await run("link email acme.com --to jane@acme.com");
    const { stderr } = await run("link revoke acme.com");
    expect(stderr).toMatch(/A setup link was emailed to jane@acme\.com on .* from this machine\.\n/u);
    expect(stderr).toContain("Send a new one: ssoctl link email acme.com --to jane@acme.com");
  });
});

describe("what was not answered is not known", () => {
  test.override("world", { otherKeys: "ignored" });

  test("an email whose answer was lost, and then 409", async ({ run, way, invited, program }) => {
    way.add({ route: INVITE, times: 1, fault: lost });
    const { exit, stdout, stderr } = await run("link email acme.com --to jane@acme.com --json");
    expect({ exit, stdout, invited: invited() }).toEqual({ exit: 6, stdout: "", invited: ["jane@acme.com"] });
    const { error } = JSON.parse(stderr);
    expect(error.done.map(({ action }: { action: string }) => action)).toEqual([
      "organization_created",
      "it_contact_added",
    ]);
    expect(error.unknown).toEqual([
      {
        organization: { id: expect.stringMatching(/^org_/u), name: "Acme" },
        action: "invited",
        invited: "jane@acme.com",
        intents: ["sso", "domain_verification"],
      },
    ]);
    const history = await program.run(["history", "acme.com"], { env: sandboxEnv(way) });
    expect(history.stdout).toContain("not known whether jane@acme.com was emailed a setup link");
    expect(history.stdout).toContain("IT contact jane@acme.com added");
  });

  test("a revoked setup link whose answer was lost, and then 404", async ({ run, way, acmeWith }) => {
    await acmeWith(2);
    way.add({ route: REVOKE, times: 1, fault: lost, skip: 0 });
    const { exit, stderr } = await run("link revoke acme.com");
    expect(exit).toBe(6);
    expect(stderr).toContain("Not known: whether the setup link of Acme was revoked.");
    expect(stderr).not.toContain("no active setup link.\n");
  });

  test("the same inside a replacement: nobody is emailed", async ({ run, way, acmeWith, invited }) => {
    await acmeWith(1);
    way.add({ route: REVOKE, times: 1, fault: lost });
    const { exit, stderr } = await run("link email acme.com --to bob@acme.com --replace");
    expect(exit).toBe(6);
    expect(stderr).toContain("Not known: whether the setup link of Acme was revoked.");
    expect(invited()).toEqual([]);
  });

  test("Ctrl-C while WorkOS keeps the email waiting", async ({ program, way }) => {
    way.add({ route: INVITE, times: null, fault: { kind: "hang" } });
    const session = atTerminal(
      program,
      "link email acme.com --to jane@acme.com --yes".split(" "),
      sandboxEnv(way),
    );
    await session.shows("Waiting for WorkOS…");
    session.type(CTRL_C);
    const { exit, screen } = await session.ended();
    expect(exit).toBe(130);
    expect(screen).toMatch(
      /✖ Interrupted\.\n {2}Done before this: created Acme \(org_\w+\), added jane@acme\.com/u,
    );
    expect(screen).toContain("Not known: whether jane@acme.com was emailed a setup link.");
  });

  test("a 409 to the first attempt is known", async ({ run, acmeWith }) => {
    await acmeWith(1);
    const { exit, stderr } = await run("link email acme.com --to admin1@acme.com");
    expect(exit).toBe(5);
    expect(stderr).toContain("✖ Acme already has an active setup link. Nothing was changed.");
  });
});

/** Somebody who has said who they are. */
const testAtTerminal = test
  .extend(
    "sitDown",
    ({ freshProgram, way }) =>
      (line: string) =>
        atTerminal(freshProgram, line.split(" "), sandboxEnv(way)),
  )
  .extend(
    "run",
    ({ freshProgram, way }) =>
      (line: string) =>
        freshProgram.run(line.split(" "), { env: sandboxEnv(way) }),
  );

const testWithDelay = test.extend("world", { listDelay: 2000 });

testWithDelay("a contact that WorkOS does not list yet is waited for", async ({ run, ask }) => {
  await ask("/organizations", { name: "Acme", domain_data: [{ domain: "acme.com", state: "pending" }] });
  await new Promise((resolve) => setTimeout(resolve, 2000));
  expect(await run("link email acme.com --to jane@acme.com")).toMatchObject({ exit: 0 });
  expect(await run("link revoke acme.com")).toMatchObject({ exit: 0, stdout: "revoked\n" });
});

test("an organization that was deleted is not taken for a missing API", async ({
  run,
  ask,
  way,
  localSandbox,
}) => {
  const { id } = await ask("/organizations", { name: "Acme", domain_data: [] });
  way.add({
    route: "GET /organizations/:id/it_contacts",
    times: 1,
    fault: {
      kind: "meanwhile",
      happens: () =>
        fetch(`${localSandbox.url}/organizations/${id}`, {
          method: "DELETE",
          headers: { Authorization: `Bearer ${SANDBOX_API_KEY}` },
        }),
    },
  });
  const { exit, stderr } = await run(`link revoke ${id}`);
  expect(exit).toBe(3);
  expect(stderr).toContain(`✖ Acme (${id}) does not exist any more: it was deleted.`);
});

describe("an environment without IT contacts", () => {
  test.beforeEach(({ acmeWith }) => acmeWith(1));

  test.for(["link email acme.com --to jane@acme.com", "link revoke acme.com"])(
    "404 is a missing feature, and 403 says why: ssoctl %s",
    async (line, { run, way }) => {
      const list = "GET /organizations/:id/it_contacts";
      way.add({
        route: list,
        times: 1,
        fault: { kind: "answer", status: 404, body: { message: "Not Found" } },
      });
      const missing = await run(line);
      expect(missing.exit).toBe(4);
      expect(missing.stderr).toContain("✖ This WorkOS environment has no API for IT contacts (404).");
      if (line.startsWith("link email")) {
        const hint =
          /or a portal link: (?<command>ssoctl .*)\n/u.exec(missing.stderr)?.groups?.["command"] ?? "";
        expect((await run(hint.replace("ssoctl ", ""))).exit).toBe(0);
      } else
        expect(missing.stderr).toContain("  Revoke it on the organization's page in the WorkOS dashboard.");
      const body = { message: "IT contacts are not part of your plan." };
      way.add({ route: list, times: 1, fault: { kind: "answer", status: 403, body } });
      const denied = await run(line);
      expect(denied.exit).toBe(4);
      expect(denied.stderr).toContain("(403: IT contacts are not part of your plan)");
    },
  );
});

describe("sending again, at a terminal", () => {
  const test = testAtTerminal;
  test.beforeEach(({ freshProgram }) => freshProgram.run(["config", "set", "company", "Initech"]));

  const FROM_HERE =
    /A setup link may be active: jane@acme\.com, emailed \d+ \w{3} \d\d:\d\d from this machine\. Revoke it and email bob@acme\.com instead\? \(y\/N\)/u;

  test("this machine's own: No is the default, and nothing is sent before Yes", async ({
    sitDown,
    run,
    writes,
    invited,
  }) => {
    await run("link email acme.com --to jane@acme.com");
    const sent = writes().length;
    const no = sitDown("link email acme.com --to bob@acme.com");
    await no.shows(FROM_HERE);
    expect(writes()).toHaveLength(sent);
    no.type(ENTER);
    const { exit, screen } = await no.ended();
    expect({ exit, invited: invited() }).toEqual({ exit: 130, invited: ["jane@acme.com"] });
    expect(screen).toContain("✖ Cancelled. Nothing was changed.");
    expect(writes()).toHaveLength(sent);
    const yes = sitDown("link email acme.com --to bob@acme.com");
    await yes.shows(FROM_HERE);
    yes.type(`y${ENTER}`);
    expect((await yes.ended()).exit).toBe(0);
    expect(invited()).toEqual(["bob@acme.com"]);
  });

  test("another machine's: that whose it is is not known is said, and nobody is added before Yes", async ({
    sitDown,
    acmeWith,
    writes,
    invited,
    localSandbox,
  }) => {
    await acmeWith(1);
    const contacts = () => [...localSandbox.state.itContacts.values()].map(({ email }) => email);
    const question =
      /does not know whose \(IT contacts: admin1@acme\.com\)\. Revoke it and email bob@acme\.com instead\? \(y\/N\)/u;
    const no = sitDown("link email acme.com --to bob@acme.com");
    await no.shows(question);
    no.type(`n${ENTER}`);
    expect((await no.ended()).exit).toBe(130);
    expect({ writes: writes(), contacts: contacts() }).toEqual({ writes: [], contacts: ["admin1@acme.com"] });
    const yes = sitDown("link email acme.com --to bob@acme.com");
    await yes.shows(question);
    yes.type(`y${ENTER}`);
    expect((await yes.ended()).exit).toBe(0);
    expect(invited()).toEqual(["bob@acme.com"]);
  });

  test("another machine's, for a contact: WorkOS tells, and then it is asked", async ({
    sitDown,
    run,
    acmeWith,
    invited,
  }) => {
    await acmeWith(2);
    const session = sitDown("link email acme.com --to admin2@acme.com");
    await session.shows("Have WorkOS email admin2@acme.com?");
    session.type(`y${ENTER}`);
    await session.shows(
      "Acme has an active setup link; this machine does not know whose. Revoke it and email admin2@acme.com instead?",
    );
    session.type(`y${ENTER}`);
    expect((await session.ended()).exit).toBe(0);
    expect(invited()).toEqual(["admin2@acme.com"]);
    const revoking = sitDown("link revoke acme.com");
    await revoking.shows(/A setup link may be active: admin2@acme\.com, emailed .* Revoke it\?/u);
    revoking.type(`y${ENTER}`);
    expect((await revoking.ended()).exit).toBe(0);
    expect(invited()).toEqual([]);
    const offered = sitDown("link email acme.com");
    await offered.shows("Email address of their IT admin (admin2@acme.com)");
    offered.type(ENTER);
    await offered.shows("Have WorkOS email admin2@acme.com?");
    offered.type(`y${ENTER}`);
    expect((await offered.ended()).exit).toBe(0);
    expect(invited()).toEqual(["admin2@acme.com"]);
    expect(await run("link email acme.com")).toMatchObject({ exit: 2, stdout: "" });
  });

  test("SSO that is active already is said; No is the default, and a script goes on", async ({
    sitDown,
    run,
    way,
    invited,
  }) => {
    await run("link email acme.com --to jane@acme.com");
    await playItAdmin(way.url);
    const no = sitDown("link email acme.com --to bob@acme.com");
    await no.shows(/Have WorkOS email bob@acme\.com\? \(y\/N\)/u);
    no.type(ENTER);
    const { exit, screen } = await no.ended();
    expect(exit).toBe(130);
    expect(screen).toContain(
      "Okta SAML is active already. To open its settings: ssoctl link create acme.com",
    );
    const script = await run("link email acme.com --to bob@acme.com");
    expect(script.exit).toBe(0);
    expect(script.stderr).toContain("Okta SAML is active already.");
    expect(invited()).toEqual(["bob@acme.com"]);
  });

  test("an outsider is a question, and No is the default", async ({ sitDown, acmeWith, writes, invited }) => {
    await acmeWith(0);
    const no = sitDown("link email acme.com --to bob@beta.com");
    await no.shows(/bob@beta\.com is not at one of Acme's domains\..* Continue\? \(y\/N\)/u);
    no.type(ENTER);
    expect((await no.ended()).exit).toBe(130);
    expect(writes()).toEqual([]);
    const sure = sitDown("link email acme.com --to bob@beta.com --yes");
    const { exit, screen } = await sure.ended();
    expect(exit).toBe(8);
    expect(screen).toContain("If you mean it: --allow-recipient bob@beta.com");
    const yes = sitDown("link email acme.com --to bob@beta.com");
    await yes.shows("Continue?");
    await yes.typeUntil(`y${ENTER}`, "Have WorkOS email bob@beta.com?");
    yes.type(ENTER);
    expect((await yes.ended()).exit).toBe(0);
    expect(invited()).toEqual(["bob@beta.com"]);
  });
});

test("in a script nobody is added as IT contact in vain", async ({ run, acmeWith, writes, localSandbox }) => {
  await acmeWith(1);
  for (const line of ["--to bob@acme.com", "--to admin1@acme.com --to bob@acme.com"]) {
    const { exit, stdout, stderr } = await run(`link email acme.com ${line}`);
    expect({ exit, stdout }).toEqual({ exit: 5, stdout: "" });
    expect(stderr).toContain("Nothing was changed.");
    expect(stderr).toContain("--replace");
  }
  expect(writes().every((line) => line.endsWith("/invite"))).toBe(true);
  expect(localSandbox.state.itContacts.size).toBe(1);
  expect(await run("link email acme.com --to bob@acme.com --replace")).toMatchObject({ exit: 0 });
});

describe("--dry-run", () => {
  test.for<[string, string]>([
    ["org ensure acme.com", "create\torganization\tAcme (acme.com, pending)\n"],
    [
      "link create acme.com",
      "create\torganization\tAcme (acme.com, pending)\ncreate\tportal link\tfor Single Sign-On\n",
    ],
    [
      "link email acme.com --to jane@acme.com",
      "create\torganization\tAcme (acme.com, pending)\nadd\tIT contact\tjane@acme.com\nemail\tsetup link\tjane@acme.com, for Single Sign-On, domain verification\n",
    ],
  ])(
    "ssoctl %s: shows the plan and sends no write; then it is what is done",
    async ([line, plan], { run, writes, program, way }) => {
      expect(await run(`${line} --dry-run`)).toMatchObject({ exit: 0, stdout: plan });
      expect(writes()).toEqual([]);
      const { changes } = JSON.parse((await run(`${line} --dry-run --json`)).stdout);
      expect(writes()).toEqual([]);
      expect(await run(line)).toMatchObject({ exit: 0 });
      const history = await program.run(
        ["history", "acme.com", "--json", "--limit", String(changes.length)],
        { env: sandboxEnv(way) },
      );
      const done = JSON.parse(history.stdout).entries.map(
        (entry: { done: { action: string } }) => entry.done.action,
      );
      expect(done.toReversed()).toEqual(changes.map(({ action }: { action: string }) => action));
    },
  );

  test("ssoctl link revoke acme.com", async ({ run, acmeWith, writes, invited }) => {
    await acmeWith(1);
    const { stdout } = await run("link revoke acme.com --dry-run");
    expect(stdout).toMatch(
      /^use\torganization\tAcme \(org_\w+\)\nrevoke\tsetup link\tof Acme, if one is active\n$/u,
    );
    expect(writes()).toEqual([]);
    expect(invited()).toEqual(["admin1@acme.com"]);
  });
});
