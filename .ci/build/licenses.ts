import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { OutputAsset, OutputChunk } from "rolldown";

const LICENSE_FILES = /^(?:licen[cs]e|copying|notice)/iu;

type License = string | { readonly type: string };

interface Manifest {
  readonly license?: License;
  readonly licenses?: readonly License[];
}

/** Data in tldts, which has a license of its own. */
const PUBLIC_SUFFIX_LIST = section(
  "Public Suffix List (MPL-2.0)",
  `Copyright (c) Mozilla Foundation and contributors. Included through tldts, as data compiled from
https://publicsuffix.org/list/public_suffix_list.dat. That file is its source code form, under the Mozilla Public License 2.0:
https://mozilla.org/MPL/2.0/`,
);

/** @returns the license texts of all packages in the bundles, for THIRD-PARTY-NOTICES */
export async function createNotices(outputs: readonly (OutputAsset | OutputChunk)[]): Promise<string> {
  const folders = [...packagesIn(outputs)];
  const notices = await Promise.all(folders.map(noticeFor));
  if (folders.some((folder) => folder.endsWith("/tldts"))) notices.push(PUBLIC_SUFFIX_LIST);
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
  const { name, version, ...manifest } = JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
  const license = licenseOf(manifest);
  const names = (await readdir(folder)).filter((file) => LICENSE_FILES.test(file)).sort();
  if (!license) throw new Error(`${name} does not declare a license.`);
  const texts = await Promise.all(names.map((file) => readFile(join(folder, file), "utf8")));
  return section(`${name} ${version} (${license})`, ...texts);
}

/** In its form of today, or in one of npm's older forms. */
function licenseOf({ license, licenses = [] }: Manifest): string {
  return [license ?? licenses]
    .flat()
    .map((one) => (typeof one === "string" ? one : one.type))
    .join(" OR ")
    .replace(/^\((.*)\)$/u, "$1");
}

function section(title: string, ...texts: readonly string[]): string {
  return [`${"-".repeat(80)}\n${title}\n`, ...texts.map((text) => `${text.trim()}\n`)].join("\n");
}
