import { lock } from "proper-lockfile";
import { Failure } from "../failure.ts";

/** The lock of a killed process is ignored after this. */
const STALE_MS = 5000;
/** About nine seconds in total, so longer than `STALE_MS`. */
const RETRIES = { retries: 60, factor: 1.1, minTimeout: 20, maxTimeout: 200, randomize: true };

/**
 * Runs `work` while the file is locked. `work` is synchronous, so the lock cannot become stale.
 *
 * @param file may be missing, but its folder must exist
 * @throws Failure `unexpected` if another process does not release the lock
 */
export async function withLock<T>(file: string, work: () => T, retries = RETRIES.retries): Promise<T> {
  // realpath: false, because the file may not exist yet.
  const release = await lock(file, {
    realpath: false,
    stale: STALE_MS,
    retries: { ...RETRIES, retries },
    onCompromised,
  }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "ELOCKED") throw error;
    throw new Failure("unexpected", `Another process is using ${file}.`, {
      hint: `Try again. If this keeps happening and no other ssoctl is running, delete ${file}.lock`,
      cause: error,
    });
  });
  try {
    return work();
  } finally {
    // The work is done. A lock that cannot be removed becomes stale.
    await release().catch(() => {});
  }
}

/** By default the package throws from a timer, where nothing can catch it. */
function onCompromised(): void {}
