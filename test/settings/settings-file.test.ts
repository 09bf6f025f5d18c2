import { execFileSync } from "node:child_process";
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inspect } from "node:util";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { Failure } from "../../src/failure.ts";
import type { StoredEnvironment } from "../../src/settings/settings.ts";
import { openSettingsFile, permissionsProblem } from "../../src/settings/settings-file.ts";
import { plain } from "../support/plain.ts";

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

const open = () => openSettingsFile(folder);
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
  await expect(openSettingsFile(join(folder, path))).rejects.toMatchObject({
    code: "unexpected",
    message: expect.stringMatching(message),
    facts: { hint: "To use another folder, set SSOCTL_CONFIG_DIR." },
  });
});

test.runIf(process.platform === "linux")(
  "where nobody can make a folder, one can read, and nobody waits",
  async () => {
    const { environments, keys } = await openSettingsFile("/proc/ssoctl/settings");
    expect(environments.list()).toEqual([]);
    expect(await keys.read("staging")).toBeUndefined();
    await expect(environments.save(STAGING)).rejects.toMatchObject({
      message: expect.stringMatching(/^Could not create the settings folder: ENOENT/u),
    });
  },
);

test("reading makes no folder and takes no lock", async () => {
  const { environments } = await openSettingsFile(join(folder, "new"));
  expect(environments.defaultName()).toBeUndefined();
  expect(readdirSync(folder)).toEqual([]);
  await environments.save(STAGING);
  expect(readdirSync(join(folder, "new"))).toEqual(["config.json"]);
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

test("who we are is kept beside the environments, and what a newer version wrote stays", async () => {
  writeFileSync(place(), '{"config":{"motto":"x"},"later":1}');
  const { environments, config } = await open();
  await Promise.all([
    config.change((before) => ({ ...before, company: "Initech" })),
    environments.save(STAGING),
    config.change((before) => ({ ...before, sender: "Sam" })),
  ]);
  expect((await open()).config.read()).toEqual({ motto: "x", company: "Initech", sender: "Sam" });
  expect(environments.list()).toStrictEqual([STAGING]);
  expect(JSON.parse(readFileSync(place(), "utf8"))).toMatchObject({ later: 1 });
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

describe("a file that cannot be used is left as it is, and named with the cause", () => {
  const UNUSABLE: readonly (readonly [string, string, string])[] = [
    [
      "with a comma too many",
      `{\n  "keys": {\n    "a": "${KEY}",\n  }\n}`,
      "is not valid JSON (line 4, column 3).",
    ],
    ["with a comment", `{\r\n  // mine\r\n  "keys": {}\r\n}`, "is not valid JSON (line 2, column 3)."],
    ["not JSON", `{"keys":{"a":${KEY}}}`, "is not valid JSON (line 1, column 14)."],
    ["cut off", `{"environments":{},"keys":{"a":"${KEY}`, "is not valid JSON (line 1, column "],
    ["of a merge", `{}\n<<<<<<< HEAD\n{"keys":{}}`, "is not valid JSON (line 2, column 1)."],
    ["empty", "", "is empty."],
    ["blank", " \r\n", "is empty."],
    ["with a list", `["${KEY}"]`, "cannot be used: it must contain an object."],
    ["null", "null", "cannot be used: it must contain an object."],
    ["without a shape", `{"environments":"${KEY}"}`, 'cannot be used: "environments" must be an object.'],
    [
      "with a list of environments",
      `{"environments":[]}`,
      'cannot be used: "environments" must be an object.',
    ],
    ["with a list of keys", `{"keys":["${KEY}"]}`, 'cannot be used: "keys" must be an object.'],
    [
      "with an invalid environment",
      `{"environments":{"a":"${KEY}"}}`,
      'cannot be used: "environments.a" must be an object.',
    ],
    [
      "with an unknown kind",
      `{"environments":{"a":{"kind":"prod"}}}`,
      'cannot be used: "environments.a.kind" must be test, live or unknown.',
    ],
    [
      "with an unknown storage",
      `{"environments":{"a":{"kind":"test","storage":"__proto__"}}}`,
      'cannot be used: "environments.a.storage" must be keychain or file.',
    ],
    [
      "with an invalid address",
      `{"environments":{"a":{"kind":"test","apiUrl":7}}}`,
      'cannot be used: "environments.a.apiUrl" must be a string.',
    ],
    ["with an invalid key", `{"keys":{"a":["${KEY}"]}}`, 'cannot be used: "keys.a" must be a string.'],
    ["with an invalid config", `{"config":["${KEY}"]}`, 'cannot be used: "config" must be an object.'],
    [
      "with an invalid company",
      `{"config":{"company":{"a":"${KEY}"}}}`,
      'cannot be used: "config.company" must be a string.',
    ],
    [
      "with an invalid company of an environment",
      `{"config":{"environments":{"a":{"company":7}}}}`,
      'cannot be used: "config.environments.a.company" must be a string.',
    ],
    [
      "with an invalid environment in config",
      `{"config":{"environments":{"a":"${KEY}"}}}`,
      'cannot be used: "config.environments.a" must be an object.',
    ],
    [
      "with an invalid list of environments in config",
      `{"config":{"environments":["${KEY}"]}}`,
      'cannot be used: "config.environments" must be an object.',
    ],
    [
      "where what was asked is no yes or no",
      `{"config":{"asked":"${KEY}"}}`,
      'cannot be used: "config.asked" must be true or false.',
    ],
    ["with an invalid default", `{"default":{"a":"${KEY}"}}`, 'cannot be used: "default" must be a string.'],
  ];

  test.each(UNUSABLE)("%s", async (_which, content, problem) => {
    writeFileSync(place(), content);
    const error = await open().then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    expect(error).toBeInstanceOf(Failure);
    expect(error).toMatchObject({
      code: "unexpected",
      message: expect.stringContaining(`The settings file ${place()} ${problem}`),
    });
    expect(plain((error as Failure).facts.hint)).toMatch(
      /^(?:Fix|Restore) it, or move it away and add your environments again: ssoctl env add <name>$/u,
    );
    expect(inspect(error, { depth: null, showHidden: true })).not.toContain("sk_live_0");
    expect(readdirSync(folder)).toEqual(["config.json"]);
    expect(readFileSync(place(), "utf8")).toBe(content);
  });

  test("that became so while it was open is not written over", async () => {
    const { environments } = await open();
    writeFileSync(place(), "{");
    await expect(environments.save(STAGING)).rejects.toThrow("is not valid JSON (line 1, column 1).");
    expect(readFileSync(place(), "utf8")).toBe("{");
  });

  test("a folder", async () => {
    mkdirSync(place());
    await expect(open()).rejects.toThrow(`The settings file ${place()} cannot be read: it is a folder.`);
  });

  test("one that is too large", async () => {
    writeFileSync(place(), " ".repeat(1024 * 1024 + 1));
    await expect(open()).rejects.toThrow("cannot be read: it is larger than 1 MiB.");
  });

  test.skipIf(process.platform === "win32")("a FIFO, without waiting for it", async () => {
    execFileSync("mkfifo", [place()]);
    await expect(open()).rejects.toThrow("cannot be read: it is not a regular file.");
  });

  test.skipIf(process.platform === "win32")("a device, without reading it", async () => {
    symlinkSync("/dev/zero", place());
    await expect(open()).rejects.toThrow("cannot be read: it is not a regular file.");
  });
});

test("a byte-order mark and Windows line ends are valid", async () => {
  const content = JSON.stringify(
    { environments: { staging: { kind: "test" } }, keys: { staging: KEY } },
    null,
    2,
  );
  writeFileSync(place(), `\uFEFF${content.replaceAll("\n", "\r\n")}\r\n`);
  const { environments, keys } = await open();
  expect(environments.list()).toStrictEqual([{ ...STAGING, storage: "file" }]);
  await environments.save(LOCAL);
  expect(await (await open()).keys.read("staging")).toBe(KEY);
  expect(await keys.read("staging")).toBe(KEY);
});

describe.skipIf(process.platform === "win32")("a settings file that is a symbolic link", () => {
  test("stays one, and the file that it leads to is changed", async () => {
    const real = join(folder, "dotfiles");
    mkdirSync(real);
    writeFileSync(join(real, "ssoctl.json"), "{}");
    symlinkSync("dotfiles/ssoctl.json", place());
    const { keys } = await open();
    await keys.write("staging", KEY);
    expect(lstatSync(place()).isSymbolicLink()).toBe(true);
    expect(readFileSync(join(real, "ssoctl.json"), "utf8")).toContain(KEY);
    expect(readdirSync(real)).toEqual(["ssoctl.json"]);
  });

  test.each(["none.json", "config.json"])(
    "to %s, which cannot be opened, is refused and kept",
    async (to) => {
      symlinkSync(to, place());
      await expect(open()).rejects.toThrow(`cannot be read: it is a link to ${to}, which cannot be opened.`);
      expect(readdirSync(folder)).toEqual(["config.json"]);
    },
  );
});

describe("temporary files of writes that were killed", () => {
  const LEFT = ["config.json.123.tmp", "config.json.tmp-1764097200abc123"];
  const OTHERS = ["config.json.tmp", "config.json.backup", "other.json.tmp-1764097200abc123"];

  beforeEach(() => {
    for (const name of [...LEFT, ...OTHERS]) writeFileSync(join(folder, name), KEY);
  });

  test("are removed when the settings are read", async () => {
    await open();
    expect(readdirSync(folder).sort()).toEqual([...OTHERS].sort());
  });

  test("stay while another process may be writing them", async () => {
    mkdirSync(`${place()}.lock`);
    await open();
    expect(readdirSync(folder)).toEqual(expect.arrayContaining(LEFT));
  });

  test("are removed by the next write", async () => {
    const { environments } = await open();
    writeFileSync(join(folder, "config.json.9.tmp"), KEY);
    await environments.save(STAGING);
    expect(readdirSync(folder).sort()).toEqual([...OTHERS, "config.json"].sort());
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
