import { readFileSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test as base } from "vitest";

/** Never ends, whatever it is asked: only SIGKILL ends it. */
export const HANGS = "trap '' TERM INT HUP; while :; do sleep 1; done";

/** Scripts in place of the programs that ssoctl starts. */
export interface Stubs {
  /** For the PATH. */
  readonly folder: string;
  /** @param script what it does. Before that it keeps its arguments, its variables and its process ID */
  add(name: string, script?: string, mode?: number): Promise<void>;
  args(name: string): string;
  variables(name: string): string;
  /** The file with what it was given on stdin. */
  input(name: string): string;
  /** Undefined if it was not started. */
  pid(name: string): number | undefined;
}

export const test = base.extend("stubs", async ({}, { onCleanup }): Promise<Stubs> => {
  const folder = await mkdtemp(join(tmpdir(), "ssoctl-stubs-"));
  const kept = (name: string, what: string) => join(folder, `${name}.${what}`);
  const stubs: Stubs = {
    folder,
    add: (name, script = `cat > '${kept(name, "input")}'`, mode = 0o755) =>
      writeFile(
        join(folder, name),
        `#!/bin/sh
echo "$@" > '${kept(name, "args")}'
env > '${kept(name, "variables")}'
echo $$ > '${kept(name, "pid")}'
${script}
`,
        { mode },
      ),
    args: (name) => readFileSync(kept(name, "args"), "utf8").trimEnd(),
    variables: (name) => readFileSync(kept(name, "variables"), "utf8"),
    input: (name) => kept(name, "input"),
    pid: (name) => {
      try {
        return Number(readFileSync(kept(name, "pid"), "utf8")) || undefined;
      } catch {
        return undefined;
      }
    },
  };
  onCleanup(() => rm(folder, { recursive: true, force: true }));
  return stubs;
});
