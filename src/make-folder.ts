import { mkdirSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { hasCode } from "./error-code.ts";

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
