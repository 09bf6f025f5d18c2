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
    onError: (reason) => void troubles.push(reason),
  });
  return { ...made, troubles };
}

test("adds when, where, for whom, by which command and which requests, and nothing else", async () => {
  const entries: Entry[] = [];
  const { setTarget, addRequest, record, troubles } = recorder(
    async (entry) => void entries.push(structuredClone(entry)),
  );
  const environment = { ...STAGING, apiUrl: "http://127.0.0.1:4747" };
  setTarget(environment, "acme.com");
  addRequest("req_01");
  addRequest(undefined);
  await record(CREATED, "done");
  addRequest("req_02");
  await record({ ...CREATED, organization: { id: null, name: "Acme" } }, "unknown");
  const facts = {
    time: "2026-11-23T14:30:12.000Z",
    environment: { name: "staging", kind: "test" },
    command: "org ensure",
    customer: "acme.com",
  };
  const event = { action: "organization_created", domain: "acme.com" };
  expect(entries).toStrictEqual([
    { ...facts, organization: { id: "org_01", name: "Acme" }, done: event, requestIds: ["req_01"] },
    { ...facts, organization: { id: null, name: "Acme" }, unknown: event, requestIds: ["req_01", "req_02"] },
  ]);
  expect(troubles).toEqual([]);
});

test("a hostile name is harmless in the file, and short", async () => {
  const entries: Entry[] = [];
  const { setTarget, record } = recorder(async (entry) => void entries.push(entry));
  setTarget(STAGING, "acme.com");
  const organization = { id: "org_01", name: `\u001b]0;x\u0007\u009b31m\u202eAcme\n${"x".repeat(10_000)}` };
  await record({ ...CREATED, organization }, "done");
  expect(entries[0]?.organization.name).toMatch(/^\]0;x31mAcme x{288,}…$/u);
});

test("a failed write is reported once, and fails nothing", async () => {
  const { setTarget, record, troubles } = recorder(async () => {
    throw new Error("EACCES: permission denied");
  });
  setTarget(STAGING, "acme.com");
  await record(CREATED, "done");
  await record(CREATED, "unknown");
  expect(troubles).toEqual(["EACCES: permission denied"]);
});
