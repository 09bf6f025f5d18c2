import { globSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { CodeSplittingGroup } from "rolldown";
import { LIGHT } from "./light-builtins.ts";

interface Modules {
  getModuleInfo(id: string): { readonly importedIds: readonly string[] } | null;
}

/** `start`: every run. `cli`: help and errors. `work`: commands. */
const PARTS = {
  start: ["main.ts"],
  cli: ["cli.ts"],
  work: [
    "context.ts",
    "ui/changes.ts",
    "workos/sdk.ts",
    "workos/retry.ts",
    "workos/http-client.ts",
    ...globSync("commands/**/*.ts", { cwd: fileURLToPath(new URL("../../src/", import.meta.url)) }),
  ],
} as const;

/** Groups modules that load together: one more file slows startup as much as 50 kB more code. */
export function chunkGroups(): CodeSplittingGroup[] {
  return Object.entries(PARTS).map(([name, files], index, { length }) => ({
    name: nameIn(name, files),
    debugName: name,
    // A module in two parts goes to the first one.
    priority: length - index,
  }));
}

function nameIn(part: string, files: readonly string[]): (id: string, modules: Modules) => string | null {
  let ids: ReadonlySet<string> | undefined;
  return (id, modules) => {
    ids ??= reachedFrom(files, modules);
    return ids.has(id) || (part === "start" && id.startsWith(LIGHT)) ? part : null;
  };
}

/** @returns the ids of the files and their static imports, transitively */
function reachedFrom(files: readonly string[], modules: Modules): ReadonlySet<string> {
  const reached = new Set<string>();
  const reach = (id: string) => {
    if (reached.has(id)) return;
    reached.add(id);
    modules.getModuleInfo(id)?.importedIds.forEach(reach);
  };
  for (const file of files) reach(fileURLToPath(new URL(`../../src/${file}`, import.meta.url)));
  return reached;
}
