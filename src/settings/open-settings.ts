import { realpathSync } from "node:fs";
import { resolve } from "node:path";
import type { Variables } from "../helper.ts";
import { checkAccess } from "./access.ts";
import { createKeychain } from "./keychain.ts";
import type { KeyStore, Settings } from "./settings.ts";
import { openSettingsFile } from "./settings-file.ts";

interface OpenOptions {
  readonly folder: string;
  /** Undefined if the user has no home folder. */
  readonly defaultFolder: string | undefined;
  readonly platform: string;
  /** Undefined on Windows. */
  readonly uid: number | undefined;
  readonly keychain: { readonly node: string; readonly child: string; readonly env: Variables };
  /** Keychain timeout in milliseconds. */
  readonly timeout: number;
  readonly signal: AbortSignal;
}

/** @throws Failure `unexpected` if the settings file cannot be used */
export async function openSettings(options: OpenOptions): Promise<Settings> {
  const { folder, uid, keychain, timeout, signal } = options;
  const { environments, keys, config } = await openSettingsFile(
    folder,
    signal,
    folder !== options.defaultFolder,
  );
  const check = () => checkAccess(folder, uid);
  const folders = keychainFolders(options);
  return {
    environments,
    config,
    checkAccess: check,
    keys: {
      file: checked(keys, check),
      keychain: checked(createKeychain({ ...keychain, timeout, signal, folders }), check),
    },
  };
}

function checked(store: KeyStore, check: () => void): KeyStore {
  return {
    ...store,
    read: async (environment) => {
      check();
      return store.read(environment);
    },
    write: async (environment, key) => {
      check();
      return store.write(environment, key);
    },
  };
}

/** A folder is its real path. Keys of older versions are under the path as it was written. */
function keychainFolders({ folder, defaultFolder, platform }: OpenOptions) {
  const real = realFolder(folder, platform);
  const isDefault = defaultFolder !== undefined && real === realFolder(defaultFolder, platform);
  const written = resolve(folder) === defaultFolder ? undefined : resolve(folder);
  return [isDefault ? undefined : real, written] as const;
}

/** `native`, and lower case, because Windows ignores the letter case of a path. */
function realFolder(folder: string, platform: string): string {
  const real = realOrWritten(folder);
  return platform === "win32" ? real.toLowerCase() : real;
}

function realOrWritten(folder: string): string {
  try {
    return realpathSync.native(folder);
  } catch {
    return resolve(folder);
  }
}
