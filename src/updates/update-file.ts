import { constants } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createFolder, NONBLOCK, readSmallFile } from "../files.ts";

export interface UpdateState {
  /** When the registry was last asked, with or without a response. */
  readonly checkedAt?: Date | undefined;
  readonly announcedAt?: Date | undefined;
  readonly latest?: string | undefined;
}

/** Reads `updates.json`. There is no lock: a damaged file counts as empty, which only causes an extra check. */
export async function readUpdateState(folder: string): Promise<UpdateState> {
  const stored = read(pathIn(folder));
  return {
    checkedAt: parseTime(stored?.checkedAt),
    announcedAt: parseTime(stored?.announcedAt),
    latest: typeof stored?.latest === "string" ? stored.latest : undefined,
  };
}

/** @param folder created if missing */
export async function writeUpdateState(folder: string, state: UpdateState): Promise<void> {
  createFolder(folder);
  const { O_WRONLY, O_CREAT, O_TRUNC } = constants;
  const flag = O_WRONLY | O_CREAT | O_TRUNC | NONBLOCK;
  await writeFile(pathIn(folder), `${JSON.stringify(state)}\n`, { mode: 0o600, flag });
}

function pathIn(folder: string): string {
  return join(folder, "updates.json");
}

function read(path: string): Partial<Record<keyof UpdateState, unknown>> | undefined {
  try {
    return JSON.parse(readSmallFile(path));
  } catch {
    return undefined;
  }
}

function parseTime(value: unknown): Date | undefined {
  const time = new Date(typeof value === "string" ? value : Number.NaN);
  return Number.isNaN(time.getTime()) ? undefined : time;
}
