import {
  chmodSync,
  existsSync,
  readdirSync,
  readFileSync,
  statSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Entry } from "../../src/history/history.ts";
import { openHistory } from "../../src/history/history-file.ts";
import { EVERY_DEED, entry, unknownEntry } from "./support/entry.ts";

let home: string;
let folder: string;

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), "ssoctl-history-"));
  folder = join(home, "settings");
});
afterEach(() => rm(home, { recursive: true, force: true }));

const path = (name = "history.jsonl") => join(folder, name);
const content = (name?: string) => readFileSync(path(name), "utf8");
const numbered = (number: number) => entry({ customer: `c${number}.com` });

async function write(entries: readonly Entry[], limit?: number): Promise<void> {
  const history = openHistory(folder, limit);
  for (const one of entries) await history.append(one);
}

test.skipIf(process.platform === "win32")(
  "a FIFO in its place is an error, and nothing waits for it",
  async () => {
    await write([numbered(1)]);
    await rm(path());
    await execa("mkfifo", [path()]);
    for (const use of [openHistory(folder).read(), openHistory(folder).latest(), write([numbered(2)])])
      await expect(use).rejects.toThrow(`${path()} is not a regular file`);
  },
);

test("where nothing was done there is nothing to read, and no folder is made", async () => {
  expect(await openHistory(folder).read()).toEqual([]);
  expect(existsSync(folder)).toBe(false);
});

test("what was appended is read back in its order, one line each", async () => {
  const entries = EVERY_DEED.flatMap((deed) => [entry({ done: deed }), unknownEntry(deed)]);
  await write(entries);
  expect(await openHistory(folder).read()).toEqual(entries);
  expect(content()).toBe(entries.map((one) => `${JSON.stringify(one)}\n`).join(""));
});

test("the oldest comes first, as times are compared, whatever was written first", async () => {
  const times = ["2026-11-23T14:30:12.500Z", "2026-11-23T14:30:12Z", "2026-11-23T14:30:12.25Z"];
  await write(times.map((time) => entry({ time })));
  const [second, first, between] = times;
  const history = openHistory(folder);
  expect((await history.read()).map(({ time }) => time)).toEqual([first, between, second]);
  expect((await history.latest()).map(({ time }) => time)).toEqual([first, between, second]);
});

test("an organization whose id is not known is read back too", async () => {
  const deed = { action: "organization_created", domain: "acme.com" } as const;
  const lost = unknownEntry(deed, { organization: { id: null, name: "Acme" } });
  await write([lost]);
  expect(await openHistory(folder).read()).toEqual([lost]);
});

describe("what an earlier version wrote is read", () => {
  test.each([
    [
      "invitation_ended",
      { action: "invitation_ended", invited: "jane@acme.com" },
      { action: "setup_link_revoked", invited: "jane@acme.com" },
    ],
    [
      "message_written",
      { action: "message_written", via: "draft", to: ["jane@acme.com"], intent: "dsync" },
      { action: "link_created", via: "draft", to: ["jane@acme.com"], intent: "dsync" },
    ],
    ["organization_created", { action: "organization_created" }, { action: "organization_created" }],
    [
      "invited",
      { action: "invited", invited: "jane@acme.com", added: [], intents: ["sso"], replaced: null },
      { action: "invited", invited: "jane@acme.com", added: [], intents: ["sso"], replaced: null },
    ],
  ])("%s", async (_action, before, now) => {
    await write([numbered(1)]);
    writeFileSync(path(), `${JSON.stringify({ ...numbered(2), done: before })}\n`, { flag: "a" });
    expect(await openHistory(folder).read()).toEqual([numbered(1), { ...numbered(2), done: now }]);
    expect(await openHistory(folder).latest()).toEqual([numbered(1), { ...numbered(2), done: now }]);
  });

  test("and a customer or an organization that is called as an action was keeps its name", async () => {
    const odd = entry({ customer: "org_01", organization: { id: "org_01", name: "message_written" } });
    await write([odd]);
    expect(await openHistory(folder).read()).toEqual([odd]);
  });
});

