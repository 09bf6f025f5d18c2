import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { sentence, ssoctl } from "../../src/command-line.ts";
import { createKeychain } from "../../src/settings/keychain.ts";

const KEY = "sk_live_0123456789abcdef";

/** Stands where `keychain-child` does, and keeps what it is given in a file beside it. */
const KEEPS = `
import { readFileSync, writeFileSync } from "node:fs";
const place = new URL("kept.json", import.meta.url);
const kept = () => { try { return JSON.parse(readFileSync(place, "utf8")); } catch { return {}; } };
const { action, account, key } = JSON.parse(readFileSync(0, "utf8"));
if (action === "write") writeFileSync(place, JSON.stringify({ ...kept(), [account]: key }));
if (action === "remove") writeFileSync(place, JSON.stringify({ ...kept(), [account]: undefined }));
console.log(JSON.stringify(action === "read" ? { key: kept()[account] ?? null } : {}));
`;

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "ssoctl-keychain-"));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

interface Given {
  readonly timeout?: number;
  readonly signal?: AbortSignal;
  /** The settings folder, then its former names. */
  readonly settings?: readonly (string | undefined)[];
}

/** @param program what answers in the keychain's place */
async function keychain(
  program: string,
  { timeout = 20_000, signal = new AbortController().signal, settings = [undefined] }: Given = {},
) {
  const child = join(folder, "child.mjs");
  await writeFile(child, program);
  return createKeychain({
    node: process.execPath,
    child,
    env: process.env,
    timeout,
    signal,
    folders: settings,
  });
}

test("keeps a key, gives it back, and forgets it", async () => {
  const keys = await keychain(KEEPS);
  expect(await keys.problem()).toBeUndefined();
  expect(await keys.read("staging")).toBeUndefined();
  await keys.write("staging", KEY);
  expect(await keys.read("staging")).toBe(KEY);
  expect(await keys.read("production")).toBeUndefined();
  await keys.remove("staging");
  expect(await keys.read("staging")).toBeUndefined();
});

test("two settings folders have each its own", async () => {
  const [usual, one, other] = [
    await keychain(KEEPS),
    await keychain(KEEPS, { settings: ["/one"] }),
    await keychain(KEEPS, { settings: ["/other"] }),
  ];
  await usual.write("staging", "sk_usual");
  await one.write("staging", "sk_one");
  await other.remove("staging");
  expect([await usual.read("staging"), await one.read("staging"), await other.read("staging")]).toEqual([
    "sk_usual",
    "sk_one",
    undefined,
  ]);
});

test("a key under a former name of the folder is found, replaced and forgotten", async () => {
  const [before, now] = [
    await keychain(KEEPS, { settings: ["Z:\\Tmp"] }),
    await keychain(KEEPS, { settings: ["z:\\tmp", "Z:\\Tmp"] }),
  ];
  await before.write("staging", "sk_old");
  expect(await now.read("staging")).toBe("sk_old");
  await now.write("staging", "sk_new");
  expect([await now.read("staging"), await before.read("staging")]).toEqual(["sk_new", undefined]);
  await before.write("production", "sk_old");
  await now.remove("production");
  expect([await now.read("production"), await before.read("production")]).toEqual([undefined, undefined]);
});

describe("one that does not do it", () => {
  const SILENT = "setInterval(() => {}, 1000);";
  const BUSY = "for (;;);";

  test.each([
    ["says nothing", SILENT, 300, "no response within 0.3 s"],
    ["is caught in a native call", BUSY, 300, "no response within 0.3 s"],
    ["says no", `console.log('{"problem":"it is locked"}')`, undefined, "it is locked"],
    ["talks nonsense", "console.log('hello')", undefined, "the keychain helper exited without a response"],
    ["falls over", "throw new Error('no')", undefined, "the keychain helper exited without a response"],
    ["reads no question", "process.exit(0)", undefined, "the keychain helper exited without a response"],
  ])("%s", async (_how, program, timeout, why) => {
    const open = () => keychain(program, timeout ? { timeout } : {});
    expect(await (await open()).problem()).toBe(`The keychain is not available: ${why}.`);
    await expect((await open()).read("staging")).rejects.toMatchObject({
      code: "unauthorized",
      message: `Could not read the API key for staging from the keychain: ${why}.`,
      facts: {
        hint: sentence`Unlock the keychain and try again, or store the API key in the settings file: ${ssoctl("env", "add", "staging", "--storage", "file")}`,
      },
    });
    await expect((await open()).write("staging", KEY)).rejects.toMatchObject({
      code: "unexpected",
      message: `Could not store the API key for staging in the keychain: ${why}.`,
    });
    await expect((await open()).remove("staging")).rejects.toMatchObject({
      code: "unexpected",
      message: `The API key for staging may still be in the keychain: ${why}.`,
      facts: { hint: 'Unlock the keychain and delete the ssoctl entry "staging".' },
    });
  });

  test("may be given half a millisecond", async () => {
    expect(await (await keychain(BUSY, { timeout: 0.5 })).problem()).toBe(
      "The keychain is not available: no response within 0.0005 s.",
    );
  });

  test("is asked no second time", async () => {
    const keys = await keychain(`console.log('{"problem":"it is locked"}')`);
    await keys.problem();
    await keychain(KEEPS);
    await expect(keys.read("staging")).rejects.toThrow("it is locked");
  });

  test("lets go at Ctrl-C", async () => {
    const ending = new AbortController();
    const keys = await keychain(BUSY, { signal: ending.signal });
    const reading = keys.read("staging");
    ending.abort(new Error("Interrupted."));
    await expect(reading).rejects.toThrow("Interrupted.");
  });
});

test.skipIf(process.platform === "win32")("no key is an argument or a variable of the child", async () => {
  const keys = await keychain(`
    import { readFileSync } from "node:fs";
    const { key } = JSON.parse(readFileSync(0, "utf8"));
    const seen = JSON.stringify([process.argv, process.execArgv, process.env]).includes(key);
    console.log(JSON.stringify(seen ? { problem: "it was seen" } : {}));
  `);
  await expect(keys.write("staging", KEY)).resolves.toBeUndefined();
});
