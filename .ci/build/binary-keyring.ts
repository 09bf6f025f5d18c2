// Replaces @napi-rs/keyring in the single executable. Native code loads only from a file, so this writes one first.
import { createHash } from "node:crypto";
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { getRawAsset } from "node:sea";

type Keyring = Pick<typeof import("@napi-rs/keyring"), "Entry">;

function load(): Keyring {
  const code = Buffer.from(getRawAsset("keyring.node"));
  return process.platform === "win32" ? loadKept(code) : loadOnce(code);
}

function loadOnce(code: Buffer): Keyring {
  const folder = mkdtempSync(join(tmpdir(), "ssoctl-"));
  try {
    const file = join(folder, "keyring.node");
    writeFileSync(file, code);
    return loadFile(file);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Windows cannot delete a loaded library, so there is one for each version, in the user's own cache. */
function loadKept(code: Buffer): Keyring {
  const folder = join(process.env["LOCALAPPDATA"] || tmpdir(), "ssoctl", "Cache");
  const file = join(folder, `keyring-${createHash("sha256").update(code).digest("hex").slice(0, 16)}.node`);
  if (!isIn(file, code)) {
    mkdirSync(folder, { recursive: true });
    removeOthers(folder, file);
    replace(file, code);
  }
  return loadFile(file);
}

function isIn(file: string, code: Buffer): boolean {
  try {
    return readFileSync(file).equals(code);
  } catch {
    return false;
  }
}

/** Those of other versions. One that is in use stays until the next time. */
function removeOthers(folder: string, file: string): void {
  for (const name of readdirSync(folder)) {
    const other = join(folder, name);
    if (other === file || !/^keyring-\w+\.node$/u.test(name)) continue;
    try {
      rmSync(other);
    } catch {}
  }
}

function replace(file: string, code: Buffer): void {
  const part = `${file}.${process.pid}`;
  writeFileSync(part, code);
  try {
    renameSync(part, file);
  } catch (error) {
    rmSync(part, { force: true });
    // Another process was faster, and has it loaded.
    if (!isIn(file, code)) throw error;
  }
}

function loadFile(file: string): Keyring {
  const loaded = { exports: {} as Keyring };
  process.dlopen(loaded, file);
  return loaded.exports;
}

/** Loads on use, so that a load error (a noexec folder) is reported as a keychain problem. */
export function Entry(...args: ConstructorParameters<Keyring["Entry"]>): InstanceType<Keyring["Entry"]> {
  return new (load().Entry)(...args);
}
