import { lock } from "proper-lockfile";
import { Failure } from "../failure.ts";

/** A process that was killed while it held the lock is passed over after this, in milliseconds. */
const STALE = 5000;
/** Together longer than `STALE`, about nine seconds. */
const RETRIES = { retries: 60, factor: 1.1, minTimeout: 20, maxTimeout: 200, randomize: true };

/**
 * Does work on a file while no other process does. The work is synchronous, so that the lock is held for a moment only
 * and cannot grow stale under it.
 *
 * @param file in a folder that exists
 * @throws Failure `unexpected` where another process does not let go of it
 */
export async function withLock<T>(file: string, work: () => T): Promise<T> {
  // The file need not be there yet, which its real path would ask for.
  const release = await lock(file, { realpath: false, stale: STALE, retries: RETRIES, onCompromised }).catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code !== "ELOCKED") throw error;
      throw new Failure("unexpected", `Another process holds ${file}.`, {
        hint: `Try again. If it stays so, and no other ssoctl runs, remove ${file}.lock`,
        cause: error,
      });
    },
  );
  try {
    return work();
  } finally {
    // The work is done by then: a lock that cannot be removed is the next one's to pass over.
    await release().catch(() => {});
  }
}

/** The package would throw where nobody can catch it. The work itself is over before anything can happen to the lock. */
function onCompromised(): void {}
