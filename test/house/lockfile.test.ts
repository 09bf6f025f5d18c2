import { copyFile, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { afterEach, beforeEach, expect, test } from "vitest";

interface LockedPackage {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

const FILES = ["package.json", "package-lock.json"] as const;
const pathOf = (file: string) => fileURLToPath(new URL(`../../${file}`, import.meta.url));
const read = (path: string) => readFile(path, "utf8");

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "ssoctl-lockfile-"));
  for (const file of FILES) await copyFile(pathOf(file), join(folder, file));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const npm = (...argv: string[]) =>
  execa("npm", [...argv, "--ignore-scripts", "--prefer-offline"], { cwd: folder });

test("npm install leaves package.json and the lockfile as they are", async () => {
  await npm("install", "--package-lock-only");
  for (const file of FILES) expect(await read(join(folder, file))).toBe(await read(pathOf(file)));
});

test("npm ci finds the two in step", async () => {
  await npm("ci", "--dry-run");
});

// npm leaves out what other platforms need when it updates a lockfile beside an old node_modules.
test("the lockfile has the packages of every platform", async () => {
  const { packages } = JSON.parse(await read(pathOf("package-lock.json"))) as {
    packages: Record<string, LockedPackage>;
  };
  const isLocked = (name: string, from: string): boolean => {
    const nested = from === "" ? `node_modules/${name}` : `${from}/node_modules/${name}`;
    if (nested in packages) return true;
    return from !== "" && isLocked(name, from.slice(0, Math.max(0, from.lastIndexOf("/node_modules/"))));
  };
  const missing = Object.entries(packages).flatMap(([path, { dependencies, optionalDependencies }]) =>
    Object.keys({ ...dependencies, ...optionalDependencies }).filter((name) => !isLocked(name, path)),
  );
  expect(missing).toEqual([]);
});
