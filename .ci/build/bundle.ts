// npm run build. Builds dist and THIRD-PARTY-NOTICES for the npm package.
import { chmod, readdir, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build, type OutputOptions } from "rolldown";
import { commandTree } from "./command-tree.ts";
import { createNotices } from "./licenses.ts";
import { lightBuiltins } from "./light-builtins.ts";
import { chunkGroups } from "./parts.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** Names are not mangled, to keep stack traces readable. */
const OUTPUT: OutputOptions = {
  dir: "dist",
  format: "esm",
  entryFileNames: "[name].js",
  minify: { compress: true, mangle: false, codegen: { removeWhitespace: true } },
  comments: false,
};

// Completion reads this file, because loading the commands is too slow.
await writeFile(`${root}src/completion/commands.json`, `${JSON.stringify(await commandTree())}\n`);

const outputs = [
  await bundle("src/main.ts", {
    ...OUTPUT,
    cleanDir: true,
    // All chunks in one folder, so that each of them finds the child programs next to it.
    chunkFileNames: "[name]-[hash].js",
    codeSplitting: { groups: chunkGroups() },
  }),
  await bundle("src/settings/keychain-child.ts", OUTPUT),
  await bundle("src/updates/update-child.ts", OUTPUT),
];
await writeFile(`${root}THIRD-PARTY-NOTICES`, await createNotices(outputs.flat()));
await setModes([
  "README.md",
  "LICENSE",
  "THIRD-PARTY-NOTICES",
  "package.json",
  "docs",
  "schemas",
  "dist",
  "bin",
]);

/** npm packs the modes that it finds, which depend on the umask of whoever cloned and built. */
async function setModes(paths: readonly string[]): Promise<void> {
  for (const path of paths) {
    const isFolder = (await stat(join(root, path))).isDirectory();
    await chmod(join(root, path), isFolder || path === "bin/ssoctl.js" ? 0o755 : 0o644);
    if (isFolder) await setModes((await readdir(join(root, path))).map((name) => `${path}/${name}`));
  }
}

async function bundle(input: string, output: OutputOptions) {
  const built = await build({
    cwd: root,
    input,
    platform: "node",
    transform: { target: "node20.20" },
    external: ["@napi-rs/keyring"],
    plugins: [lightBuiltins],
    output,
  });
  return built.output;
}
