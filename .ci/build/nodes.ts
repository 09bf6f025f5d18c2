import { fileURLToPath } from "node:url";
import { installPackage, type PinnedPackage } from "./install-package.ts";
import pinned from "./nodes.json" with { type: "json" };

/** A line of Node, such as `22`. */
export type NodeLine = keyof typeof pinned;

export interface InstalledNode {
  readonly version: string;
  readonly executable: string;
  /** The folder of the executable, for PATH. */
  readonly folder: string;
  readonly package: string;
}

export const HOST = `${process.platform}-${process.arch}`;

/**
 * Installs the pinned Node of a line: the platform packages of npm's `node`, which need no install script.
 *
 * @param target such as `win32-x64`
 * @throws where nodes.json pins none for the target
 */
export async function installNode(line: NodeLine, target = HOST): Promise<InstalledNode> {
  const targets: Readonly<Record<string, PinnedPackage>> = pinned[line];
  const found = targets[target];
  if (!found) throw new Error(`.ci/build/nodes.json has no Node ${line} for ${target}.`);
  const folder = await installPackage(found, target);
  const at = (path: string) => fileURLToPath(new URL(path, folder));
  return {
    version: found.version,
    executable: at(target.startsWith("win32-") ? "bin/node.exe" : "bin/node"),
    folder: at("bin"),
    package: at(""),
  };
}
