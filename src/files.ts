import { constants, mkdirSync, readFileSync, statSync } from "node:fs";
import type { FileHandle } from "node:fs/promises";
import { dirname } from "node:path";
import type { Readable } from "node:stream";

export interface Files {
  /** Reads at most 1 MiB, also from a pipe. @throws the signal's reason, or an error for `fileProblem` */
  read(path: string, signal: AbortSignal): Promise<string>;
}

export const realFiles: Files = { read: readFileOrPipe };

const MAX_SIZE = 1024 * 1024;

/** For `open`. Opening a FIFO blocks a thread without it, and then the process cannot even exit. Not on Windows. */
export const NONBLOCK: number = constants.O_NONBLOCK ?? 0;

/** Milliseconds. Until something writes to a FIFO, it looks like an empty one. */
const WRITER_TIMEOUT = 10_000;
const PAUSE = 20;

async function readFileOrPipe(path: string, signal: AbortSignal): Promise<string> {
  // Imported on use, to keep startup fast.
  const { open } = await import("node:fs/promises");
  const file = await open(path, constants.O_RDONLY | NONBLOCK);
  try {
    let left = (await file.stat()).isFIFO() ? WRITER_TIMEOUT : 0;
    let content = Buffer.alloc(0);
    while (content.length <= MAX_SIZE) {
      signal.throwIfAborted();
      const part = await readPart(file);
      if (part?.length === 0 && (content.length > 0 || left <= 0)) return withoutMark(content.toString());
      if (part?.length) content = Buffer.concat([content, part]);
      else await new Promise((resolve) => setTimeout(resolve, PAUSE));
      left -= PAUSE;
    }
    throw new FileError(TOO_LARGE);
  } finally {
    await file.close();
  }
}

/** @returns undefined if the pipe is open and empty */
async function readPart(file: FileHandle): Promise<Buffer | undefined> {
  try {
    const { buffer, bytesRead } = await file.read({ buffer: Buffer.alloc(64 * 1024) });
    return buffer.subarray(0, bytesRead);
  } catch (error) {
    if (hasCode(error, "EAGAIN")) return undefined;
    throw error;
  }
}

/** Reads at most 1 MiB. @throws the signal's reason, or an error for `fileProblem` */
export async function readStream(stream: Readable, signal: AbortSignal): Promise<string> {
  const { addAbortSignal } = await import("node:stream");
  let content = Buffer.alloc(0);
  try {
    for await (const part of addAbortSignal(signal, stream)) {
      content = Buffer.concat([content, Buffer.from(part)]);
      if (content.length > MAX_SIZE) throw new FileError(TOO_LARGE);
    }
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  }
  return withoutMark(content.toString());
}

/** Reads a regular file of at most 1 MiB. @throws an error for `fileProblem` */
export function readSmallFile(path: string): string {
  const found = statSync(path);
  if (found.isDirectory()) throw new FileError("it is a folder");
  if (!found.isFile()) throw new FileError("it is not a regular file");
  if (found.size > MAX_SIZE) throw new FileError(TOO_LARGE);
  return withoutMark(readFileSync(path, "utf8"));
}

/** Without the byte-order mark that Windows programs write. */
function withoutMark(content: string): string {
  return content.replace(/^\uFEFF/u, "");
}

/** The message is part of a sentence. */
class FileError extends Error {}

const TOO_LARGE = "it is larger than 1 MiB";

const PROBLEMS: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file",
  ENOTDIR: "there is no such file",
  EISDIR: "it is a folder",
  EACCES: "permission denied",
  EPERM: "permission denied",
  EROFS: "the disk is read-only",
  ENOSPC: "the disk is full",
  EDQUOT: "the disk quota is used up",
};

/** Why a file could not be read or written, as part of a sentence. */
export function fileProblem(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return PROBLEMS[String("code" in error && error.code)] ?? error.message;
}

/** Creates a folder and its parents for the owner only. Node's own `recursive` option never returns in /proc. */
export function createFolder(folder: string): void {
  try {
    createOne(folder);
  } catch (error) {
    if (!hasCode(error, "ENOENT") || dirname(folder) === folder) throw error;
    createFolder(dirname(folder));
    createOne(folder);
  }
}

function createOne(folder: string): void {
  try {
    mkdirSync(folder, { mode: 0o700 });
  } catch (error) {
    if (!hasCode(error, "EEXIST") || !statSync(folder).isDirectory()) throw error;
  }
}

export function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}
