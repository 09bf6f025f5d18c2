import { readFileSync, statSync, writeFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inspect } from "node:util";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { Failure } from "../../src/failure.ts";
import type { Environment } from "../../src/settings/environment.ts";
import { openSettings } from "../../src/settings/file.ts";

const STAGING: Environment = { name: "staging", kind: "test" };
const LOCAL: Environment = { name: "local", kind: "unknown", apiUrl: "http://127.0.0.1:5000" };
const KEY = "sk_live_0123456789abcdef";

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "ssoctl-settings-"));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

const open = () => openSettings(folder);

test("in an empty folder there is no environment, no default and no key", async () => {
  const { environments, keys } = open();
  expect(environments.list()).toEqual([]);
  expect(environments.defaultName()).toBeUndefined();
  expect(await keys.read("staging")).toBeUndefined();
});

test("what one opening saved, the next one has", async () => {
  const { environments, keys } = open();
  environments.save(STAGING);
  environments.save(LOCAL);
  environments.setDefault("local");
  await keys.write("staging", KEY);
  const again = open();
  expect(again.environments.list()).toStrictEqual([STAGING, LOCAL]);
  expect(again.environments.defaultName()).toBe("local");
  expect(await again.keys.read("staging")).toBe(KEY);
  expect(await again.keys.read("local")).toBeUndefined();
});

test("two that are open at once do not undo each other", () => {
  const [one, other] = [open(), open()];
  one.environments.save(STAGING);
  other.environments.save(LOCAL);
  expect(one.environments.list()).toStrictEqual([STAGING, LOCAL]);
});

test("saving a name again replaces the environment, and forgets its address", () => {
  const { environments } = open();
  environments.save({ ...LOCAL, name: "staging" });
  environments.save(STAGING);
  expect(environments.list()).toStrictEqual([STAGING]);
});

test.skipIf(process.platform === "win32")("the file can be read by its owner alone", async () => {
  const { keys, environments } = open();
  const mode = () => statSync(keys.place).mode & 0o777;
  environments.save(STAGING);
  expect(mode()).toBe(0o600);
  await keys.write("staging", KEY);
  expect(mode()).toBe(0o600);
});

test("the place of the keys is the file that holds them", async () => {
  const { keys } = open();
  await keys.write("staging", KEY);
  expect(keys.place).toBe(join(folder, "config.json"));
  expect(readFileSync(keys.place, "utf8")).toContain(KEY);
});

describe("removing", () => {
  test("an environment takes the default with it, and leaves the others", () => {
    const { environments } = open();
    environments.save(STAGING);
    environments.save(LOCAL);
    environments.setDefault("staging");
    environments.remove("staging");
    expect(environments.list()).toStrictEqual([LOCAL]);
    expect(environments.defaultName()).toBeUndefined();
  });

  test("another environment leaves the default as it is", () => {
    const { environments } = open();
    environments.save(STAGING);
    environments.save(LOCAL);
    environments.setDefault("staging");
    environments.remove("local");
    expect(environments.defaultName()).toBe("staging");
  });

  test("a key leaves none of it in the file, and the other keys where they are", async () => {
    const { keys } = open();
    await keys.write("staging", KEY);
    await keys.write("local", "sk_other");
    await keys.remove("staging");
    expect(await keys.read("staging")).toBeUndefined();
    expect(await keys.read("local")).toBe("sk_other");
    expect(readFileSync(keys.place, "utf8")).not.toContain(KEY);
  });

  test("what is not there changes nothing", async () => {
    const { environments, keys } = open();
    environments.save(STAGING);
    environments.remove("local");
    await keys.remove("local");
    expect(environments.list()).toStrictEqual([STAGING]);
  });
});

test("a name with dots is a name and no path", async () => {
  const { environments, keys } = open();
  environments.save({ name: "eu.staging", kind: "test" });
  await keys.write("eu.staging", KEY);
  expect(open().environments.list()).toStrictEqual([{ name: "eu.staging", kind: "test" }]);
  expect(await open().keys.read("eu.staging")).toBe(KEY);
  expect(await open().keys.read("eu")).toBeUndefined();
  await keys.remove("eu.staging");
  environments.remove("eu.staging");
  expect(open().environments.list()).toEqual([]);
});

// To be `test`: the object's own prototype answers with a function.
test("a name that JavaScript knows has no key by that", async () => {
  open().environments.save({ name: "constructor", kind: "test" });
  expect(await open().keys.read("constructor")).toBeUndefined();
});

// To be `test`: what comes out is V8's SyntaxError, which quotes the file, and `main` shows it.
test("a damaged file fails with its place, and with nothing of what is in it", () => {
  writeFileSync(join(folder, "config.json"), `{"keys":{"a":${KEY}}}`);
  const error = thrownBy(() => open().environments.list());
  expect(error).toBeInstanceOf(Failure);
  expect(inspect(error)).toContain(join(folder, "config.json"));
  expect(inspect(error)).not.toContain("sk_live_0");
});

function thrownBy(work: () => unknown): unknown {
  try {
    work();
  } catch (error) {
    return error;
  }
}
