/**
 * Stands for `@napi-rs/keyring` in the single executable. Its native part is inside, and a system loads native code from
 * files only: so it becomes one, in a folder that nobody else can write to, for as long as loading takes.
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { getRawAsset } from "node:sea";

type Keyring = Pick<typeof import("@napi-rs/keyring"), "Entry">;

function load(): Keyring {
  const folder = mkdtempSync(join(tmpdir(), "ssoctl-"));
  try {
    const file = join(folder, "keyring.node");
    writeFileSync(file, Buffer.from(getRawAsset("keyring.node")));
    const loaded = { exports: {} as Keyring };
    process.dlopen(loaded, file);
    return loaded.exports;
  } finally {
    // Windows keeps a library that is in use.
    if (process.platform !== "win32") rmSync(folder, { recursive: true, force: true });
  }
}

/** Loaded only now, so that a folder from which nothing may be loaded is told as the keychain's problem. */
export function Entry(...given: ConstructorParameters<Keyring["Entry"]>): InstanceType<Keyring["Entry"]> {
  return new (load().Entry)(...given);
}
