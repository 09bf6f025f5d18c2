import { PassThrough, type Readable, Writable } from "node:stream";
import { setImmediate } from "node:timers/promises";
import { Failure } from "../failure.ts";
import type { HoldTerminal, Stream } from "./streams.ts";

export interface QuestionTerminal {
  readonly input: Readable & { setRawMode?(on: boolean): unknown };
  readonly output: Stream;
  readonly hold: HoldTerminal;
}

/** The streams for one question. */
interface Question {
  readonly input: Readable;
  readonly output: Writable;
  /** Aborted by Ctrl-D, and when the terminal is closed. Without it, the prompt would wait forever. */
  readonly closed: AbortSignal;
  close(): void;
}

const CTRL_C = 0x03;
const CTRL_Z = 0x1a;
/** Inquirer ends with it what erases the previous frame. */
const TO_LINE_START = "\u001b[G";
const ERASE_BELOW = "\u001b[J";
const SHOW_CURSOR = "\u001b[?25h";

/**
 * Handles Ctrl-Z itself, because readline would pause its input for good, and Inquirer would not show the question
 * again.
 */
export async function openQuestion({ input, output, hold }: QuestionTerminal): Promise<Question> {
  const closed = new AbortController();
  let isRaw = false;
  let frame = "";
  const setRawMode = (on: boolean) => {
    isRaw = on;
    input.setRawMode?.(on);
  };
  const held = hold({
    leave: () => {
      if (isRaw) input.setRawMode?.(false);
      output.write(`\r\n${ERASE_BELOW}${SHOW_CURSOR}`);
    },
    resume: () => {
      if (isRaw) input.setRawMode?.(true);
      output.write(`\r${ERASE_BELOW}${frame}`);
    },
  });
  const keys = new PassThrough();
  const screen = new Writable({
    decodeStrings: false,
    write: (chunk: string, _encoding, done) => {
      output.write(chunk);
      const start = chunk.lastIndexOf(TO_LINE_START);
      frame = start < 0 ? frame + chunk : chunk.slice(start + TO_LINE_START.length);
      done();
    },
  });
  const onData = (chunk: Buffer) => {
    const end = chunk.indexOf(CTRL_Z);
    if (end < 0) return void keys.write(chunk);
    keys.write(chunk.subarray(0, end));
    held.suspend();
    onData(chunk.subarray(end + 1));
  };
  const cancel = () => closed.abort();
  // Readline pauses its input only when it closes.
  keys.once("pause", cancel);
  input.on("end", cancel).on("error", cancel);
  setRawMode(true);
  if ((await takeTyped(input)).includes(CTRL_C)) cancel();
  input.on("data", onData);
  return {
    input: Object.assign(keys, { isTTY: true, setRawMode }),
    output: Object.defineProperties(screen, {
      isTTY: { value: true },
      columns: { get: () => output.columns },
    }),
    closed: closed.signal,
    close: () => {
      setRawMode(false);
      held.release();
      input.off("data", onData).off("end", cancel).off("error", cancel).pause();
    },
  };
}

/** What is typed during the work is neither shown nor kept. */
export async function withoutEcho<T>(input: QuestionTerminal["input"], work: () => Promise<T>): Promise<T> {
  let onData = (_chunk: Buffer) => {};
  const cancelled = new Promise<never>((_resolve, reject) => {
    onData = (chunk) => {
      if (chunk.includes(CTRL_C)) reject(new Failure("interrupted", "Cancelled."));
    };
  });
  input.setRawMode?.(true);
  input.on("data", onData).resume();
  try {
    return await Promise.race([work(), cancelled]);
  } finally {
    input.off("data", onData).pause();
    input.setRawMode?.(false);
  }
}

/** @returns what was typed before the question is shown: it is not an answer to it */
async function takeTyped(input: Readable): Promise<Buffer> {
  const typed: Buffer[] = [];
  const onData = (chunk: Buffer) => void typed.push(chunk);
  input.on("data", onData).resume();
  // The first one may come before the input is read.
  await setImmediate();
  await setImmediate();
  input.off("data", onData);
  return Buffer.concat(typed);
}
