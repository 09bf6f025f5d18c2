import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { afterAll, beforeAll, expect, test } from "vitest";
import { pack, type Tarball } from "./support/tarball.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
/** What a fresh clone has not, after `npm ci --ignore-scripts`. */
const NOT_CLONED = [".git", "dist", "dist-binary", "THIRD-PARTY-NOTICES", join("node_modules", ".cache")];

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "ssoctl-twice-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function buildIn(place: string, umask: string, mode: string): Promise<Tarball> {
  const project = join(folder, place);
  await cp(ROOT, project, {
    recursive: true,
    verbatimSymlinks: true,
    filter: (path) => !NOT_CLONED.includes(relative(ROOT, path)),
  });
  await execa("sh", ["-c", `umask ${umask} && chmod -R ${mode} bin docs *.md *.json && npm run build`], {
    cwd: project,
  });
  return pack(project, project);
}

test("two builds in two folders, under two umasks, give the same tarball, byte for byte", async () => {
  const one = await buildIn("one", "022", "go=r");
  const other = await buildIn(`another place${sep}deeper`, "077", "go=");
  expect(other.integrity).toBe(one.integrity);
  expect(other.bytes.equals(one.bytes)).toBe(true);
});
