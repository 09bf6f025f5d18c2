import { describe, expect, test } from "vitest";
import { Failure } from "../../src/failure.ts";
import type { Goal } from "../../src/handoff/intents.ts";
import { waitFor } from "../../src/handoff/waiting.ts";
import { see } from "../support/fake-system.ts";
import { FakeWorkos, refusal, silence } from "../support/fake-workos.ts";
import { failureOf } from "../workos/support/failure-of.ts";

test.each(["link create", "link email --to jane@acme.com", "org status"])(
  "a limit for a wait that is not wished is a slip: %s",
  async (command) => {
    const workos = new FakeWorkos();
    const line = [...command.split(" "), "acme.com", "--wait-timeout", "5m"];
    expect(await see("pipe", line, { workos })).toMatchObject({
      exit: 2,
      stdout: "",
      stderr: "✖ --wait-timeout belongs to --wait.\n",
    });
    expect(workos.asked).toEqual([]);
  },
);

describe("a link's --wait is for what the link is for", () => {
  const directory = { id: "directory_1", name: "Acme", type: "okta scim v2.0", state: "linked" };

  function acme(): FakeWorkos {
    const workos = new FakeWorkos();
    workos.has("Acme", "acme.com");
    return workos;
  }

  test.each(["link create acme.com", "link email acme.com --to jane@acme.com"])(
    "%s --intent dsync: for a directory, whatever SSO is",
    async (line) => {
      const workos = acme();
      workos.connections.push({ id: "conn_1", name: "Acme", type: "OktaSAML", state: "active" });
      const onSleep = () => workos.directories.push(directory);
      const argv = [...line.split(" "), "--intent", "dsync", "--wait"];
      const { exit, stderr } = await see("pipe", argv, { workos, onSleep });
      expect(exit).toBe(0);
      expect(stderr).toContain("✔ Acme · the directory is linked: Okta.");
      expect(stderr).not.toContain("SSO is active");
    },
  );

  test("certificate_renewal: WorkOS does not report it, so nothing is made", async () => {
    const workos = acme();
    const argv = ["link", "create", "acme.com", "--intent", "certificate_renewal", "--wait"];
    expect(await see("pipe", argv, { workos })).toMatchObject({
      exit: 2,
      stdout: "",
      stderr:
        "✖ --wait does not work for SAML certificate renewal: WorkOS does not report when it is set up.\n",
    });
    expect(workos.asked).toEqual([]);
  });
});

describe("what was done before a wait ended is said", () => {
  const lines = ["link create acme.com", "link email acme.com --to jane@acme.com"];

  test.each(lines)("%s: the time was up", async (line) => {
    const workos = new FakeWorkos();
    workos.has("Acme", "acme.com");
    const argv = [...line.split(" "), "--wait", "--wait-timeout", "10s"];
    const { exit, stdout, stderr } = await see("pipe", argv, { workos });
    expect(exit).toBe(124);
    expect(stdout).not.toBe("");
    expect(stderr).toMatch(
      /✖ Timed out while waiting for SSO to be active at Acme\. Done before this: (created a portal link|added jane)/u,
    );
  });
});

/** The waiting itself: a clock that goes on by what is slept. */
function waiting(workos: FakeWorkos, onSleep: (times: number) => void = () => {}) {
  const organization = workos.organizations[0] ?? workos.has("Acme", "acme.com");
  const slept: number[] = [];
  let time = 1_000_000;
  const ports = {
    api: workos,
    elapsed: () => time,
    sleep: async (milliseconds: number) => {
      slept.push(milliseconds);
      time += milliseconds;
      onSleep(slept.length);
    },
  };
  return { slept, wait: (goal: Goal, limit: number) => waitFor(goal, organization, limit, ports) };
}

