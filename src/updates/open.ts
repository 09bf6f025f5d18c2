import { decide } from "./decision.ts";
import { readMemory, writeMemory } from "./file.ts";
import type { Updates } from "./port.ts";

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
      const memory = await readMemory(folder);
      const decision = await decide(memory, installed, now());
      const isNews = decision.tell !== undefined;
      if (!isNews && !decision.ask) return undefined;
      // Written before the child runs: a registry that does not answer is not asked at every run.
      await writeMemory(folder, {
        askedAt: decision.ask ? now() : memory.askedAt,
        toldAt: isNews ? now() : memory.toldAt,
        latest: memory.latest,
      });
      if (decision.ask) await ask();
      return decision.tell;
    },
  };
}
