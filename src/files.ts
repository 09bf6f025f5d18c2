import { mkdtemp, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** The few files that a person names, or is given. */
export interface Files {
  read(path: string): Promise<string>;
  /** Writes a file that its owner alone can read: it holds a credential. */
  writePrivately(path: string, content: Uint8Array): Promise<void>;
  /** A path in a new folder for temporary files. */
  temporary(name: string): Promise<string>;
}

export const realFiles: Files = {
  read: (path) => readFile(path, "utf8"),
  writePrivately: (path, content) => writeFile(path, content, { mode: 0o600 }),
  temporary: async (name) => join(await mkdtemp(join(tmpdir(), "ssoctl-")), name),
};
