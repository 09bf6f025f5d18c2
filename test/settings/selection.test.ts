import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inspect } from "node:util";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { Failure, type FailureCode } from "../../src/failure.ts";
import { SANDBOX_API_KEY, SANDBOX_URL } from "../../src/sandbox/address.ts";
import { selectEnvironment } from "../../src/settings/selection.ts";
import type { Settings } from "../../src/settings/settings.ts";
import { openSettingsFile } from "../../src/settings/settings-file.ts";
import { plain } from "../support/plain.ts";

const WORKOS = "https://api.workos.com";
const STAGING_KEY = "sk_test_staging_0123456789";
const PRODUCTION_KEY = "sk_live_production_0123456789";
const LOCAL_KEY = "sk_local_0123456789";
const CI_KEY = "sk_live_ci_0123456789";
const SECRETS = [STAGING_KEY, PRODUCTION_KEY, LOCAL_KEY, CI_KEY, "s3cret"];

interface Given {
  readonly flag?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Set by `env use`. */
  readonly byDefault?: string;
  /** Where the stored environment `local` is. */
  readonly local?: string;
}

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "ssoctl-settings-"));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

/** A machine whose keychain has one key. */
async function open(): Promise<Settings> {
  const { environments, keys, config } = await openSettingsFile(folder);
  const read = async (name: string) => (name === "kept" ? PRODUCTION_KEY : undefined);
  return {
    environments,
    config,
    checkAccess: () => {},
    keys: { file: keys, keychain: { ...keys, location: "your system's keychain", read } },
  };
}

/** Selects on a machine that knows staging, production, local, and one whose key got lost. */
async function select({ flag, env = {}, byDefault, local = "http://127.0.0.1:5000" }: Given) {
  const { environments, keys } = await open();
  await environments.save({ name: "staging", kind: "test", storage: "file" });
  await environments.save({ name: "production", kind: "live", storage: "file" });
  await environments.save({ name: "local", kind: "unknown", apiUrl: local, storage: "file" });
  await environments.save({ name: "keyless", kind: "test", storage: "file" });
  await environments.save({ name: "kept", kind: "live", storage: "keychain" });
  await environments.save({ name: "lost", kind: "live", storage: "keychain" });
  await keys.file.write("staging", STAGING_KEY);
  await keys.file.write("production", PRODUCTION_KEY);
  await keys.file.write("local", LOCAL_KEY);
  if (byDefault !== undefined) await environments.setDefault(byDefault);
  let opened = false;
  const settings = async () => {
    opened = true;
    return open();
  };
  const { environment, key, url } = await selectEnvironment({ flag, env, settings });
  return { name: environment.name, kind: environment.kind, key, url: url.origin, opened };
}

async function refusal(given: Given): Promise<Failure> {
  const error = await select(given).then(
    () => new Error("one was selected"),
    (thrown: unknown) => thrown,
  );
  if (error instanceof Failure) return error;
  throw error;
}

type Selected = Awaited<ReturnType<typeof select>>;

const staging: Selected = { name: "staging", kind: "test", key: STAGING_KEY, url: WORKOS, opened: true };
const production: Selected = {
  name: "production",
  kind: "live",
  key: PRODUCTION_KEY,
  url: WORKOS,
  opened: true,
};
const local: Selected = {
  name: "local",
  kind: "unknown",
  key: LOCAL_KEY,
  url: "http://127.0.0.1:5000",
  opened: true,
};
const ci: Selected = { name: "WORKOS_API_KEY", kind: "live", key: CI_KEY, url: WORKOS, opened: false };
const sandbox: Selected = {
  name: "sandbox",
  kind: "test",
  key: SANDBOX_API_KEY,
  url: SANDBOX_URL,
  opened: false,
};

const SSOCTL_ENV = "production";
const WORKOS_API_KEY = CI_KEY;

