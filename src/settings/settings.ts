import { sentence, ssoctl } from "../command-line.ts";
import { Failure } from "../failure.ts";
import { type Environment, isEnvironmentName, SANDBOX } from "./environment.ts";

export type Storage = "keychain" | "file";

export interface StoredEnvironment extends Environment {
  readonly storage: Storage;
}

/** The stored environments. Writes are atomic and safe across processes. */
export interface EnvironmentStore {
  list(): readonly StoredEnvironment[];
  /** The name set by `env use`. */
  defaultName(): string | undefined;
  save(environment: StoredEnvironment): Promise<void>;
  remove(name: string): Promise<void>;
  setDefault(name: string): Promise<void>;
  /** Sets the default if there is none. */
  claimDefault(name: string): Promise<void>;
}

export interface KeyStore {
  /** For messages: a path, or "your system's keychain". */
  readonly location: string;
  /** @throws Failure `unauthorized` if the store is not available */
  read(environment: string): Promise<string | undefined>;
  /** @throws Failure `unexpected` if the key was not stored */
  write(environment: string, key: string): Promise<void>;
  /** A missing key is not an error. @throws Failure `unexpected` if the key may still be stored */
  remove(environment: string): Promise<void>;
  /** Why the store is not available or not safe, as a sentence; undefined if it is fine. */
  problem(): Promise<string | undefined>;
}

export const CONFIG_KEYS = ["company", "product", "sender", "support"] as const;

export type ConfigKey = (typeof CONFIG_KEYS)[number];

/** Who we are, for notes to customers. */
export type Identity = { readonly [Key in ConfigKey]?: string | undefined };

export interface Config extends Identity {
  /** Values of one environment, by its name. The others are for all. */
  readonly environments?: Readonly<Record<string, Identity>> | undefined;
  /** Whether they were asked for at a first note, even if nothing was answered. */
  readonly asked?: boolean | undefined;
}

export interface ConfigStore {
  read(): Config;
  change(update: (config: Config) => Config): Promise<void>;
}

export interface Settings {
  readonly environments: EnvironmentStore;
  readonly config: ConfigStore;
  /** Reading and writing a key does this too. @throws Failure `refused` if other users can change the settings */
  checkAccess(): void;
  readonly keys: Readonly<Record<Storage, KeyStore>>;
}

/** @throws Failure `usage` listing the available environments */
export function environmentNamed(name: string, environments: EnvironmentStore): StoredEnvironment {
  const all = environments.list();
  const found = all.find((environment) => environment.name === name.toLowerCase());
  if (found) return found;
  const names = [...all.map((environment) => environment.name), SANDBOX].join(", ");
  throw new Failure("usage", `Environment "${name}" not found. Available: ${names}.`, {
    hint: isEnvironmentName(name) ? sentence`Add it: ${ssoctl("env", "add", name)}` : undefined,
  });
}