describe("waiting", () => {
  const okta = { id: "conn_1", name: null, type: "OktaSAML", state: "active" };

  test("for what is there already takes no time", async () => {
    const workos = new FakeWorkos();
    workos.connections.push(okta);
    const { wait, slept } = waiting(workos);
    expect(await wait("sso", 60_000)).toBe("Okta SAML");
    expect(slept).toEqual([]);
  });

  test.each<[Goal, string]>([
    ["sso", "Okta SAML"],
    ["directory", "Okta"],
    ["domain", "acme.com"],
  ])("for %s: what was reached, in words", async (goal, words) => {
    const workos = new FakeWorkos();
    const { wait, slept } = waiting(workos, () => {
      workos.connections.push(okta);
      workos.directories.push({ id: "directory_1", name: null, type: "okta scim v2.0", state: "active" });
      const [acme] = workos.organizations;
      if (acme) workos.organizations[0] = { ...acme, domains: [{ domain: "acme.com", state: "verified" }] };
    });
    expect(await wait(goal, 60_000)).toBe(words);
    expect(slept).toEqual([5000]);
  });

  test("ends with the time, to the millisecond, and after a last look", async () => {
    const workos = new FakeWorkos();
    const { wait, slept } = waiting(workos);
    expect(await wait("sso", 12_500)).toBeUndefined();
    expect(slept).toEqual([5000, 5000, 2500]);
    expect(workos.asked.filter((asked) => asked.startsWith("listConnections"))).toHaveLength(4);
  });

  test("leaves WorkOS alone for as long as it asks, but not beyond the time", async () => {
    const workos = new FakeWorkos().failsAt("listConnections", silence().with({ retryAfter: 60 }));
    const { wait, slept } = waiting(workos);
    expect(await wait("sso", 90_000)).toBeUndefined();
    expect(slept).toEqual([60_000, 30_000]);
  });

  test("is no busier where WorkOS asks for less", async () => {
    const workos = new FakeWorkos().failsAt("listConnections", silence().with({ retryAfter: 1 }));
    const { wait, slept } = waiting(workos);
    await wait("sso", 10_000);
    expect(slept).toEqual([5000, 5000]);
  });

  test.each<[string, Failure]>([
    ["a key that is refused", refusal("unauthorized", 401)],
    ["a key without permission", refusal("unauthorized", 403)],
    ["Ctrl-C", new Failure("interrupted", "Interrupted.")],
    ["what nobody foresaw", refusal("unexpected", 418)],
  ])("ends with %s", async (_what, failure) => {
    const workos = new FakeWorkos();
    const { wait, slept } = waiting(workos, () => workos.failsAt("getOrganization", failure));
    expect(await failureOf(wait("sso", 60_000))).toBe(failure);
    expect(slept).toEqual([5000]);
  });

  test.each<Goal>(["sso", "directory", "domain"])(
    "ends where the organization is gone (%s)",
    async (goal) => {
      const workos = new FakeWorkos();
      const { wait } = waiting(workos, () => void workos.organizations.splice(0));
      expect(await failureOf(wait(goal, 60_000))).toMatchObject({
        code: "no_organization",
        message: "Acme (org_01) does not exist any more: it was deleted.",
      });
    },
  );
});

describe("Retry-After at the end of a wait", () => {
  const limited = (retryAfter: number) =>
    new Failure("unavailable", "429.", { status: 429, retryAfter, delivery: "refused" });

  test.each([
    [30, 1],
    [0, 3],
  ])("of %i s, with 7 s left: %i looks", async (retryAfter, looks) => {
    const workos = new FakeWorkos().failsAt("getOrganization", limited(retryAfter));
    const organization = workos.has("Acme", "acme.com");
    let time = 0;
    const sleep = async (milliseconds: number) => {
      time += milliseconds;
    };
    const reached = await waitFor("domain", organization, 7000, { api: workos, elapsed: () => time, sleep });
    expect(reached).toBeUndefined();
    expect(workos.asked).toHaveLength(looks);
    expect(time).toBe(7000);
  });

  test("an organization that is gone ends it, whatever its connections answer", async () => {
    const workos = new FakeWorkos().failsAt("listConnections", refusal("usage", 422));
    const organization = workos.has("Acme", "acme.com");
    workos.organizations.length = 0;
    const ports = { api: workos, elapsed: () => 0, sleep: async () => {} };
    expect(await failureOf(waitFor("sso", organization, 7000, ports))).toMatchObject({
      code: "no_organization",
    });
  });
});
