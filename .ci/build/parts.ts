import { fileURLToPath } from "node:url";
import { LIGHT } from "./light-builtins.ts";

/** What rolldown tells of a module. */
interface Modules {
  getModuleInfo(id: string): { readonly importedIds: readonly string[] } | null;
}

/** What every start needs; what a help needs; what is needed to work on a customer. */
const PARTS = {
  start: ["main.ts"],
  "command-line": ["command-line.ts"],
  work: ["context.ts", "commands/index.ts", "workos/open.ts", "workos/direct.ts"],
} as const;

/**
 * Puts modules together that are needed together: a file more costs a start as much as 50 kB more in one. What is left
 * makes parts of its own, one for each `import()`.
 *
 * @returns says for a module's id what its part is called
 */
export function createParts(): (id: string, modules: Modules) => string | null {
  let parts: readonly (readonly [name: string, ids: ReadonlySet<string>])[] | undefined;
  return (id, modules) => {
    parts ??= Object.entries(PARTS).map(([name, files]) => [name, reachedFrom(files, modules)]);
    if (id.startsWith(LIGHT)) return "start";
    return parts.find(([, ids]) => ids.has(id))?.[0] ?? null;
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
