import { type FileHandle, mkdir, open, readdir, readFile, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { parseEntry } from "./entry.ts";
import type { Entry, History } from "./port.ts";

/** Bytes in one file: some three thousand entries. */
const LIMIT = 1024 * 1024;

/** Bytes that are read for the newest entries: some hundred. */
const LATEST = 32 * 1024;

/**
 * The history as lines of JSON in `history.jsonl`, readable by its owner alone. When it is full it is followed by
 * `history.1.jsonl`, that by `history.2.jsonl`, and so on; the newest two are kept.
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
      await makeFolder(folder);
      const numbers = await listNumbers(folder);
      let number = numbers.at(-1) ?? 0;
      while (!(await appendLine(pathOf(number), line, limit))) number += 1;
      const old = numbers.filter((known) => known < number - 1);
      await Promise.all(old.map((known) => rm(pathOf(known), { force: true })));
    },
    read: async () => {
      const contents = await Promise.all(
        (await listNumbers(folder)).map((number) => readIfAny(pathOf(number))),
      );
      return contents.flatMap(parseEntries);
    },
    latest: async () => {
      const ends: string[] = [];
      let left = LATEST;
      for (const number of (await listNumbers(folder)).toReversed()) {
        const end = left > 0 ? await readEnd(pathOf(number), left) : "";
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
async function readEnd(path: string, most: number): Promise<string> {
  const file = await open(path, "r");
  try {
    const { size } = await file.stat();
    const length = Math.min(size, most);
    const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, size - length);
    return buffer.toString("utf8", 0, bytesRead);
  } finally {
    await file.close();
  }
}

/**
 * Makes a folder and those above it. Node's own `recursive` asks for ever in a file system that lets nobody make one,
 * such as /proc.
 */
async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { mode: 0o700 });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "EEXIST") return;
    if (code !== "ENOENT" || dirname(folder) === folder) throw error;
    await makeFolder(dirname(folder));
    await mkdir(folder, { mode: 0o700 }).catch((again: NodeJS.ErrnoException) => {
      if (again.code !== "EEXIST") throw again;
    });
  }
}

/** Ascending. */
async function listNumbers(folder: string): Promise<number[]> {
  const names = await orIfMissing(readdir(folder), []);
  const numbers = names.map((name) => /^history(?:\.(?<number>[1-9]\d{0,8}))?\.jsonl$/u.exec(name));
  return numbers
    .flatMap((found) => (found ? Number(found.groups?.["number"] ?? 0) : []))
    .sort((a, b) => a - b);
}

/** @returns false where the file has no room for the line; an empty one has room for any */
async function appendLine(path: string, line: string, limit: number): Promise<boolean> {
  const file = await open(path, "a+", 0o600);
  try {
    const { size, mode } = await file.stat();
    const bytes = Buffer.from((await isTorn(file, size)) ? `\n${line}` : line);
    if (size > 0 && size + bytes.length > limit) return false;
    if ((mode & 0o077) !== 0) await file.chmod(0o600);
    // One write at the end of the file, whoever else is writing: two entries never mingle.
    const { bytesWritten } = await file.write(bytes);
    if (bytesWritten < bytes.length) throw new Error("the disk is full");
    return true;
  } finally {
    await file.close();
  }
}

/** Whether whoever wrote last was killed in the middle of it. */
async function isTorn(file: FileHandle, size: number): Promise<boolean> {
  if (size === 0) return false;
  const { buffer } = await file.read(Buffer.alloc(1), 0, 1, size - 1);
  return buffer.toString() !== "\n";
}

/** Empty where the file has gone since it was listed. */
function readIfAny(path: string): Promise<string> {
  return orIfMissing(readFile(path, "utf8"), "");
}

async function orIfMissing<T>(reading: Promise<T>, instead: T): Promise<T> {
  return reading.catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return instead;
    throw error;
  });
}
