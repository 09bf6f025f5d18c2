import { realpathSync } from "node:fs";
import { resolve } from "node:path";
import type { Variables } from "../helper.ts";
import { DEFAULT_FOLDER } from "./folder.ts";
import { createKeychain } from "./keychain.ts";
import type { Settings } from "./settings.ts";
import { openSettingsFile } from "./settings-file.ts";

interface OpenOptions {
  readonly folder: string;
  readonly now: () => Date;
  readonly keychain: { readonly node: string; readonly child: string; readonly env: Variables };
  /** Keychain timeout in milliseconds. */
  readonly timeout: number;
  readonly signal: AbortSignal;
}

/** @throws Failure `unexpected` if the settings file was damaged */
export async function openSettings({
  folder,
  now,
  keychain,
  timeout,
  signal,
}: OpenOptions): Promise<Settings> {
  const { environments, keys } = await openSettingsFile(folder, now);
  const isDefault = realPath(folder) === realPath(DEFAULT_FOLDER);
  const wasDefault = resolve(folder) === resolve(DEFAULT_FOLDER);
  const folders = {
    folder: isDefault ? undefined : realPath(folder),
    earlierFolder: wasDefault ? undefined : resolve(folder),
  };
  return {
    environments,
    keys: { file: keys, keychain: createKeychain({ ...keychain, ...folders, timeout, signal }) },
  };
}

/** The same for every spelling: symbolic links, and upper and lower case on Windows. */
function realPath(folder: string): string {
  try {
    return realpathSync.native(folder);
  } catch {
    return resolve(folder);
  }
}
