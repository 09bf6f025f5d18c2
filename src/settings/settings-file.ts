import { chmodSync, readFileSync, renameSync } from "node:fs";
import { stat } from "node:fs/promises";
import { platform } from "node:os";
import { join, resolve } from "node:path";
import Conf from "conf";
import { Failure } from "../failure.ts";
import { hasCode, makeFolder } from "../files.ts";
import type { EnvironmentStore, KeyStore, Storage, StoredEnvironment } from "./settings.ts";
import { withLock } from "./with-lock.ts";

interface SettingsFile {
  readonly default?: string | undefined;
  readonly environments: Readonly<Record<string, StoredHere>>;
  readonly keys: Readonly<Record<string, string>>;
}

/** A file of an older version has no `storage`: its keys are all in it. */
interface StoredHere extends Omit<StoredEnvironment, "name" | "storage"> {
  readonly storage?: Storage;
}

const EMPTY: SettingsFile = { environments: {}, keys: {} };

/**
 * Opens the settings file, `config.json`, readable by its owner alone. It holds the keys that no keychain has. A damaged
 * one is set aside for its owner to look at, and the next opening begins with none.
 *
 * @throws Failure `unexpected` where it was damaged (nothing of it is repeated, for it may hold keys), or where its folder
 * cannot be made
 */
export async function openFile(
  folder: string,
  now: () => Date,
): Promise<{ environments: EnvironmentStore; keys: KeyStore }> {
  const place = join(resolve(folder), "config.json");
  makeSettingsFolder(folder);
  if (isDamaged(place)) await setAside(place, now());
  // No defaults: Conf would write them on opening, over what another process wrote in the meantime.
  const file = new Conf<Record<string, unknown>>({
    cwd: folder,
    configFileMode: 0o600,
    accessPropertiesByDotNotation: false,
    deserialize: (content) => ({ ...(parse(content) ?? fail(place)) }),
  });
  const read = (): SettingsFile => ({ ...EMPTY, ...file.store });
  const change = (to: (settings: SettingsFile) => Partial<SettingsFile>) =>
    withLock(place, () => {
      const settings = read();
      // Through JSON, which leaves out a default that is undefined now.
      file.store = JSON.parse(JSON.stringify({ ...settings, ...to(settings) }));
    });
  return {
    environments: {
      list: () =>
        Object.entries(read().environments).map(([name, { storage = "file", ...rest }]) => ({
          name,
          ...rest,
          storage,
        })),
      defaultName: () => read().default,
      save: ({ name, ...rest }) =>
        change(({ environments }) => ({ environments: { ...environments, [name]: rest } })),
      remove: (name) =>
        change(({ environments, default: chosen }) => ({
          environments: without(environments, name),
          default: chosen === name ? undefined : chosen,
        })),
      setDefault: (name) => change(() => ({ default: name })),
      claimDefault: (name) => change(({ default: chosen = name }) => ({ default: chosen })),
    },
    keys: {
      place,
      read: async (name) => {
        const { keys } = read();
        return Object.hasOwn(keys, name) ? keys[name] : undefined;
      },
      write: (name, key) => change(({ keys }) => ({ keys: { ...keys, [name]: key } })),
      remove: (name) => change(({ keys }) => ({ keys: without(keys, name) })),
      problem: () => permissionsProblem(place),
    },
  };
}

function makeSettingsFolder(folder: string): void {
  try {
    makeFolder(resolve(folder));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Failure("unexpected", `The settings folder cannot be made: ${reason}`, {
      hint: "SSOCTL_CONFIG_DIR names another one.",
      cause,
    });
  }
}

function isDamaged(place: string): boolean {
  const content = contentOf(place);
  return content !== undefined && parse(content) === undefined;
}

function contentOf(place: string): string | undefined {
  try {
    return readFileSync(place, "utf8");
  } catch (error) {
    if (hasCode(error, "ENOENT")) return undefined;
    throw error;
  }
}

function parse(content: string): SettingsFile | undefined {
  try {
    const settings: unknown = JSON.parse(content);
    return isSettings(settings) ? settings : undefined;
  } catch {
    return undefined;
  }
}

/** Looks again while no other process is at it: what lies there may be a new and good file by then. */
async function setAside(place: string, now: Date): Promise<void> {
  const aside = `${place}.damaged-${now.toISOString().replaceAll(":", "-")}`;
  await withLock(place, () => {
    if (!isDamaged(place)) return;
    renameSync(place, aside);
    chmodSync(aside, 0o600);
    throw new Failure("unexpected", `The settings file was damaged. It is set aside: ${aside}`, {
      hint: "The next command starts without it. Add your environments again: ssoctl env add <name>",
    });
  });
}

/** Damaged in the moment since it was opened. */
function fail(place: string): never {
  throw new Failure("unexpected", `The settings file is damaged: ${place}. It was left as it is.`);
}

function isSettings(value: unknown): value is SettingsFile {
  if (!isRecord(value)) return false;
  const { default: chosen, environments = {}, keys = {} } = value;
  return (
    (chosen === undefined || typeof chosen === "string") &&
    isRecord(environments) &&
    Object.values(environments).every(isRecord) &&
    isRecord(keys) &&
    Object.values(keys).every((key) => typeof key === "string")
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function without<T>(entries: Readonly<Record<string, T>>, name: string): Record<string, T> {
  return Object.fromEntries(Object.entries(entries).filter(([other]) => other !== name));
}

/**
 * Whether others than its owner can read or write a file that may hold keys. On Windows the folder's own rights decide,
 * and a file's mode says nothing.
 *
 * @returns a sentence, or undefined where all is well or there is no file
 */
export async function permissionsProblem(path: string): Promise<string | undefined> {
  if (platform() === "win32") return undefined;
  const found = await stat(path).catch(() => undefined);
  const mode = (found?.mode ?? 0) & 0o777;
  if ((mode & 0o077) === 0) return undefined;
  return `Others than you can get at ${path} (mode ${mode.toString(8).padStart(4, "0")}). Mend it: chmod 600 ${path}`;
}
