import type { Environment } from "./environment.ts";

/** The environments that are kept on this machine; their keys are elsewhere. */
export interface EnvironmentStore {
  list(): readonly Environment[];
  /** The name set by `env use`. */
  defaultName(): string | undefined;
  save(environment: Environment): void;
  remove(name: string): void;
  setDefault(name: string): void;
}

/** Where keys lie. The file today; an operating system's keychain can stand here as well. */
export interface KeyStore {
  /** For people: where a key in it is. */
  readonly place: string;
  read(environment: string): Promise<string | undefined>;
  write(environment: string, key: string): Promise<void>;
  remove(environment: string): Promise<void>;
}

export interface Settings {
  readonly environments: EnvironmentStore;
  readonly keys: KeyStore;
}
