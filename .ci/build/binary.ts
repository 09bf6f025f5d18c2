// npm run build:binary [-- win32-x64]. Builds a single executable with Node 26 inside, for this machine or for another one.
import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { build } from "rolldown";
import { installPackage } from "./install-package.ts";
import { createNotices, noticeFor } from "./licenses.ts";
import { lightBuiltins } from "./light-builtins.ts";
import { HOST, installNode } from "./nodes.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const target = process.argv[2] ?? HOST;
const out = join(root, "dist-binary", target === HOST ? "" : target);
const output = join(out, target.startsWith("win32-") ? "ssoctl.exe" : "ssoctl");
const work = await mkdtemp(join(tmpdir(), "ssoctl-binary-"));

try {
  const [host, node] = [await installNode("26"), await installNode("26", target)];
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
  const keyring = await nativeKeyring();
  const config = join(work, "sea.json");
  const settings = {
    main,
    mainFormat: "module",
    output,
    executable: node.executable,
    disableExperimentalSEAWarning: true,
    // Node's documentation forbids it for another platform, where the program may crash.
    useCodeCache: target === HOST,
    assets: { "keyring.node": keyring.file },
  };
  await writeFile(config, JSON.stringify(settings));
  await rm(out, { recursive: true, force: true });
  await mkdir(out, { recursive: true });
  await promisify(execFile)(host.executable, ["--build-sea", config]);
  if (process.platform === "darwin" && target.startsWith("darwin-"))
    await promisify(execFile)("codesign", ["--force", "--sign", "-", output]);
  const notices = await Promise.all([
    createNotices(bundle.output),
    ...[node.package, ...keyring.packages].map(noticeFor),
  ]);
  await writeFile(join(out, "THIRD-PARTY-NOTICES"), notices.join("\n"));
} finally {
  await rm(work, { recursive: true, force: true });
}

/** The package with the native code for the target, as package-lock.json has it. */
async function nativeKeyring(): Promise<{ file: string; packages: string[] }> {
  const lock = JSON.parse(await readFile(join(root, "package-lock.json"), "utf8"));
  const at = ["", "-gnu", "-msvc"]
    .map((kind) => `node_modules/@napi-rs/keyring-${target}${kind}`)
    .find((path) => path in lock.packages);
  if (at === undefined) throw new Error(`@napi-rs/keyring has no package for ${target}.`);
  const wanted = { ...lock.packages[at], package: at.replace("node_modules/", "") };
  const folder = fileURLToPath(await installPackage(wanted, target));
  const { main } = JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
  return { file: join(folder, main), packages: [join(root, "node_modules/@napi-rs/keyring"), folder] };
}
