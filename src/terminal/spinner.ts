import type { Writable } from "node:stream";
import type { Ora } from "ora";

/** Words that stand while something is under way, or a function that tells them anew each moment. */
type Words = string | (() => string);

/** Shows that something is under way. */
export interface Progress {
  /** The words are for a person who waits; they vanish with the work's end. The innermost work is shown. */
  during<T>(words: Words, work: Promise<T>): Promise<T>;
}

/** Most commands end before this, in milliseconds; a spinner would only flash, and loading one costs time. */
const PATIENCE = 350;
const REFRESH = 200;

export const noProgress: Progress = { during: (_words, work) => work };

export function createSpinner(stream: Writable): Progress {
  const under: { words: Words }[] = [];
  let stop: (() => Promise<void>) | undefined;
  return {
    async during(words, work) {
      const entry = { words };
      under.push(entry);
      stop ??= start(stream, () => told(under.at(-1)?.words ?? ""));
      try {
        return await work;
      } finally {
        under.splice(under.indexOf(entry), 1);
        if (under.length === 0) {
          const stopping = stop;
          stop = undefined;
          await stopping();
        }
      }
    },
  };
}

function told(words: Words): string {
  return typeof words === "string" ? words : words();
}

/** Starts turning after a while; the returned function ends it and leaves the line clean. */
function start(stream: Writable, words: () => string): () => Promise<void> {
  let ended = false;
  let turning: Promise<Ora | undefined> = Promise.resolve(undefined);
  let refresh: NodeJS.Timeout | undefined;
  const patience = setTimeout(() => {
    turning = import("ora").then(({ default: ora }) => {
      if (ended) return;
      // Ctrl-C must stay a signal to the program, so ora keeps its hands off stdin.
      const spinner = ora({ text: words(), stream, discardStdin: false }).start();
      refresh = setInterval(() => {
        spinner.text = words();
      }, REFRESH);
      return spinner;
    });
  }, PATIENCE);
  return async () => {
    ended = true;
    clearTimeout(patience);
    const spinner = await turning;
    clearInterval(refresh);
    spinner?.stop();
  };
}