describe.skipIf(process.platform === "win32")("its owner alone", () => {
  test("can read the file and enter the folder", async () => {
    await write([entry()]);
    expect(statSync(path()).mode & 0o777).toBe(0o600);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
  });

  test("can read it again after the next entry, where it was opened to others", async () => {
    await write([entry()]);
    chmodSync(path(), 0o644);
    await write([entry()]);
    expect(statSync(path()).mode & 0o777).toBe(0o600);
  });
});

test("killed at any byte of the last line: the others are read, and the next one begins a line", async () => {
  const [first, last, next] = [numbered(1), numbered(2), numbered(3)];
  await write([first, last]);
  const whole = content();
  const begin = Buffer.byteLength(JSON.stringify(first)) + 1;
  for (let length = begin; length <= Buffer.byteLength(whole); length += 1) {
    writeFileSync(path(), whole);
    truncateSync(path(), length);
    // A line whose newline alone is missing is an entry all the same.
    const known = length >= Buffer.byteLength(whole) - 1 ? [first, last] : [first];
    expect(await openHistory(folder).read()).toEqual(known);
    await write([next]);
    expect(await openHistory(folder).read()).toEqual([...known, next]);
    expect(content().endsWith(`\n${JSON.stringify(next)}\n`)).toBe(true);
  }
});

describe("a line that is not an entry is skipped:", () => {
  test.each([
    ["no JSON", "what is this"],
    ["no object", "[]"],
    ["null", "null"],
    ["no members", "{}"],
    ["an invalid time", { ...entry(), time: "yesterday" }],
    ["a time that cannot be", { ...entry(), time: "2026-99-23T14:30:12.000Z" }],
    ["an unknown kind", { ...entry(), environment: { name: "x", kind: "prod" } }],
    ["no environment", { ...entry(), environment: undefined }],
    ["a name that is a number", { ...entry(), organization: { id: "org_01", name: 1 } }],
    ["an unknown action", { ...entry(), done: { action: "celebrated" } }],
    ["an action that JavaScript knows", { ...entry(), done: { action: "constructor" } }],
    ["an action without its facts", { ...entry(), done: { action: "link_created" } }],
    ["a contact without an address", { ...entry(), done: { action: "it_contact_added" } }],
    ["neither done nor unknown", { ...entry(), done: undefined }],
    [
      "what may have been done, and is nothing known",
      { ...entry(), done: undefined, unknown: { action: "x" } },
    ],
    ["an organization without an id", { ...entry(), organization: { name: "Acme" } }],
    ["request ids that are none", { ...entry(), requestIds: [1] }],
  ])("%s", async (_what, line) => {
    await write([numbered(1)]);
    writeFileSync(path(), `${typeof line === "string" ? line : JSON.stringify(line)}\n`, { flag: "a" });
    await write([numbered(2)]);
    expect(await openHistory(folder).read()).toEqual([numbered(1), numbered(2)]);
  });

  test("whatever bytes there are", async () => {
    await write([numbered(1)]);
    const whole = content();
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), async (bytes) => {
        writeFileSync(path(), whole);
        writeFileSync(path(), bytes, { flag: "a" });
        await write([numbered(2)]);
        expect(await openHistory(folder).read()).toEqual([numbered(1), numbered(2)]);
      }),
      { numRuns: 200 },
    );
  });
});

describe("a file that is full", () => {
  const LINE = Buffer.byteLength(`${JSON.stringify(numbered(10))}\n`);

  test("is followed by another, and of all of them the newest two are kept", async () => {
    const entries = Array.from({ length: 25 }, (_, index) => numbered(index + 10));
    await write(entries, LINE * 4);
    expect(readdirSync(folder).sort()).toEqual(["history.5.jsonl", "history.6.jsonl"]);
    expect(await openHistory(folder).read()).toEqual(entries.slice(20));
  });

  test("is never over its bound, by default 1 MiB", async () => {
    await write([numbered(10)]);
    writeFileSync(path(), content().repeat(Math.floor(1024 ** 2 / LINE)));
    await write([numbered(11), numbered(12)]);
    expect(readdirSync(folder).sort()).toEqual(["history.1.jsonl", "history.jsonl"]);
    expect(statSync(path()).size).toBeLessThanOrEqual(1024 ** 2);
    expect((await openHistory(folder).read()).slice(-3)).toEqual([numbered(10), numbered(11), numbered(12)]);
  });

  test("an entry that is larger than a file is a file of its own", async () => {
    await write([numbered(10), numbered(11)], 10);
    expect(await openHistory(folder).read()).toEqual([numbered(10), numbered(11)]);
  });

  test("other files in the folder are left alone", async () => {
    await write([numbered(10)]);
    for (const name of ["config.json", "history.01.jsonl", "history.jsonl.bak", "history.x.jsonl"]) {
      writeFileSync(path(name), "mine");
    }
    await write([numbered(11), numbered(12), numbered(13)], LINE);
    expect(readdirSync(folder)).toHaveLength(4 + 2);
    expect(content("config.json")).toBe("mine");
  });
});

