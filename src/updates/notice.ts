import { readUpdateState, type UpdateState, writeUpdateState } from "./update-file.ts";
import type { Updates } from "./updates.ts";

interface UpdatesOptions {
  readonly folder: string;
  readonly now: () => Date;
  readonly startCheck: () => Promise<void>;
}

/** Announces a version that an earlier run has found, and starts a check for the next run. */
export function openUpdates({ folder, now, startCheck }: UpdatesOptions): Updates {
  return {
    versionToAnnounce: async (installed) => {
      const state = await readUpdateState(folder);
      const { announce, check } = await decide(state, installed, now());
      if (announce === undefined && !check) return undefined;
      // Written before the check, so that a registry that does not respond is not asked on every run.
      await writeUpdateState(folder, {
        checkedAt: check ? now() : state.checkedAt,
        announcedAt: announce === undefined ? state.announcedAt : now(),
        latest: state.latest,
      });
      if (check) await startCheck();
      return announce;
    },
  };
}

interface Decision {
  readonly announce: string | undefined;
  readonly check: boolean;
}

const DAY_MS = 24 * 60 * 60_000;

/** Announces and checks at most once a day each. */
export async function decide(
  { checkedAt, announcedAt, latest }: UpdateState,
  installed: string,
  now: Date,
): Promise<Decision> {
  const mayAnnounce = latest !== undefined && latest !== installed && isDue(announcedAt, now);
  return {
    announce: mayAnnounce ? await newer(latest, installed) : undefined,
    check: isDue(checkedAt, now),
  };
}

async function newer(latest: string, installed: string): Promise<string | undefined> {
  return (await import("./version.ts")).newerVersion(latest, installed);
}

/** A time in the future means that the clock was set back; it is ignored. */
function isDue(last: Date | undefined, now: Date): boolean {
  const since = last ? now.getTime() - last.getTime() : DAY_MS;
  return since < 0 || since >= DAY_MS;
}
