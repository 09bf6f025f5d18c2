import {
  closeSync,
  constants,
  fchmodSync,
  fstatSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  rmSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import { Failure } from "../failure.ts";
import { createFolder, fileProblem, hasCode, NONBLOCK } from "../files.ts";
import { type Entry, type History, parseEntry } from "./history.ts";

/** Bytes per file: about 3,000 entries. */
const MAX_FILE_SIZE = 1024 * 1024;

/** Bytes read by `latest`: about 50 entries. */
const LATEST_SIZE = 16 * 1024;

/**
 * JSON lines in `history.jsonl`, then `history.1.jsonl` and so on; the newest two files are kept. Files are never
 * renamed, so no lock is needed. Synchronous, because `fs/promises` loads too slowly for completion.
 *
 * @param maxFileSize bytes
 */
export function openHistory(folder: string, maxFileSize = MAX_FILE_SIZE): History {
  const pathOf = (number: number) => join(folder, number === 0 ? "history.jsonl" : `history.${number}.jsonl`);
  return {
    append: async (entry) => {
      const line = `${JSON.stringify(entry)}\n`;
      createFolder(folder);
      const numbers = listNumbers(folder);
      let number = numbers.at(-1) ?? 0;
      while (!appendLine(pathOf(number), line, maxFileSize)) number += 1;
      for (const old of numbers) if (old < number - 1) rmSync(pathOf(old), { force: true });
    },
    read: async () =>
      byTime(listNumbers(folder).flatMap((number) => parseEntries(readIfExists(pathOf(number))))),
    latest: async () => {
      const parts: string[] = [];
      let left = LATEST_SIZE;
      for (const number of listNumbers(folder).toReversed()) {
        const part = left > 0 ? readEnd(pathOf(number), left) : "";
        left -= Buffer.byteLength(part);
        parts.unshift(part);
      }
      return byTime(parts.flatMap(parseEntries));
    },
  };
}

/** Processes that run at the same time write in any order. */
function byTime(entries: Entry[]): Entry[] {
  return entries.sort((a, b) => Date.parse(a.time) - Date.parse(b.time));
}

function parseEntries(content: string): Entry[] {
  return content.split("\n").flatMap((line) => parseEntry(line) ?? []);
}

const { O_RDONLY, O_RDWR, O_APPEND, O_CREAT } = constants;

function readEnd(path: string, maxBytes: number): string {
  return withFile(path, O_RDONLY, (file) => {
    const { size } = fstatSync(file);
    const bytes = Buffer.alloc(Math.min(size, maxBytes));
    return bytes.toString("utf8", 0, readSync(file, bytes, 0, bytes.length, size - bytes.length));
  });
}

function listNumbers(folder: string): number[] {
  const names = orIfMissing(folder, () => readdirSync(folder), []);
  const numbers = names.map((name) => /^history(?:\.(?<number>[1-9]\d{0,8}))?\.jsonl$/u.exec(name));
  return numbers
    .flatMap((found) => (found ? Number(found.groups?.["number"] ?? 0) : []))
    .sort((a, b) => a - b);
}

/** @returns false if the line would exceed the maximum size; an empty file accepts any line */
function appendLine(path: string, line: string, maxFileSize: number): boolean {
  return withFile(path, O_RDWR | O_APPEND | O_CREAT, (file) => {
    const { size, mode } = fstatSync(file);
    const bytes = Buffer.from(endsMidLine(file, size) ? `\n${line}` : line);
    if (size > 0 && size + bytes.length > maxFileSize) return false;
    if ((mode & 0o077) !== 0) fchmodSync(file, 0o600);
    // A single append, so that entries of concurrent processes do not interleave.
    if (writeSync(file, bytes) < bytes.length)
      throw new Error("the entry was only partly written; the disk may be full");
    return true;
  });
}

function endsMidLine(file: number, size: number): boolean {
  if (size === 0) return false;
  const last = Buffer.alloc(1);
  readSync(file, last, 0, 1, size - 1);
  return last.toString() !== "\n";
}

function withFile<T>(path: string, flags: number, work: (file: number) => T): T {
  const file = openSync(path, flags | NONBLOCK, 0o600);
  try {
    if (!fstatSync(file).isFile()) throw new Error(`${path} is not a regular file`);
    return work(file);
  } finally {
    closeSync(file);
  }
}

/** Another process may have deleted the file since it was listed. */
function readIfExists(path: string): string {
  return orIfMissing(path, () => withFile(path, O_RDONLY, (file) => readFileSync(file, "utf8")), "");
}

function orIfMissing<T>(path: string, read: () => T, fallback: T): T {
  try {
    return read();
  } catch (error) {
    if (hasCode(error, "ENOENT") || hasCode(error, "ENOTDIR")) return fallback;
    throw new Failure("unexpected", `The history cannot be read: ${fileProblem(error)}.`, {
      hint: `Fix, rename or remove ${path}.`,
      cause: error,
    });
  }
}