describe("the environment is", () => {
  test.each<[string, Given, Selected]>([
    [
      "that of --env, before all others",
      { flag: "staging", env: { SSOCTL_ENV, WORKOS_API_KEY }, byDefault: "local" },
      staging,
    ],
    [
      "that of SSOCTL_ENV, before WORKOS_API_KEY",
      { env: { SSOCTL_ENV, WORKOS_API_KEY }, byDefault: "local" },
      production,
    ],
    ["that of WORKOS_API_KEY, before the default", { env: { WORKOS_API_KEY }, byDefault: "local" }, ci],
    ["the default", { byDefault: "local" }, local],
    [
      "the default, where the variables are empty",
      {
        env: { SSOCTL_ENV: "", WORKOS_API_KEY: "", WORKOS_API_URL: "" },
        byDefault: "staging",
      },
      staging,
    ],
    ["that of WORKOS_API_KEY, though spaces came along", { env: { WORKOS_API_KEY: `${CI_KEY}\n` } }, ci],
    [
      "that of WORKOS_API_KEY at WORKOS_API_URL",
      { env: { WORKOS_API_KEY, WORKOS_API_URL: "https://workos.test:8443" } },
      { ...ci, url: "https://workos.test:8443" },
    ],
    [
      "that of WORKOS_API_KEY at WORKOS_API_URL on this machine, without TLS",
      { env: { WORKOS_API_KEY, WORKOS_API_URL: "http://localhost:4747/" } },
      { ...ci, url: "http://localhost:4747" },
    ],
    [
      "that of --env at its own address, whatever WORKOS_API_URL says",
      { flag: "staging", env: { WORKOS_API_URL: "https://workos.test" } },
      staging,
    ],
    ["one whose key the keychain has", { flag: "kept" }, { ...production, name: "kept" }],
    ["the sandbox by --env", { flag: "sandbox", byDefault: "production" }, sandbox],
    ["the sandbox by SSOCTL_ENV", { env: { SSOCTL_ENV: "sandbox" } }, sandbox],
    ["the sandbox by default", { byDefault: "sandbox" }, { ...sandbox, opened: true }],
    ["the sandbox with its own key", { flag: "sandbox", env: { WORKOS_API_KEY } }, sandbox],
    [
      "the sandbox at another port",
      { flag: "sandbox", env: { WORKOS_API_URL: "http://127.0.0.1:5000" } },
      { ...sandbox, url: "http://127.0.0.1:5000" },
    ],
  ])("%s", async (_which, given, expected) => {
    expect(await select(given)).toStrictEqual(expected);
  });
});

const COME_FROM = "must start with https://, because the API key is sent there.";
const NO_ADDRESS = "is not an http or https URL.";
const TOO_LONG = "must have only a scheme, a host and a port, such as https://api.workos.com.";

