import { Failure } from "../failure.ts";
import { type Environment, SANDBOX } from "./environment.ts";

/** Where a key lies: with the operating system, or in the settings file. */
export type Storage = "keychain" | "file";

/** An environment that is kept on this machine. It remembers where its key lies, so that reading needs no guess. */
export interface StoredEnvironment extends Environment {
  readonly storage: Storage;
}

/** The environments that are kept on this machine. Each write is whole, and loses none that another process makes. */
export interface EnvironmentStore {
  list(): readonly StoredEnvironment[];
  /** The name set by `env use`. */
  defaultName(): string | undefined;
  save(environment: StoredEnvironment): Promise<void>;
  remove(name: string): Promise<void>;
  setDefault(name: string): Promise<void>;
  /** Makes it the default where there is none. */
  claimDefault(name: string): Promise<void>;
}

/** A place where keys can lie. */
export interface KeyStore {
  /** For people: where a key in it is. */
  readonly place: string;
  /**
   * @returns undefined where there is no key of that name
   * @throws Failure `unauthorized` where the store cannot be asked
   */
  read(environment: string): Promise<string | undefined>;
  /** @throws Failure `unexpected` where it was not kept */
  write(environment: string, key: string): Promise<void>;
  /**
   * What is not there is no error.
   *
   * @throws Failure `unexpected` where it may still lie there
   */
  remove(environment: string): Promise<void>;
  /** Why keys cannot lie there, or not safely, as a sentence; undefined where all is well. */
  problem(): Promise<string | undefined>;
}

export interface Settings {
  readonly environments: EnvironmentStore;
  readonly keys: Readonly<Record<Storage, KeyStore>>;
}

/** @throws Failure `usage` naming the environments there are */
export function environmentNamed(name: string, environments: EnvironmentStore): StoredEnvironment {
  const all = environments.list();
  const found = all.find((environment) => environment.name === name);
  if (found) return found;
  const names = [...all.map((environment) => environment.name), SANDBOX].join(", ");
  throw new Failure("usage", `There is no environment "${name}". There are: ${names}.`);
}
