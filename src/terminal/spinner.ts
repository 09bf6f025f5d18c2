import type { Writable } from "node:stream";
import type Ora from "ora";
import type { Palette } from "./palette.ts";
import type { HoldTerminal } from "./streams.ts";

/** A function is called again on every refresh. After some seconds, the time is added to a string. */
type Message = string | (() => string);

export interface Progress {
  /** Shows the message until the work ends. With nested work, the innermost message is shown. */
  during<T>(message: Message, work: Promise<T>): Promise<T>;
}

/** Most commands end before the spinner appears. */
const DELAY_MS = 300;
const REFRESH_MS = 200;
/** From then on, people ask themselves how long it takes. */
const LONG_MS = 5000;

export const noProgress: Progress = { during: (_message, work) => work };

interface SpinnerTerminal {
  readonly stream: Writable;
  readonly palette: Palette;
  readonly hold: HoldTerminal;
}

export function createSpinner(terminal: SpinnerTerminal): Progress {
  const active: Waiting[] = [];
  let stop: (() => Promise<void>) | undefined;
  return {
    async during(message, work) {
      const entry = { message, began: performance.now() };
      active.push(entry);
      stop ??= start(terminal, () => textOf(active.at(-1)));
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

interface Waiting {
  readonly message: Message;
  readonly began: number;
}

/** A message that is a function tells the time itself. */
function textOf(waiting: Waiting | undefined): string {
  if (!waiting) return "";
  const { message, began } = waiting;
  if (typeof message !== "string") return message();
  const passed = performance.now() - began;
  return passed < LONG_MS ? message : `${message} ${duration(passed)}`;
}

/** `7 s`, `1 m 05 s`. */
export function duration(milliseconds: number): string {
  const seconds = Math.floor(milliseconds / 1000);
  return seconds < 60
    ? `${seconds} s`
    : `${Math.floor(seconds / 60)} m ${String(seconds % 60).padStart(2, "0")} s`;
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
