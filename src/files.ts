import { mkdirSync, statSync } from "node:fs";
import { dirname } from "node:path";

/** The few files that a person names. */
export interface Files {
  read(path: string): Promise<string>;
}

export const realFiles: Files = {
  // Loaded when a file is named, for every start would pay for it otherwise.
  read: async (path) => (await import("node:fs/promises")).readFile(path, "utf8"),
};

/**
 * Makes a folder that its owner alone can read, and those above it. Node's own `recursive` asks for ever in a file system
 * that lets nobody make one, such as /proc.
 *
 * @throws the error of Node's file system
 */
export function makeFolder(folder: string): void {
  try {
    makeOne(folder);
  } catch (error) {
    if (!hasCode(error, "ENOENT") || dirname(folder) === folder) throw error;
    makeFolder(dirname(folder));
    makeOne(folder);
  }
}

/** It may be there, and another process may have been quicker. */
function makeOne(folder: string): void {
  try {
    mkdirSync(folder, { mode: 0o700 });
  } catch (error) {
    if (!hasCode(error, "EEXIST") || !statSync(folder).isDirectory()) throw error;
  }
}

/** Whether Node gave an error this code, such as `ENOENT`. */
export function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}
