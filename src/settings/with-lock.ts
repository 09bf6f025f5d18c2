import { lock } from "proper-lockfile";
import { Failure } from "../failure.ts";

/** Milliseconds after which the lock of a killed process is ignored. */
const STALE = 5000;
/** About nine seconds in total, so longer than `STALE`. */
const RETRIES = { retries: 60, factor: 1.1, minTimeout: 20, maxTimeout: 200, randomize: true };

/**
 * Runs `work` while no other process works on the file. `work` is synchronous, so the lock cannot become stale meanwhile.
 *
 * @param file its folder must exist, the file need not
 * @throws Failure `unexpected` if another process does not release the lock
 */
export async function withLock<T>(file: string, work: () => T): Promise<T> {
  // realpath: false, because the file may not exist yet.
  const release = await lock(file, { realpath: false, stale: STALE, retries: RETRIES, onCompromised }).catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code !== "ELOCKED") throw error;
      throw new Failure("unexpected", `Another process is using ${file}.`, {
        hint: `Try again. If this keeps happening and no other ssoctl is running, delete ${file}.lock`,
        cause: error,
      });
    },
  );
  try {
    return work();
  } finally {
    // The work is done. A lock that cannot be removed becomes stale.
    await release().catch(() => {});
  }
}

/** By default the package throws from a timer, where nothing can catch it. */
function onCompromised(): void {}
