import { parse } from "@humanwhocodes/momoa";
import { ENVIRONMENT, sentence, ssoctl } from "../command-line.ts";
import { Failure } from "../failure.ts";
import { configProblem } from "./config.ts";
import type { Config, Storage, StoredEnvironment } from "./settings.ts";

export interface SettingsContent {
  readonly default?: string | undefined;
  readonly environments: Readonly<Record<string, EnvironmentEntry>>;
  readonly keys: Readonly<Record<string, string>>;
  readonly config?: Config | undefined;
}

/** Older versions wrote no `storage`: their keys are all in the file. */
interface EnvironmentEntry extends Omit<StoredEnvironment, "name" | "storage"> {
  readonly storage?: Storage;
}

export const EMPTY: SettingsContent = { environments: {}, keys: {} };

/** @throws Failure `unexpected` that names the place, and none of the content: it may include keys */
export function parseSettings(content: string, path: string): Partial<SettingsContent> {
  const settings = parseJson(content, path);
  const problem = shapeProblem(settings);
  if (problem === undefined) return settings as Partial<SettingsContent>;
  throw unusable(`The settings file ${path} cannot be used: ${problem}.`, "Fix it");
}

function parseJson(content: string, path: string): unknown {
  if (content.trim() === "") throw unusable(`The settings file ${path} is empty.`, "Restore it");
  try {
    return JSON.parse(content);
  } catch {
    // The error is not kept, because it quotes the content.
    throw unusable(`The settings file ${path} is not valid JSON${placeIn(content)}.`, "Fix it");
  }
}

function unusable(message: string, advice: string): Failure {
  return new Failure("unexpected", message, {
    hint: sentence`${advice}, or move it away and add your environments again: ${ssoctl("env", "add", ENVIRONMENT)}`,
  });
}

/** For example ` (line 3, column 1)`. Node's own errors do not always have it. */
function placeIn(content: string): string {
  try {
    parse(content, { mode: "json" });
    return "";
  } catch (error) {
    const { line, column } = error as { line?: number; column?: number };
    return line === undefined ? "" : ` (line ${line}, column ${column})`;
  }
}

const KINDS: readonly unknown[] = ["test", "live", "unknown"];
const STORAGES: readonly unknown[] = ["keychain", "file", undefined];

/** The first wrong value, as part of a sentence. */
function shapeProblem(settings: unknown): string | undefined {
  if (!isRecord(settings)) return "it must contain an object";
  const { default: current, environments = {}, keys = {}, config = {} } = settings;
  if (current !== undefined && typeof current !== "string") return '"default" must be a string';
  if (!isRecord(environments)) return '"environments" must be an object';
  if (!isRecord(keys)) return '"keys" must be an object';
  for (const [name, key] of Object.entries(keys))
    if (typeof key !== "string") return `"keys.${name}" must be a string`;
  for (const [name, environment] of Object.entries(environments)) {
    if (!isRecord(environment)) return `"environments.${name}" must be an object`;
    const { kind, storage, apiUrl } = environment;
    if (!KINDS.includes(kind)) return `"environments.${name}.kind" must be test, live or unknown`;
    if (!STORAGES.includes(storage)) return `"environments.${name}.storage" must be keychain or file`;
    if (apiUrl !== undefined && typeof apiUrl !== "string")
      return `"environments.${name}.apiUrl" must be a string`;
  }
  return configProblem(config);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
