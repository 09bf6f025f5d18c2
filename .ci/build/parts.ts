import { globSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { CodeSplittingGroup } from "rolldown";
import { LIGHT } from "./light-builtins.ts";

/** What rolldown tells of a module. */
interface Modules {
  getModuleInfo(id: string): { readonly importedIds: readonly string[] } | null;
}

/** What every start needs; what a help needs; what is needed to work on a customer. */
const PARTS = {
  start: ["main.ts"],
  cli: ["cli.ts"],
  // The sandbox and the demo are the commands that bring a server along.
  work: [
    "context.ts",
    "ui/changes.ts",
    "workos/sdk.ts",
    "workos/retry.ts",
    "workos/http-client.ts",
    ...globSync("commands/**/*.ts", { cwd: fileURLToPath(new URL("../../src/", import.meta.url)) }),
  ],
} as const;

/**
 * Puts modules together that are needed together: a file more costs a start as much as 50 kB more in one. What is left
 * makes parts of its own, one for each `import()`.
 *
 * @returns the groups of rolldown's `codeSplitting`
 */
export function partGroups(): CodeSplittingGroup[] {
  return Object.entries(PARTS).map(([name, files], index, { length }) => ({
    name: nameIn(name, files),
    debugName: name,
    // A module of two parts is in the one that is named first.
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

/** @returns the ids of the files and of all that they import, and load when they are loaded */
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
