/**
 * The program as the package has it: a small main part, and parts that load when a command needs them.
 *
 *     npm run build
 */
import { rm, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { REQUIRE } from "./banner.ts";
import { lightBuiltins } from "./light-builtins.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));

await rm(`${root}dist`, { recursive: true, force: true });
const { metafile } = await build({
  absWorkingDir: root,
  entryPoints: ["src/main.ts", "src/settings/keychain-child.ts", "src/updates/update-child.ts"],
  entryNames: "[name]",
  chunkNames: "parts/[name]-[hash]",
  outdir: "dist",
  bundle: true,
  splitting: true,
  metafile: true,
  platform: "node",
  format: "esm",
  target: "node20.20",
  external: ["@napi-rs/keyring"],
  minifySyntax: true,
  minifyWhitespace: true,
  legalComments: "none",
  logLevel: "warning",
  banner: { js: REQUIRE },
  plugins: [lightBuiltins],
});
await writeFile(`${root}dist/metafile.json`, JSON.stringify(metafile));
