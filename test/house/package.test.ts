import { execa } from "execa";
import { expect, test } from "vitest";

test("the package holds the program and what people read, and nothing else", async () => {
  const { stdout } = await execa("npm", ["pack", "--dry-run", "--json", "--ignore-scripts"]);
  const [{ files }] = JSON.parse(stdout) as [{ files: { path: string }[] }];
  const paths = files.map(({ path }) => path).filter((path) => !path.startsWith("dist/parts/"));
  expect(paths.sort()).toEqual(["LICENSE", "README.md", "bin/ssoctl.js", "dist/main.js", "package.json"]);
});
