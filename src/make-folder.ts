import { mkdirSync } from "node:fs";
import { dirname } from "node:path";

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
    if (!isCode(error, "ENOENT") || dirname(folder) === folder) throw error;
    makeFolder(dirname(folder));
    makeOne(folder);
  }
}

/** Another process may have been quicker. */
function makeOne(folder: string): void {
  try {
    mkdirSync(folder, { mode: 0o700 });
  } catch (error) {
    if (!isCode(error, "EEXIST")) throw error;
  }
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}
