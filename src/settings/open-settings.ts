import { resolve } from "node:path";
import { DEFAULT_FOLDER } from "./folder.ts";
import { createKeychain } from "./keychain.ts";
import type { Settings } from "./settings.ts";
import { openFile } from "./settings-file.ts";

interface OpenOptions {
  /** Where the settings file is. */
  readonly folder: string;
  readonly now: () => Date;
  /** The Node and the program that ask the keychain. */
  readonly keychain: { readonly node: string; readonly child: string };
  /** How long to wait for the keychain, in milliseconds. */
  readonly timeout: number;
  readonly signal: AbortSignal;
}

/** @throws Failure `unexpected` where the settings file was damaged */
export async function openSettings({
  folder,
  now,
  keychain,
  timeout,
  signal,
}: OpenOptions): Promise<Settings> {
  const { environments, keys } = await openFile(folder, now);
  const place = resolve(folder);
  const elsewhere = place === resolve(DEFAULT_FOLDER) ? undefined : place;
  return {
    environments,
    keys: { file: keys, keychain: createKeychain({ ...keychain, timeout, signal, folder: elsewhere }) },
  };
}
