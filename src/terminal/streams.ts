import { writeSync } from "node:fs";
import type { Writable } from "node:stream";
import { Failure } from "../failure.ts";
import { hasCode } from "../files.ts";

export interface Stream {
  readonly isTTY?: boolean;
  /** Of a terminal. */
  readonly columns?: number;
  write(text: string): unknown;
}

/** Of something that changes the terminal's state. `leave` restores the state, `resume` changes it again. */
export interface Suspendable {
  leave(): void;
  resume(): void;
}

/** Restores the terminal when the program is suspended (Ctrl-Z) or ends, until it is released. */
export type HoldTerminal = (suspendable: Suspendable) => { suspend(): void; release(): void };

export type ErrorHandler = (error: unknown) => void;

/** For stdout. Ignores a closed pipe, as after `| head`. @throws Failure `unexpected` for all other errors */
export const throwWriteError: ErrorHandler = (error) => {
  if (hasCode(error, "EPIPE")) return;
  const reason = error instanceof Error ? error.message : String(error);
  throw new Failure("unexpected", `Could not write the output: ${reason}`, { cause: error });
};

/** For stderr: its messages are optional. */
export const ignoreErrors: ErrorHandler = () => {};

export function openStream(stream: Writable & Stream, onError: ErrorHandler): Stream {
  return stream.on("error", onError);
}

/** Errors are ignored: a closed terminal has no reader. */
export function openTerminal(stream: Writable & Stream): Stream {
  neverZero(stream, "columns", 80);
  neverZero(stream, "rows", 24);
  return openStream(stream, ignoreErrors);
}

/** A terminal reports a size of 0 if it is unknown. Libraries divide by it, and read it from the stream itself. */
function neverZero(stream: object, name: "columns" | "rows", unknown: number): void {
  let size: unknown = Reflect.get(stream, name);
  Object.defineProperty(stream, name, {
    get: () => size || unknown,
    set: (value: unknown) => {
      size = value;
    },
  });
}

interface DescriptorOptions {
  /** Bytes to write synchronously before the Node stream is opened. */
  readonly syncBytes: number;
  readonly openStream: () => Writable;
  readonly onError: ErrorHandler;
}

/** Writes synchronously, because Node streams load slowly. Opens one after `syncBytes`, or when a pipe is full. */
export function openDescriptor(
  descriptor: number,
  { syncBytes, openStream, onError }: DescriptorOptions,
): Stream {
  let left = syncBytes;
  let stream: Writable | undefined;
  const asyncStream = (): Writable => {
    stream ??= openStream().on("error", onError);
    return stream;
  };
  return {
    write: (text) => {
      const bytes = Buffer.from(text);
      left -= bytes.length;
      const rest = stream || left < 0 ? bytes : writeSyncUntilFull(descriptor, bytes, onError);
      if (rest.length > 0) asyncStream().write(rest);
    },
  };
}

/** @returns the bytes that did not fit in the pipe */
function writeSyncUntilFull(descriptor: number, bytes: Uint8Array, onError: ErrorHandler): Uint8Array {
  let rest = bytes;
  try {
    while (rest.length > 0) rest = rest.subarray(writeSync(descriptor, rest));
    return rest;
  } catch (error) {
    if (hasCode(error, "EAGAIN")) return rest;
    onError(error);
    return rest.subarray(rest.length);
  }
}
