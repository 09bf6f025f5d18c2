import { readRecord, writeRecord } from "./update-file.ts";
import type { Updates } from "./updates.ts";

interface UpdatesOptions {
  /** The settings folder, as an absolute path. */
  readonly folder: string;
  readonly now: () => Date;
  /** Has the registry asked by a process of its own, for a later run. */
  readonly ask: () => Promise<void>;
}

/** Tells what an earlier run has learned, and has the next one learn. */
export function openUpdates({ folder, now, ask }: UpdatesOptions): Updates {
  return {
    news: async (installed) => {
      const memory = await readRecord(folder);
      const decision = await decide(memory, installed, now());
      const isNews = decision.tell !== undefined;
      if (!isNews && !decision.ask) return undefined;
      // Written before the child runs: a registry that does not answer is not asked at every run.
      await writeRecord(folder, {
        askedAt: decision.ask ? now() : memory.askedAt,
        toldAt: isNews ? now() : memory.toldAt,
        latest: memory.latest,
      });
      if (decision.ask) await ask();
      return decision.tell;
    },
  };
}

/** What is kept between runs. */
export interface UpdateRecord {
  /** When the registry was asked last, whether or not it answered. */
  readonly askedAt?: Date | undefined;
  /** When the person was told last. */
  readonly toldAt?: Date | undefined;
  /** What the registry called the newest version. */
  readonly latest?: string | undefined;
}

interface Decision {
  /** The version to tell of. */
  readonly tell: string | undefined;
  /** Whether the registry is to be asked, for the next run. */
  readonly ask: boolean;
}

const DAY = 24 * 60 * 60_000;

/** Both at most once a day: telling of a newer version that is known, and asking for one. */
export async function decide(
  { askedAt, toldAt, latest }: UpdateRecord,
  installed: string,
  now: Date,
): Promise<Decision> {
  const mayTell = latest !== undefined && latest !== installed && isDue(toldAt, now);
  return { tell: mayTell ? await newer(latest, installed) : undefined, ask: isDue(askedAt, now) };
}

/** On most days nothing has to be compared, and what compares is not loaded. */
async function newer(latest: string, installed: string): Promise<string | undefined> {
  return (await import("./version.ts")).newerVersion(latest, installed);
}

/** A time that lies ahead is a clock that was set back, and does not count. */
function isDue(last: Date | undefined, now: Date): boolean {
  const since = last ? now.getTime() - last.getTime() : DAY;
  return since < 0 || since >= DAY;
}
