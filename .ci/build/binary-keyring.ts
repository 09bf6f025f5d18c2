// Replaces @napi-rs/keyring in the single executable. Native code loads only from a file, so this writes one first.
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
    // Windows cannot delete a loaded library.
    if (process.platform !== "win32") rmSync(folder, { recursive: true, force: true });
  }
}

/** Loads on use, so that a load error (a noexec folder) is reported as a keychain problem. */
export function Entry(...args: ConstructorParameters<Keyring["Entry"]>): InstanceType<Keyring["Entry"]> {
  return new (load().Entry)(...args);
}
