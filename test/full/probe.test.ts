import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { afterEach, expect, test } from "vitest";
import { SANDBOX_API_KEY } from "../../src/sandbox/address.ts";
import { type Sandbox, startSandbox } from "../../src/sandbox/server.ts";
import type { World } from "../../src/sandbox/world.ts";
import { type FaultProxy, startFaultProxy } from "../support/fault-proxy.ts";

const PROBE = fileURLToPath(new URL("../probe/probe.ts", import.meta.url));
const INBOX = "maintainer@probe.example";

let sandbox: Sandbox;
let proxy: FaultProxy;

afterEach(async () => {
  await proxy.close();
  await sandbox.close();
});

const start = async (world: Partial<World> = {}) => {
  sandbox = await startSandbox({ port: 0, world });
  proxy = await startFaultProxy(sandbox.url);
};

const probe = async (env: Record<string, string> = {}) => {
  const { exitCode, stdout, stderr } = await execa(process.execPath, [PROBE], {
    env: {
      WORKOS_PROBE_URL: proxy.url,
      WORKOS_PROBE_KEY: SANDBOX_API_KEY,
      WORKOS_PROBE_EMAIL: INBOX,
      ...env,
    },
    extendEnv: false,
    reject: false,
  });
  return { exitCode, stdout, stderr, rows: rowsOf(stdout) };
};

/** The table, by question; of an answer the part before its details. */
const rowsOf = (stdout: string) =>
  Object.fromEntries(
    stdout
      .split("\n")
      .filter((line) => line.split(" | ").length === 3)
      .slice(2)
      .map((line) => line.split(" | "))
      .map(([question = "", answer = ""]) => [question, answer.replace(/:.*$/u, "")]),
  );

const DEFAULT_ROWS = {
  "Idempotency-Key on POST /organizations": "honored",
  "the same key with another body": "refused",
  "Idempotency-Key on other POSTs": "ignored",
  "list of 12 IT contacts": "one page",
  "revoking an invitation": "by the invited contact",
  "a domain that another organization holds": "allowed",
  "lists after a write": "current",
  "opening a portal link twice": "one",
};

test.each<[Partial<World>, Partial<typeof DEFAULT_ROWS>]>([
  [{}, {}],
  [
    { organizationKeys: "ignored" },
    {
      "Idempotency-Key on POST /organizations": "ignored",
      "the same key with another body": "accepted",
    },
  ],
  [{ otherKeys: "honored" }, { "Idempotency-Key on other POSTs": "honored" }],
  [{ contactLists: "pages" }, { "list of 12 IT contacts": "pages" }],
  [{ revoking: "by any contact" }, { "revoking an invitation": "by any contact" }],
  [{ heldDomains: "refused" }, { "a domain that another organization holds": "refused" }],
  [{ listDelay: 1000 }, { "lists after a write": "behind" }],
  [{ portalLinkOpenings: "any" }, { "opening a portal link twice": "any, as far as the status shows" }],
])("tells the world %j from the others", async (world, different) => {
  await start(world);
  const { exitCode, rows, stderr } = await probe();
  expect([exitCode, stderr]).toEqual([0, ""]);
  expect(rows).toEqual({ ...DEFAULT_ROWS, ...different });
});

test("writes only what it lists for removal, and deletes nothing", async () => {
  await start();
  const { stdout } = await probe();
  const { organizations } = sandbox.state;
  const listed = stdout.slice(stdout.indexOf("Remove these")).split("\n").slice(1);
  expect(listed).toEqual([...organizations.values()].map(({ id, name }) => `${id} ${name}`));
  expect([...organizations.values()].every(({ name }) => /^ssoctl-probe-\d{14}-/u.test(name))).toBe(true);
  expect(new Set(proxy.requests.map(({ method }) => method))).toEqual(new Set(["GET", "POST"]));
  expect([...sandbox.state.mails.values()].map(({ invitation }) => invitation.email)).toEqual([INBOX]);
  expect([...sandbox.state.setupInvitations.values()].map(({ ended }) => ended)).toEqual(["revoked"]);
});

test("is dated, names the requests, and shows neither the key nor a link", async () => {
  await start();
  const { stdout } = await probe();
  expect(stdout).toMatch(/^http:\/\/127\.0\.0\.1:\d+, asked on \d{4}-\d\d-\d\dT[\d:.]+Z\n/u);
  expect(stdout.match(/req_[0-9A-Z]{26}/gu)?.length).toBe(
    proxy.requests.filter(({ headers }) => headers.authorization !== undefined).length,
  );
  expect(stdout).not.toContain(SANDBOX_API_KEY);
  for (const token of sandbox.state.portalLinks.keys()) expect(stdout).not.toContain(token);
});

test("sends no mail without an inbox, and says so", async () => {
  await start();
  const { exitCode, rows } = await probe({ WORKOS_PROBE_EMAIL: "" });
  expect([exitCode, rows["revoking an invitation"]]).toEqual([0, "skipped"]);
  expect(sandbox.state.mails.size).toBe(0);
});

test.each([
  ["a live key", { WORKOS_PROBE_KEY: "sk_live_x" }, "begins with sk_test_"],
  ["a key of an unknown form", { WORKOS_PROBE_KEY: "sk_x" }, "begins with sk_test_"],
  ["no key", { WORKOS_PROBE_KEY: "" }, "begins with sk_test_"],
  ["an address without TLS", { WORKOS_PROBE_URL: "http://api.workos.com" }, "https"],
])("refuses %s, and sends nothing", async (_what, env, sentence) => {
  await start();
  const { exitCode, stdout, stderr } = await probe(env);
  expect([exitCode, stdout, stderr]).toEqual([2, "", expect.stringContaining(sentence)]);
  expect(proxy.requests).toEqual([]);
});

test("a question that fails says so, and the others are asked", async () => {
  await start();
  proxy.add({ route: "POST /portal/generate_link", times: null, fault: { kind: "hang" } });
  proxy.add({ route: "POST /organizations/:id/it_contacts", times: 1, fault: { kind: "html" } });
  const { exitCode, rows, stdout } = await probe();
  const failed = { "Idempotency-Key on other POSTs": "failed", "opening a portal link twice": "failed" };
  expect([exitCode, rows]).toEqual([1, { ...DEFAULT_ROWS, ...failed }]);
  expect(stdout).toContain("failed: POST /portal/generate_link: no answer");
});

test("an organization whose answer is lost is listed as one that may exist", async () => {
  await start();
  proxy.add({ route: "POST /organizations", times: 1, fault: { kind: "close", when: "after" } });
  const { stdout } = await probe();
  expect(stdout).toMatch(/^may exist: ssoctl-probe-\d{14}-key$/mu);
});
