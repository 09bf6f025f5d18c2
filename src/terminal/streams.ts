import { writeSync } from "node:fs";
import type { Writable } from "node:stream";
import { Failure } from "../failure.ts";
import { hasCode } from "../files.ts";

/** Where words go: stdout or stderr. */
export interface Stream {
  readonly isTTY?: boolean;
  /** How many characters fit in a line of a terminal. */
  readonly columns?: number;
  write(words: string): unknown;
}

/** What comes of words that cannot be written. */
export type OnError = (error: unknown) => void;

/** Whoever reads has seen enough, as `head` does: no reason to fail, nor to say anything. Everything else is. */
export const throwUnlessClosed: OnError = (error) => {
  if (hasCode(error, "EPIPE")) return;
  const reason = error instanceof Error ? error.message : String(error);
  throw new Failure("unexpected", `What was to be printed could not be written: ${reason}`, { cause: error });
};

/** For words that accompany a result: it is worth having without them. */
export const ignoreErrors: OnError = () => {};

/** By Node's own stream. */
export function openStream(stream: Writable & Stream, trouble: OnError): Stream {
  return stream.on("error", trouble);
}

interface FileOptions {
  /** Bytes that are written at once, and not by Node's stream. */
  readonly atOnce: number;
  readonly openStream: () => Writable;
  readonly trouble: OnError;
}

/**
 * To a pipe or a file, without Node's stream, which loads sockets first: that takes longer than all the rest of a help.
 * Beyond `atOnce`, and where the pipe is full, Node's stream has the patience to wait for whoever reads.
 */
export function openFile(descriptor: number, { atOnce, openStream, trouble }: FileOptions): Stream {
  let left = atOnce;
  let stream: Writable | undefined;
  const patient = (): Writable => {
    stream ??= openStream().on("error", trouble);
    return stream;
  };
  return {
    write: (words) => {
      const bytes = Buffer.from(words);
      left -= bytes.length;
      const rest = stream || left < 0 ? bytes : writeAtOnce(descriptor, bytes, trouble);
      if (rest.length > 0) patient().write(rest);
    },
  };
}

/** @returns what a pipe has no room for now */
function writeAtOnce(descriptor: number, bytes: Uint8Array, trouble: OnError): Uint8Array {
  let rest = bytes;
  try {
    while (rest.length > 0) rest = rest.subarray(writeSync(descriptor, rest));
    return rest;
  } catch (error) {
    if (hasCode(error, "EAGAIN")) return rest;
    trouble(error);
    return rest.subarray(rest.length);
  }
}
