import { mkdir, mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { installNode } from "../../.ci/build/nodes.ts";
import { expectSize } from "./support/documented-size.ts";
import { smokeStory, suspendedStory } from "./support/story.ts";
import { pack, type Tarball } from "./support/tarball.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

let folder: string;
let tarball: Tarball;
/** An empty folder into which the tarball was installed. */
let place: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "ssoctl-packed-"));
  place = join(folder, "place");
  await mkdir(place);
  tarball = await pack(ROOT, folder);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe("the packed program", () => {
  test("installs into an empty folder, without a network and with nothing in npm's cache", async () => {
    const offline = ["--offline", "--omit=optional", "--cache", join(folder, "cache"), "--no-audit"];
    const { stderr } = await execa("npm", ["install", ...offline, tarball.path], { cwd: place });
    expect(stderr).toBe("");
    const installed = (await readdir(join(place, "node_modules"))).filter((name) => !name.startsWith("."));
    expect(installed).toEqual(["ssoctl"]);
  });

  // The oldest that it is for, and every line of Node that is looked after.
  test.each(["20.20", "22", "24", "26"] as const)("does its work on Node %s", async (line) => {
    const node = await installNode(line);
    const bin = join(place, "node_modules", ".bin", "ssoctl");
    const { stdout } = await execa(bin, ["doctor"], {
      env: { PATH: node.folder, HOME: folder },
      reject: false,
    });
    expect(stdout).toContain(`Node ${node.version}`);
    await smokeStory([bin], node.folder);
    await suspendedStory([bin], node.folder);
  });

  test("names what it includes from others, each with its license", async () => {
    const notices = await readFile(join(place, "node_modules", "ssoctl", "THIRD-PARTY-NOTICES"), "utf8");
    for (const name of ["@workos-inc/node", "commander", "hono", "tldts"])
      expect(notices).toMatch(new RegExp(`^${name} [\\d.]+ \\(MIT\\)$`, "mu"));
    expect(notices).toContain("Copyright (c) 2011 TJ Holowaychuk");
    expect(notices).toContain("\nPublic Suffix List (MPL-2.0)\n");
    const titles = [...notices.matchAll(/^-{80}\n(?<title>.+)$/gmu)].map(({ groups }) => groups?.["title"]);
    expect(
      titles.filter((title) => !/ \((?:[A-Z][\w.-]+)(?: OR [A-Z][\w.-]+)*\)$/u.test(title ?? "")),
    ).toEqual([]);
    expect(notices).not.toMatch(/^(?:vitest|typescript|rolldown) /mu);
  });

  test("is as big as the docs say", () => {
    expectSize(/tarball of (\d+) (kB)/u, tarball.size);
    expectSize(/([\d.]+) (MB) unpacked/u, tarball.unpackedSize);
  });
});
