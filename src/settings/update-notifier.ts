import { readFileSync } from "node:fs";
import { join } from "node:path";

/**
 * Whether the person has written `"updateNotifier": false` into the settings file; the file's other writers keep what they
 * do not know. Read without the library that keeps the file, for it comes after every command.
 */
export function isUpdateNotifierOff(folder: string): boolean {
  try {
    return JSON.parse(readFileSync(join(folder, "config.json"), "utf8")).updateNotifier === false;
  } catch {
    return false;
  }
}
