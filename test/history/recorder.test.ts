import { expect, test } from "vitest";
import type { Entry, History } from "../../src/history/port.ts";
import { createRecorder, type Deed } from "../../src/history/recorder.ts";

const CREATED: Deed = {
  customer: "acme.com",
  organization: { id: "org_01", name: "Acme" },
  done: { action: "organization_created" },
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

test("adds when, where, by which command and which requests, and no more than is asked for", async () => {
  const entries: Entry[] = [];
  const { at, sent, record, troubles } = recorder(async (entry) => void entries.push(entry));
  const environment = { name: "staging", kind: "test", apiUrl: "http://127.0.0.1:4747" } as const;
  at(environment);
  sent("req_01");
  sent(undefined);
  await record({
    ...CREATED,
    organization: { ...CREATED.organization, domains: [] } as Deed["organization"],
  });
  sent("req_02");
  await record(CREATED);
  expect(entries).toEqual([
    {
      time: "2026-11-23T14:30:12.000Z",
      environment: { name: "staging", kind: "test" },
      command: "org ensure",
      ...CREATED,
      requestIds: ["req_01"],
    },
    expect.objectContaining({ requestIds: ["req_01", "req_02"] }),
  ]);
  expect(troubles).toEqual([]);
});

test("a hostile name is harmless in the file, and short", async () => {
  const entries: Entry[] = [];
  const { at, record } = recorder(async (entry) => void entries.push(entry));
  at({ name: "staging", kind: "test" });
  const organization = { id: "org_01", name: `\u001b]0;x\u0007\u009b31m\u202eAcme\n${"x".repeat(10_000)}` };
  await record({ ...CREATED, organization });
  expect(entries[0]?.organization.name).toMatch(/^\]0;x31mAcme x{288,}…$/u);
});

test("what cannot be written is told once, and fails nothing", async () => {
  const { at, record, troubles } = recorder(async () => {
    throw new Error("EACCES: permission denied");
  });
  at({ name: "staging", kind: "test" });
  await record(CREATED);
  await record(CREATED);
  expect(troubles).toEqual(["EACCES: permission denied"]);
});
