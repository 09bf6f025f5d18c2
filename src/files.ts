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

/** Loaded when a file is named, for every start would pay for it otherwise. */
const fs = () => import("node:fs/promises");

export const realFiles: Files = {
  read: async (path) => (await fs()).readFile(path, "utf8"),
  writePrivately: async (path, content) => (await fs()).writeFile(path, content, { mode: 0o600 }),
  temporary: async (name) => join(await (await fs()).mkdtemp(join(tmpdir(), "ssoctl-")), name),
};
