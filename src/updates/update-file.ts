import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createFolder } from "../files.ts";

export interface UpdateState {
  /** When the registry was last asked, with or without a response. */
  readonly checkedAt?: Date | undefined;
  readonly announcedAt?: Date | undefined;
  readonly latest?: string | undefined;
}

/** Reads `updates.json`. There is no lock: a damaged file counts as empty, which only causes an extra check. */
export async function readUpdateState(folder: string): Promise<UpdateState> {
  const stored = await readFile(pathIn(folder), "utf8").then(parse, () => undefined);
  return {
    checkedAt: parseTime(stored?.checkedAt),
    announcedAt: parseTime(stored?.announcedAt),
    latest: typeof stored?.latest === "string" ? stored.latest : undefined,
  };
}

/** @param folder created if missing */
export async function writeUpdateState(folder: string, state: UpdateState): Promise<void> {
  createFolder(folder);
  await writeFile(pathIn(folder), `${JSON.stringify(state)}\n`, { mode: 0o600 });
}

function pathIn(folder: string): string {
  return join(folder, "updates.json");
}

function parse(content: string): Partial<Record<keyof UpdateState, unknown>> | undefined {
  try {
    return JSON.parse(content);
  } catch {
    return undefined;
  }
}

function parseTime(value: unknown): Date | undefined {
  const time = new Date(typeof value === "string" ? value : Number.NaN);
  return Number.isNaN(time.getTime()) ? undefined : time;
}
