import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { promisify } from "node:util";

const CACHE = new URL("../../node_modules/.cache/packages/", import.meta.url);

export interface PinnedPackage {
  readonly package: string;
  readonly version: string;
  /** npm checks the download against it. */
  readonly integrity: string;
}

/**
 * Installs a package once, into node_modules/.cache, also for another system.
 *
 * @param target such as `win32-x64`
 * @returns its folder
 */
export async function installPackage(wanted: PinnedPackage, target: string): Promise<URL> {
  const folder = new URL(`${wanted.package.replace("/", "+")}-${wanted.version}/`, CACHE);
  // npm writes this file last.
  if (!existsSync(new URL("node_modules/.package-lock.json", folder))) await download(wanted, target, folder);
  return new URL(`node_modules/${wanted.package}/`, folder);
}

async function download(
  { package: name, version, integrity }: PinnedPackage,
  target: string,
  folder: URL,
): Promise<void> {
  const [os = "", cpu = ""] = target.split("-");
  await mkdir(folder, { recursive: true });
  const dependencies = { [name]: version };
  const packages = { "": { dependencies }, [`node_modules/${name}`]: { version, integrity } };
  await writeFile(new URL("package.json", folder), JSON.stringify({ private: true, dependencies }));
  await writeFile(new URL("package-lock.json", folder), JSON.stringify({ lockfileVersion: 3, packages }));
  await promisify(execFile)("npm", ["ci", "--no-audit", "--no-fund", "--os", os, "--cpu", cpu], {
    cwd: folder,
    // On Windows npm is a batch file.
    shell: process.platform === "win32",
  });
}
