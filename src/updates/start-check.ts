import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { isAbsolute } from "node:path";

type Variables = Readonly<Record<string, string | undefined>>;

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
  spawn(node, [child, folder], {
    cwd: home,
    env: variablesFor(env),
    detached: true,
    stdio: "ignore",
    windowsHide: true,
  })
    .on("error", () => {})
    .unref();
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

/** Everything but the WorkOS API key. NODE_USE_ENV_PROXY (Node 22.21, 24.5 and newer) makes `fetch` use the proxy. */
function variablesFor(env: Variables): Variables {
  const inherited = Object.entries(env).filter(([name]) => name !== "WORKOS_API_KEY");
  // npm accepts its variables in upper case, `package-json` only in lower case.
  const lowered = inherited.map(([name, value]) => [
    /^npm_config_/iu.test(name) ? name.toLowerCase() : name,
    value,
  ]);
  return { ...Object.fromEntries(lowered), NODE_USE_ENV_PROXY: "1" };
}
