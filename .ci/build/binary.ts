// npm run build:binary. Builds a single executable for this system and processor, with Node 26 inside.
import { execFile } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { build } from "rolldown";
import { createNotices, noticeFor } from "./licenses.ts";
import { lightBuiltins } from "./light-builtins.ts";
import { installNode } from "./nodes.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const out = join(root, "dist-binary");
const output = join(out, process.platform === "win32" ? "ssoctl.exe" : "ssoctl");
const work = await mkdtemp(join(tmpdir(), "ssoctl-binary-"));

try {
  const node = await installNode("26");
  const main = join(work, "main.mjs");
  const bundle = await build({
    cwd: root,
    input: join(root, ".ci/build/binary-entry.ts"),
    platform: "node",
    transform: { target: "node26" },
    resolve: { alias: { "@napi-rs/keyring": join(root, ".ci/build/binary-keyring.ts") } },
    plugins: [lightBuiltins],
    output: {
      file: main,
      codeSplitting: false,
      comments: false,
      minify: { compress: true, mangle: false, codegen: { removeWhitespace: true } },
    },
  });
  const keyring = nativeKeyring();
  const config = join(work, "sea.json");
  const settings = {
    main,
    mainFormat: "module",
    output,
    disableExperimentalSEAWarning: true,
    useCodeCache: true,
    assets: keyring ? { "keyring.node": keyring.file } : {},
  };
  await writeFile(config, JSON.stringify(settings));
  await rm(out, { recursive: true, force: true });
  await mkdir(out);
  await promisify(execFile)(node.executable, ["--build-sea", config]);
  if (process.platform === "darwin")
    await promisify(execFile)("codesign", ["--force", "--sign", "-", output]);
  const notices = await Promise.all([
    createNotices(bundle.output),
    ...[node.package, ...(keyring?.packages ?? [])].map(noticeFor),
  ]);
  await writeFile(join(out, "THIRD-PARTY-NOTICES"), notices.join("\n"));
} finally {
  await rm(work, { recursive: true, force: true });
}

function nativeKeyring(): { file: string; packages: string[] } | undefined {
  const require = createRequire(import.meta.url);
  try {
    const index = require.resolve("@napi-rs/keyring");
    // rolldown has loaded its own native file.
    const loaded = new Set(Object.keys(require.cache));
    require(index);
    const file = Object.keys(require.cache).find((path) => path.endsWith(".node") && !loaded.has(path));
    return file ? { file, packages: [dirname(index), dirname(file)] } : undefined;
  } catch {
    return undefined;
  }
}
