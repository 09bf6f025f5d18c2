/**
 * The program as the package has it, with the licences of what it holds. `parts.ts` says which part of it loads when.
 *
 *     npm run build
 */
import { writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { build, type OutputOptions } from "rolldown";
import { commandTree } from "./command-tree.ts";
import { noticesOf } from "./licences.ts";
import { lightBuiltins } from "./light-builtins.ts";
import { partGroups } from "./parts.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** Names are kept, for whoever reads where something failed. */
const OUTPUT: OutputOptions = {
  dir: "dist",
  format: "esm",
  entryFileNames: "[name].js",
  minify: { compress: true, mangle: false, codegen: { removeWhitespace: true } },
  comments: false,
};

// What completion knows of the commands: it has no time to make the command tree.
await writeFile(`${root}src/completion/commands.json`, `${JSON.stringify(await commandTree())}\n`);

const outputs = [
  await bundle("src/main.ts", {
    ...OUTPUT,
    cleanDir: true,
    // In one folder, so that every module finds the programs below beside itself.
    chunkFileNames: "[name]-[hash].js",
    codeSplitting: { groups: partGroups() },
  }),
  // Programs of their own, that the program starts.
  await bundle("src/settings/keychain-child.ts", OUTPUT),
  await bundle("src/updates/update-child.ts", OUTPUT),
];
await writeFile(`${root}THIRD-PARTY-NOTICES`, await noticesOf(outputs.flat()));

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
