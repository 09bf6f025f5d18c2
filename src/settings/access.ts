import { realpathSync, type Stats, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { runs, sentence } from "../command-line.ts";
import { Failure } from "../failure.ts";

/**
 * Whoever can change the settings can send an API key to another server, or have it stored where they can read it.
 *
 * @param uid undefined on Windows, where modes mean nothing
 * @throws Failure `refused` if other users can change the settings
 */
export function checkAccess(folder: string, uid: number | undefined): void {
  if (uid === undefined) return;
  const file = join(folder, "config.json");
  for (const path of new Set([folder, dirname(realPath(file)), file])) {
    const found = statSync(path, { throwIfNoEntry: false });
    if (found) checkOne(path, found, uid);
  }
}

function checkOne(path: string, found: Stats, uid: number): void {
  if (found.uid !== uid && found.uid !== 0) {
    throw new Failure(
      "refused",
      `${path} belongs to another user (user ID ${found.uid}), so no API key is stored or read.`,
      { hint: "Set SSOCTL_CONFIG_DIR to a folder of your own." },
    );
  }
  if ((found.mode & 0o022) === 0) return;
  const mode = (found.mode & 0o777).toString(8).padStart(4, "0");
  throw new Failure(
    "refused",
    `Other users can change ${path} (mode ${mode}), so no API key is stored or read.`,
    {
      hint: sentence`Fix it: ${runs("chmod", found.isDirectory() ? "700" : "600", path)}, or set SSOCTL_CONFIG_DIR to a folder of your own.`,
    },
  );
}

function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}