describe("it fails and repeats no key", () => {
  const byUrl = (WORKOS_API_URL: string): Given => ({ env: { WORKOS_API_KEY, WORKOS_API_URL } });

  test.each<[string, Given, FailureCode, string, string | undefined]>([
    [
      "where nothing is chosen",
      {},
      "unauthorized",
      "No WorkOS environment selected.",
      "Select one: ssoctl env use <name>, or pass --env <name>",
    ],
    [
      "at an unknown name",
      { flag: "eu" },
      "usage",
      'Environment "eu" not found. Available: staging, production, local, keyless, kept, lost, sandbox.',
      "Add it: ssoctl env add eu",
    ],
    [
      "at an unknown name, though WORKOS_API_KEY is there",
      { env: { SSOCTL_ENV: "eu", WORKOS_API_KEY } },
      "usage",
      'Environment "eu" not found. Available: staging, production, local, keyless, kept, lost, sandbox.',
      "Add it: ssoctl env add eu",
    ],
    [
      "where the key is missing",
      { flag: "keyless", env: { WORKOS_API_KEY } },
      "unauthorized",
      "The API key for keyless is missing from FILE.",
      "Add it again: ssoctl env add keyless",
    ],
    [
      "where the keychain has lost the key",
      { flag: "lost" },
      "unauthorized",
      "The API key for lost is missing from your system's keychain.",
      "Add it again: ssoctl env add lost",
    ],
    [
      "where the key is invalid",
      { env: { WORKOS_API_KEY: `${CI_KEY}!` } },
      "usage",
      "WORKOS_API_KEY is not a WorkOS API key. API keys start with sk_ and have no spaces.",
      "Find your API keys in the WorkOS dashboard, under API Keys.",
    ],
    [
      "where the key is in quotes, as from an env file",
      { env: { WORKOS_API_KEY: `"${CI_KEY}"` } },
      "usage",
      "WORKOS_API_KEY is in quotes. Remove them.",
      undefined,
    ],
    [
      "where a key is passed as the name",
      { flag: CI_KEY },
      "usage",
      "--env takes an environment's name, not an API key.",
      undefined,
    ],
    ["where the key is blank", { env: { WORKOS_API_KEY: " " } }, "usage", "The API key is empty.", undefined],
    ["at http elsewhere", byUrl("http://workos.test"), "usage", `WORKOS_API_URL ${COME_FROM}`, undefined],
    [
      "at http at a host that only begins like this machine",
      byUrl("http://127.0.0.1.workos.test"),
      "usage",
      `WORKOS_API_URL ${COME_FROM}`,
      undefined,
    ],
    ["at no address", byUrl("api.workos.com"), "usage", `WORKOS_API_URL ${NO_ADDRESS}`, undefined],
    ["at another scheme", byUrl("ftp://api.workos.com"), "usage", `WORKOS_API_URL ${NO_ADDRESS}`, undefined],
    ["at a path", byUrl(`${WORKOS}/v1`), "usage", `WORKOS_API_URL ${TOO_LONG}`, undefined],
    ["at a query", byUrl(`${WORKOS}?key=${CI_KEY}`), "usage", `WORKOS_API_URL ${TOO_LONG}`, undefined],
    ["at a fragment", byUrl(`${WORKOS}#${CI_KEY}`), "usage", `WORKOS_API_URL ${TOO_LONG}`, undefined],
    ["at a user", byUrl(`https://${CI_KEY}@a.test`), "usage", `WORKOS_API_URL ${TOO_LONG}`, undefined],
    ["at credentials", byUrl("https://rep:s3cret@a.test"), "usage", `WORKOS_API_URL ${TOO_LONG}`, undefined],
    [
      "at a stored address that is not allowed",
      { flag: "local", local: "http://workos.test" },
      "usage",
      `The API URL of local ${COME_FROM}`,
      undefined,
    ],
    [
      "where the sandbox would be elsewhere",
      { flag: "sandbox", env: { WORKOS_API_URL: WORKOS } },
      "usage",
      "The sandbox runs on this machine over http, but WORKOS_API_URL is an https URL.",
      "Unset WORKOS_API_URL, or use another environment.",
    ],
  ])("%s", async (_when, given, code, message, hint) => {
    const failure = await refusal(given);
    expect({ code: failure.code, message: failure.message, hint: plain(failure.facts.hint) }).toEqual({
      code,
      message: message.replace("FILE", join(folder, "config.json")),
      hint,
    });
    const everything = inspect(failure, { depth: null, showHidden: true }) + JSON.stringify(failure);
    for (const secret of SECRETS) expect(everything).not.toContain(secret);
  });

  test("where nothing is known yet, and the hint is how to begin", async () => {
    const settings = open;
    const failure = await selectEnvironment({ flag: undefined, env: {}, settings }).catch((error) => error);
    expect(failure).toMatchObject({ code: "unauthorized", message: "No WorkOS environments yet." });
    expect(plain(failure.facts.hint)).toBe(
      "Add one: ssoctl env add staging · in CI, set WORKOS_API_KEY · or try ssoctl without an API key: ssoctl demo",
    );
  });

  // To be a row of the table: only the name of a user is looked at, not the password.
  test("at a password without a user", async () => {
    expect((await refusal(byUrl("https://:s3cret@a.test"))).message).toBe(`WORKOS_API_URL ${TOO_LONG}`);
  });
});
