import { expect, test } from "vitest";
import type { Entry, History } from "../../src/history/history.ts";
import { createRecorder } from "../../src/history/recorder.ts";
import type { Change } from "../../src/journal.ts";

const STAGING = { name: "staging", kind: "test" } as const;
const CREATED: Change = {
  action: "organization_created",
  organization: { id: "org_01", name: "Acme" },
  domain: "acme.com",
};

function recorder(append: (entry: Entry) => Promise<void>) {
  const troubles: string[] = [];
  const history: History = { append, read: async () => [], latest: async () => [] };
  const made = createRecorder({
    command: "org ensure",
    now: () => new Date("2026-11-23T14:30:12.000Z"),
    openHistory: () => history,
    onTrouble: (reason) => void troubles.push(reason),
  });
  return { ...made, troubles };
}

test("adds when, where, for whom, by which command and which requests, and nothing else", async () => {
  const entries: Entry[] = [];
  const { at, sent, keep, troubles } = recorder(async (entry) => void entries.push(structuredClone(entry)));
  const environment = { ...STAGING, apiUrl: "http://127.0.0.1:4747" };
  at(environment, "acme.com");
  sent("req_01");
  sent(undefined);
  await keep(CREATED, "done");
  sent("req_02");
  await keep({ ...CREATED, organization: { id: null, name: "Acme" } }, "unknown");
  const facts = {
    time: "2026-11-23T14:30:12.000Z",
    environment: { name: "staging", kind: "test" },
    command: "org ensure",
    customer: "acme.com",
  };
  const deed = { action: "organization_created", domain: "acme.com" };
  expect(entries).toStrictEqual([
    { ...facts, organization: { id: "org_01", name: "Acme" }, done: deed, requestIds: ["req_01"] },
    { ...facts, organization: { id: null, name: "Acme" }, unknown: deed, requestIds: ["req_01", "req_02"] },
  ]);
  expect(troubles).toEqual([]);
});

test("a hostile name is harmless in the file, and short", async () => {
  const entries: Entry[] = [];
  const { at, keep } = recorder(async (entry) => void entries.push(entry));
  at(STAGING, "acme.com");
  const organization = { id: "org_01", name: `\u001b]0;x\u0007\u009b31m\u202eAcme\n${"x".repeat(10_000)}` };
  await keep({ ...CREATED, organization }, "done");
  expect(entries[0]?.organization.name).toMatch(/^\]0;x31mAcme x{288,}…$/u);
});

test("a failed write is reported once, and fails nothing", async () => {
  const { at, keep, troubles } = recorder(async () => {
    throw new Error("EACCES: permission denied");
  });
  at(STAGING, "acme.com");
  await keep(CREATED, "done");
  await keep(CREATED, "unknown");
  expect(troubles).toEqual(["EACCES: permission denied"]);
});
