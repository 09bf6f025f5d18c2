import type { Writable } from "node:stream";
import type { Ora } from "ora";

/** A function is called again on every refresh. */
type Message = string | (() => string);

export interface Progress {
  /** Shows the message until the work ends. With nested work, the innermost message is shown. */
  during<T>(message: Message, work: Promise<T>): Promise<T>;
}

/** Most commands end before the spinner appears. */
const DELAY_MS = 350;
const REFRESH_MS = 200;

export const noProgress: Progress = { during: (_message, work) => work };

export function createSpinner(stream: Writable): Progress {
  const active: { message: Message }[] = [];
  let stop: (() => Promise<void>) | undefined;
  return {
    async during(message, work) {
      const entry = { message };
      active.push(entry);
      stop ??= start(stream, () => textOf(active.at(-1)?.message ?? ""));
      try {
        return await work;
      } finally {
        active.splice(active.indexOf(entry), 1);
        if (active.length === 0) {
          const stopping = stop;
          stop = undefined;
          await stopping();
        }
      }
    },
  };
}

function textOf(message: Message): string {
  return typeof message === "string" ? message : message();
}

/** Shows the spinner after a delay. @returns a function that removes it */
function start(stream: Writable, message: () => string): () => Promise<void> {
  let ended = false;
  let starting: Promise<Ora | undefined> = Promise.resolve(undefined);
  let refresh: NodeJS.Timeout | undefined;
  const delay = setTimeout(() => {
    starting = import("ora").then(({ default: ora }) => {
      if (ended) return;
      // discardStdin would change how Ctrl-C is handled.
      const spinner = ora({ text: message(), stream, discardStdin: false }).start();
      refresh = setInterval(() => {
        spinner.text = message();
      }, REFRESH_MS);
      return spinner;
    });
  }, DELAY_MS);
  return async () => {
    ended = true;
    clearTimeout(delay);
    const spinner = await starting;
    clearInterval(refresh);
    spinner?.stop();
  };
}
