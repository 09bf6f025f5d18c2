import { join } from "node:path";
import { readSmallFile } from "../files.ts";
import { configProblem } from "./config.ts";
import { checkEnvironmentName, type Environment, type EnvironmentKind } from "./environment.ts";
import type { Config } from "./settings.ts";

// Reads the settings file without `conf`, whose loading would slow down completion and every exit.

const KINDS: readonly EnvironmentKind[] = ["test", "live"];

/** The environments in the settings file with valid names; none if the file is missing or damaged. */
export async function readEnvironments(folder: string): Promise<Pick<Environment, "name" | "kind">[]> {
  try {
    const { environments } = JSON.parse(readSmallFile(join(folder, "config.json")));
    return Object.entries(Object(environments))
      .filter(([name]) => isName(name))
      .map(([name, value]) => ({ name, kind: kindIn(value) }));
  } catch {
    return [];
  }
}

function isName(name: string): boolean {
  try {
    return checkEnvironmentName(name) === name;
  } catch {
    return false;
  }
}

function kindIn(value: unknown): EnvironmentKind {
  const kind: unknown = Object(value).kind;
  return KINDS.find((known) => known === kind) ?? "unknown";
}

export function isUpdateNotifierOff(folder: string): boolean {
  try {
    return JSON.parse(readSmallFile(join(folder, "config.json"))).updateNotifier === false;
  } catch {
    return false;
  }
}

/** Empty if the file is missing or damaged: a note does not fail for that. */
export function readConfig(folder: string): Config {
  try {
    const { config = {} } = JSON.parse(readSmallFile(join(folder, "config.json")));
    return configProblem(config) === undefined ? config : {};
  } catch {
    return {};
  }
}
