import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import pinned from "./nodes.json" with { type: "json" };

const CACHE = new URL("../../node_modules/.cache/nodes/", import.meta.url);
const { platform, arch } = process;

/** A line of Node, such as `22`. */
export type NodeLine = keyof typeof pinned;

/** A Node from npm: the platform packages of `node`, which need no install script. */
interface NodePackage {
  readonly package: string;
  readonly version: string;
  /** npm checks the download against it. */
  readonly integrity: string;
}

export interface InstalledNode {
  readonly version: string;
  readonly executable: string;
  /** The folder of the executable, for PATH. */
  readonly folder: string;
  readonly package: string;
}

/**
 * Installs the pinned Node of a line once, into node_modules/.cache.
 *
 * @throws where nodes.json pins none for this platform
 */
export async function installNode(line: NodeLine): Promise<InstalledNode> {
  const targets: Readonly<Record<string, NodePackage>> = pinned[line];
  const found = targets[`${platform}-${arch}`];
  if (!found) throw new Error(`.ci/build/nodes.json has no Node ${line} for ${platform} ${arch}.`);
  const folder = new URL(`${found.version}/`, CACHE);
  const at = (path: string) => fileURLToPath(new URL(`node_modules/${found.package}/${path}`, folder));
  // npm writes this file last.
  if (!existsSync(new URL("node_modules/.package-lock.json", folder))) await download(found, folder);
  return {
    version: found.version,
    executable: at(platform === "win32" ? "bin/node.exe" : "bin/node"),
    folder: at("bin"),
    package: at(""),
  };
}

async function download({ package: name, version, integrity }: NodePackage, folder: URL): Promise<void> {
  await mkdir(folder, { recursive: true });
  const dependencies = { [name]: version };
  const packages = { "": { dependencies }, [`node_modules/${name}`]: { version, integrity } };
  await writeFile(new URL("package.json", folder), JSON.stringify({ private: true, dependencies }));
  await writeFile(new URL("package-lock.json", folder), JSON.stringify({ lockfileVersion: 3, packages }));
  // On Windows npm is a batch file.
  await promisify(execFile)("npm", ["ci", "--no-audit", "--no-fund"], {
    cwd: folder,
    shell: platform === "win32",
  });
}
