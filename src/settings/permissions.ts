import { stat } from "node:fs/promises";
import { platform } from "node:os";

/**
 * Whether others than its owner can read or write a file that may hold keys. On Windows the folder's own rights decide,
 * and a file's mode says nothing.
 *
 * @returns a sentence, or undefined where all is well or there is no file
 */
export async function permissionsProblem(path: string): Promise<string | undefined> {
  if (platform() === "win32") return undefined;
  const found = await stat(path).catch(() => undefined);
  const mode = (found?.mode ?? 0) & 0o777;
  if ((mode & 0o077) === 0) return undefined;
  return `Others than you can get at ${path} (mode ${mode.toString(8).padStart(4, "0")}). Mend it: chmod 600 ${path}`;
}
