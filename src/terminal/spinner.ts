import type { Writable } from "node:stream";
import type Ora from "ora";
import type { Palette } from "./palette.ts";
import type { HoldTerminal } from "./streams.ts";

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

interface SpinnerTerminal {
  readonly stream: Writable;
  readonly palette: Palette;
  readonly hold: HoldTerminal;
}

export function createSpinner(terminal: SpinnerTerminal): Progress {
  const active: { message: Message }[] = [];
  let stop: (() => Promise<void>) | undefined;
  return {
    async during(message, work) {
      const entry = { message };
      active.push(entry);
      stop ??= start(terminal, () => textOf(active.at(-1)?.message ?? ""));
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
function start(terminal: SpinnerTerminal, message: () => string): () => Promise<void> {
  let ended = false;
  let starting: Promise<(() => void) | undefined> = Promise.resolve(undefined);
  const delay = setTimeout(() => {
    starting = import("ora").then(({ default: ora }) => (ended ? undefined : spin(ora, terminal, message)));
  }, DELAY_MS);
  return async () => {
    ended = true;
    clearTimeout(delay);
    const stop = await starting;
    stop?.();
  };
}

/** @returns a function that removes the spinner */
function spin(
  ora: typeof Ora,
  { stream, palette, hold }: SpinnerTerminal,
  message: () => string,
): () => void {
  // Whether there is a spinner, and its color, is not decided by ora. discardStdin would change how Ctrl-C is handled.
  const spinner = ora({ text: message(), stream, discardStdin: false, isEnabled: true, color: false });
  const frames = spinner.spinner.frames.map((value) => palette([{ value, tone: "accent" }]));
  spinner.spinner = { ...spinner.spinner, frames };
  const { release } = hold({ leave: () => spinner.stop(), resume: () => spinner.start() });
  spinner.start();
  const refresh = setInterval(() => {
    spinner.text = message();
  }, REFRESH_MS);
  return () => {
    clearInterval(refresh);
    spinner.stop();
    release();
  };
}
