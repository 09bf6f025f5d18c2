import { resolve } from "node:path";
import { DEFAULT_FOLDER, openFile } from "./file.ts";
import { createKeychain } from "./keychain.ts";
import type { Settings } from "./ports.ts";

interface OpenOptions {
  /** Where the settings file is, if not in the place that the operating system has for settings. */
  readonly folder: string | undefined;
  readonly now: () => Date;
  /** The Node and the program that ask the keychain. */
  readonly keychain: { readonly node: string; readonly child: string };
  /** How long to wait for the keychain, in milliseconds. */
  readonly timeout: number;
  readonly signal: AbortSignal;
}

/** @throws Failure `unexpected` where the settings file was damaged */
export async function openSettings({
  folder = DEFAULT_FOLDER,
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