describe("processes that write at once", () => {
  const FILE = new URL("../../src/history/history-file.ts", import.meta.url).href;
  const EACH = 150;

  /** Each process writes entries that say whose they are. */
  async function inProcesses(names: readonly string[], limit: number): Promise<string[]> {
    const program = `
      const [folder, limit, name, template, count] = process.argv.slice(1);
      const { openHistory } = await import(${JSON.stringify(FILE)});
      const history = openHistory(folder, Number(limit));
      for (let n = 0; n < Number(count); n += 1)
        await history.append({ ...JSON.parse(template), customer: name + n });`;
    const template = JSON.stringify(entry());
    const run = (name: string) =>
      execa(process.execPath, [
        "--input-type=module",
        "--eval",
        program,
        "--",
        folder,
        String(limit),
        name,
        template,
        String(EACH),
      ]);
    await Promise.all(names.map(run));
    return (await openHistory(folder).read()).map(({ customer }) => customer);
  }

  const expected = (names: readonly string[]) =>
    names.flatMap((name) => Array.from({ length: EACH }, (_, n) => `${name}${n}`)).sort();

  test("lose nothing and mingle nothing", async () => {
    const names = ["a", "b", "c", "d"];
    expect((await inProcesses(names, 1024 ** 2)).sort()).toEqual(expected(names));
    expect(readdirSync(folder)).toEqual(["history.jsonl"]);
  });

  test("lose nothing while one file follows the other", async () => {
    const names = ["a", "b", "c", "d"];
    const total = names.length * EACH * Buffer.byteLength(`${JSON.stringify(entry({ customer: "a100" }))}\n`);
    expect((await inProcesses(names, Math.ceil(total * 0.6))).sort()).toEqual(expected(names));
    expect(readdirSync(folder).sort()).toEqual(["history.1.jsonl", "history.jsonl"]);
  });
});

test("a folder that cannot be is an error", async () => {
  writeFileSync(folder, "");
  await expect(write([entry()])).rejects.toThrow(/EEXIST|ENOTDIR/u);
});

test.runIf(process.platform === "linux")(
  "a folder where nobody can make one is an error too, and no wait",
  async () => {
    await expect(openHistory("/proc/ssoctl/settings").append(entry())).rejects.toThrow(/ENOENT/u);
  },
);

test("the folders above it are made as well", async () => {
  const deep = join(folder, "a", "b");
  await openHistory(deep).append(entry());
  expect(await openHistory(deep).read()).toEqual([entry()]);
});

describe("the latest entries", () => {
  test("are all of them while there are few, also where a new file has just begun", async () => {
    expect(await openHistory(folder).latest()).toEqual([]);
    const entries = Array.from({ length: 10 }, (_, number) => numbered(number));
    const small = openHistory(folder, 1000);
    for (const one of entries) await small.append(one);
    expect(await small.latest()).toEqual(await small.read());
  });

  test("are the last of many, and none is one that was cut", async () => {
    const lines = Array.from({ length: 2000 }, (_, number) => JSON.stringify(numbered(number)));
    await write([entry()]);
    writeFileSync(path(), `${lines.join("\n")}\n`);
    const latest = await openHistory(folder).latest();
    expect(latest.length).toBeGreaterThan(50);
    expect(latest.length).toBeLessThan(200);
    expect(latest).toEqual((await openHistory(folder).read()).slice(-latest.length));
  });
});
