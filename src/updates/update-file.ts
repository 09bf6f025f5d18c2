import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createFolder } from "../files.ts";
import type { UpdateRecord } from "./notice.ts";

/**
 * The memory as `updates.json` in the settings folder. What two processes write at once may be damaged, and what is damaged
 * counts as nothing: the worst is that the registry is asked once more.
 */
export async function readRecord(folder: string): Promise<UpdateRecord> {
  const kept = await readFile(pathIn(folder), "utf8").then(parse, () => undefined);
  return {
    askedAt: parseTime(kept?.askedAt),
    toldAt: parseTime(kept?.toldAt),
    latest: typeof kept?.latest === "string" ? kept.latest : undefined,
  };
}

/** @param folder is made if need be */
export async function writeRecord(folder: string, memory: UpdateRecord): Promise<void> {
  createFolder(folder);
  await writeFile(pathIn(folder), `${JSON.stringify(memory)}\n`, { mode: 0o600 });
}

function pathIn(folder: string): string {
  return join(folder, "updates.json");
}

function parse(content: string): Partial<Record<keyof UpdateRecord, unknown>> | undefined {
  try {
    return JSON.parse(content);
  } catch {
    return undefined;
  }
}

function parseTime(kept: unknown): Date | undefined {
  const time = new Date(typeof kept === "string" ? kept : Number.NaN);
  return Number.isNaN(time.getTime()) ? undefined : time;
}
