import { readdir } from "node:fs/promises";
import { execa } from "execa";
import { expect, test } from "vitest";
import manifest from "../../package.json" with { type: "json" };

test("the package holds the program and what people read, and nothing else", async () => {
  const { stdout } = await execa("npm", ["pack", "--dry-run", "--json", "--ignore-scripts"]);
  const [{ files }] = JSON.parse(stdout) as [{ files: { path: string }[] }];
  const paths = files.map(({ path }) => path).filter((path) => !/^dist\/.+-[\w-]{8}\.js$/u.test(path));
  expect(paths.sort()).toEqual([
    "LICENSE",
    "README.md",
    "THIRD-PARTY-NOTICES",
    "bin/ssoctl.js",
    "dist/keychain-child.js",
    "dist/main.js",
    "dist/update-child.js",
    ...(await readdir(new URL("../../docs", import.meta.url))).map((name) => `docs/${name}`).sort(),
    "package.json",
    ...(await readdir(new URL("../../schemas", import.meta.url))).map((name) => `schemas/${name}`).sort(),
  ]);
});

test("the program needs no other package, and can do without the one it asks for", () => {
  expect(Object.keys(manifest)).not.toContain("dependencies");
  expect(Object.keys(manifest)).not.toContain("peerDependencies");
  expect(Object.keys(manifest.optionalDependencies)).toEqual(["@napi-rs/keyring"]);
});

test("installing it runs nothing, so npm has nothing to warn of", () => {
  const scripts = Object.keys(manifest.scripts);
  expect(scripts.filter((name) => /^(?:(?:pre|post)?install|(?:pre|post)?prepare)$/u.test(name))).toEqual([]);
});
