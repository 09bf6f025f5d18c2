import {
  chmodSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inspect } from "node:util";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { ENVIRONMENT, sentence, ssoctl } from "../../src/command-line.ts";
import { Failure } from "../../src/failure.ts";
import type { StoredEnvironment } from "../../src/settings/settings.ts";
import { openSettingsFile, permissionsProblem } from "../../src/settings/settings-file.ts";

const STAGING: StoredEnvironment = { name: "staging", kind: "test", storage: "keychain" };
const LOCAL: StoredEnvironment = {
  name: "local",
  kind: "unknown",
  apiUrl: "http://127.0.0.1:5000",
  storage: "file",
};
const KEY = "sk_live_0123456789abcdef";

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "ssoctl-settings-"));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

const open = () => openSettingsFile(folder, () => new Date("2026-11-23T14:30:12.000Z"));
const place = () => join(folder, "config.json");

test("in an empty folder there is no environment, no default and no key", async () => {
  const { environments, keys } = await open();
  expect(environments.list()).toEqual([]);
  expect(environments.defaultName()).toBeUndefined();
  expect(await keys.read("staging")).toBeUndefined();
});

test.each([
  ["is a file", "taken", /^Could not create the settings folder: EEXIST/u],
  ["would be below a file", "taken/settings", /^Could not create the settings folder: ENOTDIR/u],
])("a folder that %s is a failure in words", async (_what, path, message) => {
  writeFileSync(join(folder, "taken"), "");
  await expect(openSettingsFile(join(folder, path), () => new Date())).rejects.toMatchObject({
    code: "unexpected",
    message: expect.stringMatching(message),
    facts: { hint: "To use another folder, set SSOCTL_CONFIG_DIR." },
  });
});

test.runIf(process.platform === "linux")("where nobody can make a folder nobody waits", async () => {
  await expect(openSettingsFile("/proc/ssoctl/settings", () => new Date())).rejects.toBeInstanceOf(Failure);
});

test("what one opening saved, the next one has", async () => {
  const { environments, keys } = await open();
  await environments.save(STAGING);
  await environments.save(LOCAL);
  await environments.setDefault("local");
  await keys.write("staging", KEY);
  const again = await open();
  expect(again.environments.list()).toStrictEqual([STAGING, LOCAL]);
  expect(again.environments.defaultName()).toBe("local");
  expect(await again.keys.read("staging")).toBe(KEY);
  expect(await again.keys.read("local")).toBeUndefined();
});

test("two that are open at once do not undo each other", async () => {
  const [one, other] = [await open(), await open()];
  await one.environments.save(STAGING);
  await other.environments.save(LOCAL);
  expect(one.environments.list()).toStrictEqual([STAGING, LOCAL]);
});

test("saving a name again replaces the environment, and forgets its address", async () => {
  const { environments } = await open();
  await environments.save({ ...LOCAL, name: "staging" });
  await environments.save(STAGING);
  expect(environments.list()).toStrictEqual([STAGING]);
});

test.skipIf(process.platform === "win32")("the file can be read by its owner alone", async () => {
  const { keys, environments } = await open();
  const mode = () => statSync(keys.location).mode & 0o777;
  await environments.save(STAGING);
  expect(mode()).toBe(0o600);
  await keys.write("staging", KEY);
  expect(mode()).toBe(0o600);
});

test("the place of the keys is the file that holds them", async () => {
  const { keys } = await open();
  await keys.write("staging", KEY);
  expect(keys.location).toBe(join(folder, "config.json"));
  expect(readFileSync(keys.location, "utf8")).toContain(KEY);
});

describe("removing", () => {
  test("an environment takes the default with it, and leaves the others", async () => {
    const { environments } = await open();
    await environments.save(STAGING);
    await environments.save(LOCAL);
    await environments.setDefault("staging");
    await environments.remove("staging");
    expect(environments.list()).toStrictEqual([LOCAL]);
    expect(environments.defaultName()).toBeUndefined();
  });

  test("another environment leaves the default as it is", async () => {
    const { environments } = await open();
    await environments.save(STAGING);
    await environments.save(LOCAL);
    await environments.setDefault("staging");
    await environments.remove("local");
    expect(environments.defaultName()).toBe("staging");
  });

  test("a key leaves none of it in the file, and the other keys where they are", async () => {
    const { keys } = await open();
    await keys.write("staging", KEY);
    await keys.write("local", "sk_other");
    await keys.remove("staging");
    expect(await keys.read("staging")).toBeUndefined();
    expect(await keys.read("local")).toBe("sk_other");
    expect(readFileSync(keys.location, "utf8")).not.toContain(KEY);
  });

  test("what is not there changes nothing", async () => {
    const { environments, keys } = await open();
    await environments.save(STAGING);
    await environments.remove("local");
    await keys.remove("local");
    expect(environments.list()).toStrictEqual([STAGING]);
  });
});

