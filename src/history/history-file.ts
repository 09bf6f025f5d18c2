import {
  closeSync,
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
import { createFolder, hasCode } from "../files.ts";
import { type Entry, type History, parseEntry } from "./history.ts";

/** Bytes in one file: some three thousand entries. */
const LIMIT = 1024 * 1024;

/** Bytes that are read for the newest entries: some fifty. */
const LATEST = 16 * 1024;

/**
 * The history as lines of JSON in `history.jsonl`, readable by its owner alone. When it is full it is followed by
 * `history.1.jsonl`, that by `history.2.jsonl`, and so on; the newest two are kept.
 *
 * They are small, and read and written at once: Node's other way loads more than it reads, and completion has no time.
 *
 * Files are followed, not renamed: a process that is behind then never moves away what another one has just begun,
 * and no lock is needed that a killed process could leave behind.
 *
 * @param folder is made when something is written first
 * @param limit bytes in one file
 */
export function openHistory(folder: string, limit = LIMIT): History {
  const pathOf = (number: number) => join(folder, number === 0 ? "history.jsonl" : `history.${number}.jsonl`);
  return {
    append: async (entry) => {
      const line = `${JSON.stringify(entry)}\n`;
      createFolder(folder);
      const numbers = listNumbers(folder);
      let number = numbers.at(-1) ?? 0;
      while (!appendLine(pathOf(number), line, limit)) number += 1;
      for (const known of numbers) if (known < number - 1) rmSync(pathOf(known), { force: true });
    },
    read: async () => listNumbers(folder).flatMap((number) => parseEntries(readIfAny(pathOf(number)))),
    latest: async () => {
      const ends: string[] = [];
      let left = LATEST;
      for (const number of listNumbers(folder).toReversed()) {
        const end = left > 0 ? readEnd(pathOf(number), left) : "";
        left -= Buffer.byteLength(end);
        ends.unshift(end);
      }
      return ends.flatMap(parseEntries);
    },
  };
}

/** What is no entry, such as one that was cut, is left out. */
function parseEntries(content: string): Entry[] {
  return content.split("\n").flatMap((line) => parseEntry(line) ?? []);
}

/** @param most bytes */
function readEnd(path: string, most: number): string {
  return withFile(path, "r", (file) => {
    const { size } = fstatSync(file);
    const bytes = Buffer.alloc(Math.min(size, most));
    return bytes.toString("utf8", 0, readSync(file, bytes, 0, bytes.length, size - bytes.length));
  });
}

/** Ascending. */
function listNumbers(folder: string): number[] {
  const names = orIfMissing(() => readdirSync(folder), []);
  const numbers = names.map((name) => /^history(?:\.(?<number>[1-9]\d{0,8}))?\.jsonl$/u.exec(name));
  return numbers
    .flatMap((found) => (found ? Number(found.groups?.["number"] ?? 0) : []))
    .sort((a, b) => a - b);
}

/** @returns false where the file has no room for the line; an empty one has room for any */
function appendLine(path: string, line: string, limit: number): boolean {
  return withFile(path, "a+", (file) => {
    const { size, mode } = fstatSync(file);
    const bytes = Buffer.from(isTorn(file, size) ? `\n${line}` : line);
    if (size > 0 && size + bytes.length > limit) return false;
    if ((mode & 0o077) !== 0) fchmodSync(file, 0o600);
    // One write at the end of the file, whoever else is writing: two entries never mingle.
    if (writeSync(file, bytes) < bytes.length) throw new Error("the disk is full");
    return true;
  });
}

/** Whether whoever wrote last was killed in the middle of it. */
function isTorn(file: number, size: number): boolean {
  if (size === 0) return false;
  const last = Buffer.alloc(1);
  readSync(file, last, 0, 1, size - 1);
  return last.toString() !== "\n";
}

function withFile<T>(path: string, flags: "r" | "a+", work: (file: number) => T): T {
  const file = openSync(path, flags, 0o600);
  try {
    return work(file);
  } finally {
    closeSync(file);
  }
}

/** Empty where the file has gone since it was listed. */
function readIfAny(path: string): string {
  return orIfMissing(() => readFileSync(path, "utf8"), "");
}

function orIfMissing<T>(read: () => T, instead: T): T {
  try {
    return read();
  } catch (error) {
    if (hasCode(error, "ENOENT")) return instead;
    throw error;
  }
}
