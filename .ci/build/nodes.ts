import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const CACHE = new URL("../../node_modules/.cache/nodes/", import.meta.url);
const { platform, arch } = process;

/** A Node from npm. Uses the platform packages of `node`, which need no install script. */
export interface InstalledNode {
  readonly executable: string;
  /** The folder of the executable, for PATH. */
  readonly folder: string;
  readonly package: string;
}

/** Installs once, into node_modules/.cache. @param version such as `22` or `20.20` */
export async function installNode(version: string): Promise<InstalledNode> {
  const name = `node-${platform === "win32" ? "win" : platform}-${arch}`;
  const folder = new URL(`${version}/`, CACHE);
  const at = (path: string) => fileURLToPath(new URL(`node_modules/${name}/${path}`, folder));
  const node = {
    executable: at(platform === "win32" ? "bin/node.exe" : "bin/node"),
    folder: at("bin"),
    package: at(""),
  };
  // npm writes this file last.
  if (!existsSync(new URL("node_modules/.package-lock.json", folder))) {
    await mkdir(folder, { recursive: true });
    const install = ["install", "--prefix", ".", "--no-audit", "--no-fund", `${name}@${version}`];
    // On Windows npm is a batch file.
    await promisify(execFile)("npm", install, { cwd: folder, shell: platform === "win32" });
  }
  return node;
}
