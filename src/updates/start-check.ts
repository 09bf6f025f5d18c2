import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { isAbsolute } from "node:path";
import { startInBackground, theirVariables, type Variables } from "../helper.ts";

interface ChildOptions {
  readonly node: string;
  /** Path of `update-child`. If it does not exist, nothing is started. */
  readonly child: string;
  readonly folder: string;
  readonly env: Variables;
}

/**
 * Starts the child in the background, in the home folder: the `.npmrc` of a project must not be able to send environment
 * variables to its own registry.
 */
export function startUpdateCheck({ node, child, folder, env }: ChildOptions): void {
  const home = homeFolder();
  if (home === undefined || !existsSync(child)) return;
  startInBackground({ file: node, args: [child, folder], env: variablesFor(env) }, home);
}

/** An empty HOME would be the current folder. */
function homeFolder(): string | undefined {
  try {
    const home = homedir();
    return isAbsolute(home) ? home : undefined;
  } catch {
    return undefined;
  }
}

/** An `.npmrc` may name any variable but ours. NODE_USE_ENV_PROXY (Node 22.21, 24.5 and newer) makes `fetch` use the proxy. */
function variablesFor(env: Variables): Variables {
  const inherited = Object.entries(theirVariables(env, () => true));
  // npm accepts its variables in upper case, `package-json` only in lower case.
  const lowered = inherited.map(([name, value]) => [
    /^npm_config_/iu.test(name) ? name.toLowerCase() : name,
    value,
  ]);
  return { ...Object.fromEntries(lowered), NODE_USE_ENV_PROXY: "1" };
}