test("a name with dots is a name and no path", async () => {
  const dotted: StoredEnvironment = { ...STAGING, name: "eu.staging" };
  const { environments, keys } = await open();
  await environments.save(dotted);
  await keys.write("eu.staging", KEY);
  const again = await open();
  expect(again.environments.list()).toStrictEqual([dotted]);
  expect(await again.keys.read("eu.staging")).toBe(KEY);
  expect(await again.keys.read("eu")).toBeUndefined();
  await keys.remove("eu.staging");
  await environments.remove("eu.staging");
  expect(again.environments.list()).toEqual([]);
});

test("a name that JavaScript knows has no key by that", async () => {
  const { environments, keys } = await open();
  await environments.save({ name: "constructor", kind: "test", storage: "file" });
  expect(await keys.read("constructor")).toBeUndefined();
});

test("an environment of an older version has its key in the file", async () => {
  writeFileSync(
    place(),
    JSON.stringify({ environments: { staging: { kind: "test" } }, keys: { staging: KEY } }),
  );
  expect((await open()).environments.list()).toStrictEqual([{ ...STAGING, storage: "file" }]);
});

test("opening writes nothing, so that it undoes nothing", async () => {
  const { environments } = await open();
  expect(environments.list()).toEqual([]);
  expect(readdirSync(folder)).toEqual([]);
});

test("the first to claim the default has it", async () => {
  const { environments } = await open();
  await environments.claimDefault("staging");
  await environments.claimDefault("local");
  expect(environments.defaultName()).toBe("staging");
});

test("thirty writes at once are all kept", async () => {
  const names = Array.from({ length: 30 }, (_, index) => `e${index}`);
  const { environments } = await open();
  await Promise.all(names.map(async (name) => (await open()).environments.save({ ...STAGING, name })));
  expect(new Set(environments.list().map(({ name }) => name))).toEqual(new Set(names));
});

test("the lock of a process that was killed is passed over", async () => {
  const lock = `${place()}.lock`;
  mkdirSync(lock);
  utimesSync(lock, 0, 0);
  const { environments } = await open();
  await environments.save(STAGING);
  expect(environments.list()).toStrictEqual([STAGING]);
  expect(readdirSync(folder)).toEqual(["config.json"]);
});

describe("a damaged file", () => {
  const backup = () => `${place()}.damaged-2026-11-23T14-30-12.000Z`;

  test.each([
    ["no JSON", `{"keys":{"a":${KEY}}}`],
    ["cut off", `{"environments":{},"keys":{"a":"${KEY}"`],
    ["empty", ""],
    ["a list", `["${KEY}"]`],
    ["without a shape", `{"environments":"${KEY}","keys":{}}`],
    ["with an invalid environment", `{"environments":{"a":"${KEY}"},"keys":{}}`],
    ["with an invalid key", `{"environments":{},"keys":{"a":["${KEY}"]}}`],
    ["with an invalid default", `{"default":{"a":"${KEY}"}}`],
  ])("%s is renamed unchanged, reported once, and its content is not shown", async (_which, content) => {
    writeFileSync(place(), content, { mode: 0o644 });
    const error = await open().then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    expect(error).toBeInstanceOf(Failure);
    expect(error).toMatchObject({
      code: "unexpected",
      message: `The settings file was damaged. It was renamed to ${backup()}`,
      facts: {
        hint: sentence`The next command starts with empty settings. Add your environments again: ${ssoctl("env", "add", ENVIRONMENT)}`,
      },
    });
    expect(inspect(error, { depth: null, showHidden: true })).not.toContain("sk_live_0");
    expect(readFileSync(backup(), "utf8")).toBe(content);
    expect(statSync(backup()).mode & 0o077).toBe(0);

    const { environments } = await open();
    expect(environments.list()).toEqual([]);
    await environments.save(STAGING);
    expect(readFileSync(backup(), "utf8")).toBe(content);
  });

  test("that two processes find is renamed by one, and the other continues", async () => {
    writeFileSync(place(), "{");
    const ends = await Promise.allSettled([open(), open()]);
    expect(ends.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(readFileSync(backup(), "utf8")).toBe("{");
  });

  test("while it is open is left as it is, and nothing is written over it", async () => {
    const { environments } = await open();
    writeFileSync(place(), "{");
    await expect(environments.save(STAGING)).rejects.toThrow("The settings file is damaged");
    expect(readFileSync(place(), "utf8")).toBe("{");
  });
});

describe.skipIf(process.platform === "win32")("a file that others can read", () => {
  beforeEach(() => {
    writeFileSync(place(), JSON.stringify({ environments: {}, keys: { staging: KEY } }));
    chmodSync(place(), 0o644);
  });

  test("is reported", async () => {
    const sentence = `Other users can access ${place()} (mode 0644). Fix it: chmod 600 ${place()}`;
    expect(await permissionsProblem(place())).toBe(sentence);
    expect(await (await open()).keys.problem()).toBe(sentence);
  });

  test("is fixed by the next write", async () => {
    await (await open()).environments.save(STAGING);
    expect(statSync(place()).mode & 0o777).toBe(0o600);
    expect(await permissionsProblem(place())).toBeUndefined();
  });
});

test("no file is no problem", async () => {
  expect(await permissionsProblem(place())).toBeUndefined();
});
