import { mkdirSync, statSync } from "node:fs";
import { dirname } from "node:path";

export interface Files {
  read(path: string): Promise<string>;
}

export const realFiles: Files = {
  // Imported on use, to keep startup fast.
  read: async (path) => (await import("node:fs/promises")).readFile(path, "utf8"),
};

/** Creates a folder and its parents for the owner only. Node's own `recursive` option never returns in /proc. */
export function createFolder(folder: string): void {
  try {
    createOne(folder);
  } catch (error) {
    if (!hasCode(error, "ENOENT") || dirname(folder) === folder) throw error;
    createFolder(dirname(folder));
    createOne(folder);
  }
}

function createOne(folder: string): void {
  try {
    mkdirSync(folder, { mode: 0o700 });
  } catch (error) {
    if (!hasCode(error, "EEXIST") || !statSync(folder).isDirectory()) throw error;
  }
}

export function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}

/** For example `/x/config.json is a folder`. */
export function fileProblem(path: string, error: unknown): string {
  if (hasCode(error, "ENOENT")) return `${path} does not exist`;
  if (hasCode(error, "EISDIR")) return `${path} is a folder`;
  if (hasCode(error, "EACCES") || hasCode(error, "EPERM")) return `You have no permission to read ${path}`;
  return `${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`;
}

/** What to do about it. */
export function fileFix(path: string, error: unknown): string {
  return hasCode(error, "EACCES") || hasCode(error, "EPERM")
    ? `Make ${path} readable for you.`
    : `Rename or remove ${path}.`;
}
