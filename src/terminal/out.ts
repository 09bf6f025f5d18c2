import { writeSync } from "node:fs";
import type { Writable } from "node:stream";
import { Failure } from "../failure.ts";

/** Where words go: stdout or stderr. */
export interface Out {
  readonly isTTY?: boolean;
  /** How many characters fit in a line of a terminal. */
  readonly columns?: number;
  write(words: string): unknown;
}

/** A terminal, by Node's own stream. */
export function openTerminal(stream: Writable & Out): Out {
  return stream.on("error", allowClosedPipe);
}

/**
 * A pipe or a file, written at once. So does Node's own stream (Node.js documentation, "A note on process I/O"), but it
 * loads sockets first, which takes longer than all the rest of a help.
 *
 * @param openStream Node's own, for a pipe that is full and may not be waited for
 */
export function openFile(descriptor: number, openStream: () => Writable): Out {
  let stream: Writable | undefined;
  const writeSome = (bytes: Uint8Array): number => {
    try {
      return writeSync(descriptor, bytes);
    } catch (error) {
      if (isCode(error, "EPIPE")) return bytes.length;
      if (!isCode(error, "EAGAIN")) throw unwritable(error);
      stream = openStream().on("error", allowClosedPipe);
      return 0;
    }
  };
  return {
    write: (words) => {
      let bytes: Uint8Array = Buffer.from(words);
      while (!stream && bytes.length > 0) bytes = bytes.subarray(writeSome(bytes));
      stream?.write(bytes);
    },
  };
}

/** For words that accompany a result: where they cannot be written, the result is still worth having. */
export function expendable(out: Out): Out {
  return {
    ...(out.isTTY !== undefined && { isTTY: out.isTTY }),
    write: (words) => {
      try {
        out.write(words);
      } catch {
        // There is no place left to say it.
      }
    },
  };
}

/** Whoever reads has seen enough, as `head` does: no reason to fail, nor to say anything. */
function allowClosedPipe(error: Error): void {
  if (!isCode(error, "EPIPE")) throw unwritable(error);
}

function unwritable(cause: unknown): Failure {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new Failure("unexpected", `What was to be printed could not be written: ${reason}`, { cause });
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}
