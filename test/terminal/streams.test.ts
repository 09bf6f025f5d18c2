import { execFileSync } from "node:child_process";
import { closeSync, constants, mkdtempSync, openSync, readFileSync, readSync, rmSync } from "node:fs";
import { Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { Failure } from "../../src/failure.ts";
import { ignoreErrors, openDescriptor, throwWriteError } from "../../src/terminal/streams.ts";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "ssoctl-out-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const unasked = {
  syncBytes: Number.POSITIVE_INFINITY,
  openStream: () => {
    throw new Error("nobody has to wait here");
  },
  onError: throwWriteError,
};

describe("words to a file", () => {
  test("are in it at once, one after another", () => {
    const path = join(folder, "out");
    const file = openSync(path, "w");
    const out = openDescriptor(file, unasked);
    out.write("Müller\n");
    out.write("");
    out.write("✔\n");
    expect(readFileSync(path, "utf8")).toBe("Müller\n✔\n");
    closeSync(file);
  });

  test.skipIf(process.platform !== "linux")(
    "on a full disk are a failure in words, save where they can be done without",
    () => {
      const file = openSync("/dev/full", "w");
      const failure = caught(() => openDescriptor(file, unasked).write("word\n"));
      expect(failure).toBeInstanceOf(Failure);
      expect(failure).toMatchObject({
        code: "unexpected",
        message: expect.stringMatching(/^Could not write the output: ENOSPC/u),
      });
      expect(
        caught(() => openDescriptor(file, { ...unasked, onError: ignoreErrors }).write("word\n")),
      ).toBeUndefined();
      closeSync(file);
    },
  );
});

describe.skipIf(process.platform === "win32")("words to a pipe", () => {
  /** Both ends of a pipe that nobody waits for. */
  function pipe(): { reader: number; writer: number } {
    const path = join(folder, "pipe");
    execFileSync("mkfifo", [path]);
    const reader = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
    return { reader, writer: openSync(path, constants.O_WRONLY | constants.O_NONBLOCK) };
  }

  test("that nobody reads any more are no failure", () => {
    const { reader, writer } = pipe();
    closeSync(reader);
    expect(() => openDescriptor(writer, unasked).write("word\n")).not.toThrow();
    closeSync(writer);
  });

  test("that is full wait for the reader, and none is lost", async () => {
    const { reader, writer } = pipe();
    const words = "0123456789abcdef".repeat(20_000);
    const socket = new Socket({ fd: writer, readable: false, writable: true });
    const out = openDescriptor(writer, { ...unasked, openStream: () => socket });
    out.write(words);
    out.write("the end");
    const ended = new Promise<void>((resolve) => socket.end(() => resolve()));
    let read = "";
    const bytes = Buffer.alloc(65_536);
    while (read.length < words.length + "the end".length) {
      read += bytes.toString(
        "utf8",
        0,
        available(() => readSync(reader, bytes)),
      );
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(read).toBe(`${words}the end`);
    await ended;
    closeSync(reader);
  });

  test("that may be too many for it are the stream's, and so are all that follow", () => {
    const { reader, writer } = pipe();
    const patient = new PassThrough();
    const out = openDescriptor(writer, { ...unasked, syncBytes: 10, openStream: () => patient });
    out.write("12345678");
    out.write("90a");
    out.write("b");
    const bytes = Buffer.alloc(100);
    expect(bytes.toString("utf8", 0, readSync(reader, bytes))).toBe("12345678");
    expect(patient.read().toString()).toBe("90ab");
    closeSync(reader);
    closeSync(writer);
  });
});

/** Nothing, where a pipe is empty for now. */
function available(read: () => number): number {
  try {
    return read();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EAGAIN") return 0;
    throw error;
  }
}

function caught(work: () => void): unknown {
  try {
    work();
  } catch (error) {
    return error;
  }
  return;
}
