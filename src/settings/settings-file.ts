import { readdirSync, readlinkSync, realpathSync, rmSync, statSync } from "node:fs";
import { stat } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { writeFileSync } from "atomically";
import { renderCommand, runs } from "../command-line.ts";
import { Failure } from "../failure.ts";
import { createFolder, fileProblem, hasCode, readSmallFile } from "../files.ts";
import type { ConfigStore, EnvironmentStore, KeyStore } from "./settings.ts";
import { EMPTY, parseSettings, type SettingsContent } from "./settings-content.ts";
import { withLock } from "./with-lock.ts";

/**
 * The folder is made with the first change, so that reading needs no folder.
 *
 * @param signal ends waiting for another process that changes the file
 * @param isChosen false for the default, which is not there if the home folder is none, such as `/dev/null`
 * @throws Failure `unexpected` if the file cannot be read or created; the message never contains its content
 */
export async function openSettingsFile(
  folder: string,
  signal?: AbortSignal,
  isChosen = true,
): Promise<{ environments: EnvironmentStore; keys: KeyStore; config: ConfigStore }> {
  const path = join(resolve(folder), "config.json");
  if (isChosen) checkPlace(folder);
  const target = targetOf(path);
  await tryToRemoveLeftovers(target);
  const read = (): SettingsContent => ({ ...EMPTY, ...readSettings(path) });
  read();
  const change = async (update: (settings: SettingsContent) => Partial<SettingsContent>) => {
    const write = () => {
      removeLeftovers(target);
      const settings = read();
      const content = JSON.stringify({ ...settings, ...update(settings) }, undefined, "\t");
      writeFileSync(target, content, { mode: 0o600 });
    };
    createSettingsFolder(folder);
    await withLock(target, write, { signal }).catch((error: unknown) => throwNotSaved(path, error));
  };
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
    config: {
      read: () => read().config ?? {},
      change: (update) => change(({ config = {} }) => ({ config: update(config) })),
    },
  };
}

/** A folder that cannot be one is a mistake in `SSOCTL_CONFIG_DIR`. */
function checkPlace(folder: string): void {
  try {
    if (statSync(resolve(folder)).isDirectory()) return;
  } catch (error) {
    if (!hasCode(error, "ENOTDIR")) return;
  }
  createSettingsFolder(folder);
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

/** The file that a symbolic link leads to, so that the link is kept. */
function targetOf(path: string): string {
  try {
    return realpathSync(path);
  } catch (error) {
    const link = linkAt(path);
    if (isMissing(error) && link === undefined) return path;
    const found = link === undefined ? fileProblem(error) : `it is a link to ${link}, which cannot be opened`;
    throw unreadable(path, found, error);
  }
}

function linkAt(path: string): string | undefined {
  try {
    return readlinkSync(path);
  } catch {
    return undefined;
  }
}

function readSettings(path: string): Partial<SettingsContent> {
  const content = contentOf(path);
  return content === undefined ? {} : parseSettings(content, path);
}

function contentOf(path: string): string | undefined {
  try {
    return readSmallFile(path);
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw unreadable(path, fileProblem(error), error);
  }
}

function isMissing(error: unknown): boolean {
  return hasCode(error, "ENOENT") || hasCode(error, "ENOTDIR");
}

function unreadable(path: string, problem: string, cause: unknown): Failure {
  return new Failure("unexpected", `The settings file ${path} cannot be read: ${problem}.`, {
    hint: "Fix or remove it, or set SSOCTL_CONFIG_DIR to use another folder.",
    cause,
  });
}

function throwNotSaved(path: string, cause: unknown): never {
  if (cause instanceof Failure) throw cause;
  throw new Failure(
    "unexpected",
    `The settings file ${path} could not be written: ${writeProblem(path, cause)}.`,
    {
      hint: "The file is as before. Fix this, and run the command again.",
      cause,
    },
  );
}

/** Windows does not replace a file that is read-only, or that another program has open. */
function writeProblem(path: string, error: unknown): string {
  const isDenied = ["EPERM", "EACCES", "EBUSY"].some((code) => hasCode(error, code));
  if (!isDenied) return fileProblem(error);
  const found = statSync(path, { throwIfNoEntry: false });
  if (found && (found.mode & 0o200) === 0) return "it is read-only";
  if (isOnWindows(path)) return "another program has it open, or you may not change it";
  return hasCode(error, "EBUSY")
    ? "it is mounted on its own, so it cannot be replaced; mount its folder"
    : `permission denied in ${dirname(path)}`;
}

function isOnWindows(path: string): boolean {
  return /^(?:[a-z]:|\\\\)/iu.test(path);
}

/** Temporary files of writes that were killed. They contain keys. */
function leftovers(target: string): string[] {
  const folder = dirname(target);
  const start = basename(target);
  return readdirSync(folder)
    .filter((name) => name.startsWith(start) && /^\.(?:tmp-\w+|\d+\.tmp)$/u.test(name.slice(start.length)))
    .map((name) => join(folder, name));
}

function removeLeftovers(target: string): void {
  for (const path of leftovers(target)) rmSync(path, { force: true });
}

/** Another process may be writing: then it has the lock, and removes them itself. */
async function tryToRemoveLeftovers(target: string): Promise<void> {
  try {
    if (leftovers(target).length === 0) return;
    await withLock(target, () => removeLeftovers(target), { attempts: 1 });
  } catch {
    // They stay until a later command can remove them.
  }
}

function without<T>(entries: Readonly<Record<string, T>>, name: string): Record<string, T> {
  return Object.fromEntries(Object.entries(entries).filter(([other]) => other !== name));
}

/** @returns a sentence if other users can read the file. Not on Windows, where its mode means nothing. */
export async function permissionsProblem(path: string): Promise<string | undefined> {
  if (isOnWindows(path)) return undefined;
  const found = await stat(path).catch(() => undefined);
  const mode = (found?.mode ?? 0) & 0o777;
  if ((mode & 0o077) === 0) return undefined;
  const fix = renderCommand(runs("chmod", "600", path), { shell: "posix", environment: undefined });
  return `Other users can access ${path} (mode ${mode.toString(8).padStart(4, "0")}). Fix it: ${fix}`;
}
