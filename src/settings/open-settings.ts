import { resolve } from "node:path";
import { DEFAULT_FOLDER } from "./folder.ts";
import { createKeychain } from "./keychain.ts";
import type { Settings } from "./settings.ts";
import { openSettingsFile } from "./settings-file.ts";

interface OpenOptions {
  readonly folder: string;
  readonly now: () => Date;
  readonly keychain: { readonly node: string; readonly child: string };
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
  const absolute = resolve(folder);
  const custom = absolute === resolve(DEFAULT_FOLDER) ? undefined : absolute;
  return {
    environments,
    keys: { file: keys, keychain: createKeychain({ ...keychain, timeout, signal, folder: custom }) },
  };
}
