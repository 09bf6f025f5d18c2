import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { homedir } from "node:os";

type Variables = Readonly<Record<string, string | undefined>>;

interface ChildOptions {
  /** The Node to run the child with. */
  readonly node: string;
  /** The path of `update-child`. Where it is not there, nothing is started. */
  readonly child: string;
  /** The settings folder, as an absolute path. */
  readonly folder: string;
  readonly env: Variables;
}

/**
 * Starts the child and forgets it. At home, not in the current folder: as with `npm install --global`, a project's `.npmrc`
 * does not count, and whoever wrote one cannot have variables of this machine sent to a registry of theirs.
 */
export function startCheck({ node, child, folder, env }: ChildOptions): void {
  if (!existsSync(child)) return;
  spawn(node, [child, folder], {
    cwd: homedir(),
    env: variablesFor(env),
    detached: true,
    stdio: "ignore",
    windowsHide: true,
  })
    .on("error", () => {})
    .unref();
}

/** Without the WorkOS key. Where Node knows how (22.21, 24.5 and newer), its `fetch` takes the company's proxy. */
function variablesFor(env: Variables): Variables {
  const kept = Object.entries(env).filter(([name]) => name !== "WORKOS_API_KEY");
  // npm takes its variables in capitals too; what reads them for the child does not.
  const named = kept.map(([name, value]) => [/^npm_config_/iu.test(name) ? name.toLowerCase() : name, value]);
  return { ...Object.fromEntries(named), NODE_USE_ENV_PROXY: "1" };
}
