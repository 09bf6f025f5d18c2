import { readdirSync, writeFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { readConfig, readEnvironments } from "../../src/settings/quick-read.ts";
import { openSettingsFile } from "../../src/settings/settings-file.ts";

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "ssoctl-settings-"));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

test("reads what the settings wrote", async () => {
  const { environments } = await openSettingsFile(folder);
  await environments.save({ name: "staging", kind: "test", storage: "keychain" });
  await environments.save({ name: "production", kind: "live", storage: "file" });
  expect(await readEnvironments(folder)).toEqual([
    { name: "staging", kind: "test" },
    { name: "production", kind: "live" },
  ]);
});

test("a missing folder is not made", async () => {
  expect(await readEnvironments(join(folder, "none"))).toEqual([]);
  expect(readdirSync(folder)).toEqual([]);
});

describe("a settings file that nobody wrote with ssoctl is read as far as it makes sense", () => {
  test.each([
    ["", []],
    ["{", []],
    ["null", []],
    ["[]", []],
    ["{}", []],
    ['{"environments":null}', []],
    ['{"environments":7}', []],
    ['{"environments":{"a":null}}', [{ name: "a", kind: "unknown" }]],
    ['{"environments":{"a":{"kind":"Live"}}}', [{ name: "a", kind: "unknown" }]],
    [
      '{"environments":{"a b":{},"$(id)":{},"\\u001b[2J":{},"-x":{},"sandbox":{},"ok":{}}}',
      [{ name: "ok", kind: "unknown" }],
    ],
  ])("%s", async (content, expected) => {
    writeFileSync(join(folder, "config.json"), content);
    expect(await readEnvironments(folder)).toEqual(expected);
    expect(readdirSync(folder)).toEqual(["config.json"]);
  });
});

describe("who we are", () => {
  test("reads what the settings wrote, and makes nothing", async () => {
    expect(readConfig(join(folder, "none"))).toEqual({});
    expect(readdirSync(folder)).toEqual([]);
    const { config } = await openSettingsFile(folder);
    await config.change(() => ({ company: "Initech", environments: { staging: { sender: "Sam" } } }));
    expect(readConfig(folder)).toEqual({ company: "Initech", environments: { staging: { sender: "Sam" } } });
  });

  test.each([
    "",
    "{",
    "null",
    "[]",
    '{"config":7}',
    '{"config":{"company":7}}',
    '{"config":{"environments":[]}}',
  ])("is nothing in a file such as %s", (content) => {
    writeFileSync(join(folder, "config.json"), content);
    expect(readConfig(folder)).toEqual({});
  });
});
