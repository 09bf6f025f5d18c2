import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { OutputAsset, OutputChunk } from "rolldown";

const TEXTS = /^(?:licen[cs]e|copying|notice)/iu;

/**
 * The licences of what a bundle holds.
 *
 * @param outputs what rolldown has written
 * @returns one block for each package, with the texts that it asks to be handed on
 */
export async function noticesOf(outputs: readonly (OutputAsset | OutputChunk)[]): Promise<string> {
  const blocks = await Promise.all([...packagesIn(outputs)].map(blockOf));
  // One package may be installed in two places.
  const once = [...new Set(blocks)].sort();
  return `Parts of other people's work that ssoctl holds, and their licences.\n\n${once.join("\n")}`;
}

/** @returns the folders of the packages of which something is left in the bundle */
function packagesIn(outputs: readonly (OutputAsset | OutputChunk)[]): Set<string> {
  const files = outputs.flatMap((output) =>
    output.type === "chunk"
      ? Object.entries(output.modules).flatMap(([file, { renderedLength }]) =>
          renderedLength > 0 ? [file] : [],
        )
      : [],
  );
  const folders = files.flatMap((file) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/u.exec(file) ?? []);
  return new Set(folders);
}

/** @param folder of an installed package */
export async function blockOf(folder: string): Promise<string> {
  const { name, version, license } = JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
  const names = (await readdir(folder)).filter((file) => TEXTS.test(file)).sort();
  if (!license && names.length === 0) throw new Error(`${name} does not say what its licence is.`);
  const texts = await Promise.all(names.map((file) => readFile(join(folder, file), "utf8")));
  const title = `${name} ${version}${license ? ` (${license})` : ""}`;
  return [`${"-".repeat(80)}\n${title}\n`, ...texts.map((text) => `${text.trim()}\n`)].join("\n");
}
