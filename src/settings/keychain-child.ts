// One keychain request in its own process (see keychain.ts). JSON on stdin and stdout, so that the key stays private.
import { randomUUID } from "node:crypto";
import { text } from "node:stream/consumers";
import type { KeychainRequest, KeychainResponse } from "./keychain.ts";

const SERVICE = "ssoctl";

async function respond(request: KeychainRequest): Promise<KeychainResponse> {
  const keyring = await import("@napi-rs/keyring").catch((error: unknown) => ({ error }));
  if ("error" in keyring) return { problem: loadProblem(keyring.error) };
  // The Linux fallback, the kernel keyring, does not survive a reboot.
  const entry = (account: string) =>
    new keyring.Entry(SERVICE, account, { linux: { store: "secret-service" } });
  try {
    switch (request.action) {
      case "read":
        return { key: entry(request.account).getPassword() };
      case "write":
        entry(request.account).setPassword(request.key);
        return {};
      case "remove":
        entry(request.account).deletePassword();
        return {};
      case "probe":
        return probe(entry(`probe-${randomUUID()}`));
    }
  } catch (error) {
    return { problem: problemOf(error) };
  }
}

/** The package tries several native files, and chains their errors. A file that is there and does not load says most. */
function loadProblem(error: unknown): string {
  const errors = causesOf(error);
  const [first] = errors;
  if (errors.length === 1 && isMissing(first)) return "the @napi-rs/keyring package is not installed";
  const found = errors.slice(1).find((cause) => !isMissing(cause)) ?? errors[1] ?? first;
  return `the @napi-rs/keyring package could not be loaded: ${firstLine(found)}`;
}

function causesOf(error: unknown): unknown[] {
  return error instanceof Error && error.cause !== undefined ? [error, ...causesOf(error.cause)] : [error];
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && "code" in error && /MODULE_NOT_FOUND$/u.test(String(error.code));
}

function firstLine(error: unknown): string {
  const [message = ""] = String(error instanceof Error ? error.message : error).split("\n", 1);
  return message;
}

/** The library reports a missing Secret Service only in the text of its D-Bus errors. */
const NO_SECRET_SERVICE = /DBUS_SESSION_BUS_ADDRESS|not provided by any \.service files/u;

function problemOf(error: unknown): string {
  const message = firstLine(error);
  return NO_SECRET_SERVICE.test(message) ? "GNOME Keyring or KWallet not found" : message;
}

/** Writes and reads back: reading alone finds no entry in a locked keychain and reports no error. */
function probe(entry: {
  setPassword(password: string): void;
  getPassword(): string | null;
  deletePassword(): boolean;
}): KeychainResponse {
  entry.setPassword("probe");
  try {
    return entry.getPassword() === "probe" ? {} : { problem: "it did not return the stored value" };
  } finally {
    entry.deletePassword();
  }
}

process.stdout.write(JSON.stringify(await respond(JSON.parse(await text(process.stdin)))));
