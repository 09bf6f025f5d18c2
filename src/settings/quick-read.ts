import { readFileSync } from "node:fs";
import { join } from "node:path";
import { checkEnvironmentName, type Environment, type EnvironmentKind } from "./environment.ts";

const KINDS: readonly EnvironmentKind[] = ["test", "live"];

/**
 * The environments in the settings file, for whoever is in a hurry: read without the library that keeps it, never
 * written. None where the file is missing or damaged, and none whose name could not have been added.
 */
export async function readEnvironments(folder: string): Promise<Pick<Environment, "name" | "kind">[]> {
  try {
    const { environments } = JSON.parse(readFileSync(join(folder, "config.json"), "utf8"));
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

/**
 * Whether the person has written `"updateNotifier": false` into the settings file; the file's other writers keep what they
 * do not know. Read without the library that keeps the file, for it comes after every command.
 */
export function isUpdateNotifierOff(folder: string): boolean {
  try {
    return JSON.parse(readFileSync(join(folder, "config.json"), "utf8")).updateNotifier === false;
  } catch {
    return false;
  }
}
