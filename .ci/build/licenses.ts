import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { OutputAsset, OutputChunk } from "rolldown";

const LICENSE_FILES = /^(?:licen[cs]e|copying|notice)/iu;

/** @returns the license texts of all packages in the bundles, for THIRD-PARTY-NOTICES */
export async function createNotices(outputs: readonly (OutputAsset | OutputChunk)[]): Promise<string> {
  const notices = await Promise.all([...packagesIn(outputs)].map(noticeFor));
  // A package can be installed twice.
  const unique = [...new Set(notices)].sort();
  return `Third-party software included in ssoctl, and its licenses.\n\n${unique.join("\n")}`;
}

/** @returns the folders of the packages whose code is in the bundles, after tree shaking */
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

export async function noticeFor(folder: string): Promise<string> {
  const { name, version, license } = JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
  const names = (await readdir(folder)).filter((file) => LICENSE_FILES.test(file)).sort();
  if (!license && names.length === 0) throw new Error(`${name} does not declare a license.`);
  const texts = await Promise.all(names.map((file) => readFile(join(folder, file), "utf8")));
  const title = `${name} ${version}${license ? ` (${license})` : ""}`;
  return [`${"-".repeat(80)}\n${title}\n`, ...texts.map((text) => `${text.trim()}\n`)].join("\n");
}
