import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const CACHE = new URL("../../node_modules/.cache/nodes/", import.meta.url);
const { platform, arch } = process;

/** A Node for this machine, as npm has it: the packages that `node` consists of, which need no script to be installed. */
export interface InstalledNode {
  readonly executable: string;
  /** Where the executable alone lies: for a PATH. */
  readonly folder: string;
  /** The package's folder, with the licence in it. */
  readonly package: string;
}

/**
 * Fetched once, and kept in node_modules/.cache.
 *
 * @param version such as `22` or `20.20`
 */
export async function installNode(version: string): Promise<InstalledNode> {
  const name = `node-${platform === "win32" ? "win" : platform}-${arch}`;
  const place = new URL(`${version}/`, CACHE);
  const at = (path: string) => fileURLToPath(new URL(`node_modules/${name}/${path}`, place));
  const node = {
    executable: at(platform === "win32" ? "bin/node.exe" : "bin/node"),
    folder: at("bin"),
    package: at(""),
  };
  // npm writes this when it has done everything else.
  if (!existsSync(new URL("node_modules/.package-lock.json", place))) {
    await mkdir(place, { recursive: true });
    const install = ["install", "--prefix", ".", "--no-audit", "--no-fund", `${name}@${version}`];
    // On Windows npm is a batch file.
    await promisify(execFile)("npm", install, { cwd: place, shell: platform === "win32" });
  }
  return node;
}
