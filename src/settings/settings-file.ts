import { chmodSync, readFileSync, renameSync } from "node:fs";
import { stat } from "node:fs/promises";
import { platform } from "node:os";
import { join, resolve } from "node:path";
import Conf from "conf";
import { Failure } from "../failure.ts";
import { createFolder, fileFix, fileProblem, hasCode } from "../files.ts";
import type { EnvironmentStore, KeyStore, Storage, StoredEnvironment } from "./settings.ts";
import { withLock } from "./with-lock.ts";

interface SettingsFile {
  readonly default?: string | undefined;
  readonly environments: Readonly<Record<string, EnvironmentEntry>>;
  readonly keys: Readonly<Record<string, string>>;
}

/** Older versions wrote no `storage`: their keys are all in the file. */
interface EnvironmentEntry extends Omit<StoredEnvironment, "name" | "storage"> {
  readonly storage?: Storage;
}

const EMPTY: SettingsFile = { environments: {}, keys: {} };

/**
 * Opens the settings file. A damaged one is renamed, and the next call starts with an empty one.
 * @throws Failure `unexpected` if it was damaged (without its content, which may include keys) or cannot be created
 */
export async function openSettingsFile(
  folder: string,
  now: () => Date,
): Promise<{ environments: EnvironmentStore; keys: KeyStore }> {
  const path = join(resolve(folder), "config.json");
  createSettingsFolder(folder);
  if (isDamaged(path)) await renameDamaged(path, now());
  // No defaults: Conf would write them on opening, and could overwrite the changes of another process.
  const file = new Conf<Record<string, unknown>>({
    cwd: folder,
    configFileMode: 0o600,
    accessPropertiesByDotNotation: false,
    deserialize: (content) => ({ ...(parse(content) ?? throwDamaged(path)) }),
  });
  const read = (): SettingsFile => ({ ...EMPTY, ...file.store });
  const change = (update: (settings: SettingsFile) => Partial<SettingsFile>) =>
    withLock(path, () => {
      const settings = read();
      // The JSON round trip drops an undefined default.
      file.store = JSON.parse(JSON.stringify({ ...settings, ...update(settings) }));
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
        change(({ environments, default: current }) => ({
          environments: without(environments, name),
          default: current === name ? undefined : current,
        })),
      setDefault: (name) => change(() => ({ default: name })),
      claimDefault: (name) => change(({ default: current = name }) => ({ default: current })),
    },
    keys: {
      location: path,
      read: async (name) => {
        const { keys } = read();
        return Object.hasOwn(keys, name) ? keys[name] : undefined;
      },
      write: (name, key) => change(({ keys }) => ({ keys: { ...keys, [name]: key } })),
      remove: (name) => change(({ keys }) => ({ keys: without(keys, name) })),
      problem: () => permissionsProblem(path),
    },
  };
}

function createSettingsFolder(folder: string): void {
  try {
    createFolder(resolve(folder));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Failure("unexpected", `Could not create the settings folder: ${reason}`, {
      hint: "To use another folder, set SSOCTL_CONFIG_DIR.",
      cause,
    });
  }
}

function isDamaged(path: string): boolean {
  const content = contentOf(path);
  return content !== undefined && parse(content) === undefined;
}

function contentOf(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if (hasCode(error, "ENOENT")) return undefined;
    throw new Failure("unexpected", `${fileProblem(path, error)}.`, {
      hint: fileFix(path, error),
      cause: error,
    });
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

/** Checks again under the lock: another process may have replaced the file. */
async function renameDamaged(path: string, now: Date): Promise<void> {
  const backup = `${path}.damaged-${now.toISOString().replaceAll(":", "-")}`;
  await withLock(path, () => {
    if (!isDamaged(path)) return;
    renameSync(path, backup);
    chmodSync(backup, 0o600);
    throw new Failure("unexpected", `The settings file was damaged. It was renamed to ${backup}`, {
      hint: "The next command starts with empty settings. Add your environments again: ssoctl env add <name>",
    });
  });
}

/** Another process damaged the file after it was opened. */
function throwDamaged(path: string): never {
  throw new Failure("unexpected", `The settings file is damaged: ${path}`, {
    hint: "Fix the file. Otherwise the next command renames it.",
  });
}

function isSettings(value: unknown): value is SettingsFile {
  if (!isRecord(value)) return false;
  const { default: current, environments = {}, keys = {} } = value;
  return (
    (current === undefined || typeof current === "string") &&
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

/** @returns a sentence if other users can access the file. Not on Windows, where its mode means nothing. */
export async function permissionsProblem(path: string): Promise<string | undefined> {
  if (platform() === "win32") return undefined;
  const found = await stat(path).catch(() => undefined);
  const mode = (found?.mode ?? 0) & 0o777;
  if ((mode & 0o077) === 0) return undefined;
  return `Other users can access ${path} (mode ${mode.toString(8).padStart(4, "0")}). Fix it: chmod 600 ${path}`;
}
