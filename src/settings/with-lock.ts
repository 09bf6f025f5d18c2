import { setTimeout } from "node:timers/promises";
import { lock } from "proper-lockfile";
import { Failure } from "../failure.ts";
import { hasCode } from "../files.ts";

/** The lock of a killed process is ignored after this. */
const STALE_MS = 5000;
/** About nine seconds in total, so longer than `STALE_MS`. */
const ATTEMPTS = 60;
const PAUSE_MS = 150;

interface LockOptions {
  readonly signal?: AbortSignal | undefined;
  readonly attempts?: number;
}

/**
 * Runs `work` while the file is locked. `work` is synchronous, so the lock cannot become stale.
 *
 * @param file may be missing, but its folder must exist
 * @throws Failure `unexpected` if another process does not release the lock; the signal's reason
 */
export async function withLock<T>(file: string, work: () => T, options: LockOptions = {}): Promise<T> {
  const release = await acquire(file, options);
  try {
    return work();
  } finally {
    // The work is done. A lock that cannot be removed becomes stale.
    await release().catch(() => {});
  }
}

/** The package's own retries cannot be stopped. */
async function acquire(file: string, { signal, attempts = ATTEMPTS }: LockOptions) {
  for (let left = attempts; ; left -= 1) {
    try {
      // realpath: false, because the file may not exist yet.
      return await lock(file, { realpath: false, stale: STALE_MS, onCompromised });
    } catch (error) {
      if (!hasCode(error, "ELOCKED")) throw error;
      if (left <= 1) throw isInUse(file, error);
    }
    // Not all at the same time.
    await setTimeout(PAUSE_MS * (0.5 + Math.random()), undefined, { signal }).catch(() => {});
    signal?.throwIfAborted();
  }
}

function isInUse(file: string, cause: unknown): Failure {
  return new Failure("unexpected", `Another process is using ${file}.`, {
    hint: `Try again. If this keeps happening and no other ssoctl is running, delete ${file}.lock`,
    cause,
  });
}

/** By default the package throws from a timer, where nothing can catch it. */
function onCompromised(): void {}
