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

function loadProblem(error: unknown): string {
  const [message = "", ...causes] = messagesOf(error);
  if (message.startsWith("Cannot find package '@napi-rs/keyring'"))
    return "the @napi-rs/keyring package is not installed";
  return `the @napi-rs/keyring package could not be loaded: ${telling(causes) ?? message}`;
}

/** The package tries several files and chains their errors. A file that is there and does not load says most. */
function telling(causes: readonly string[]): string | undefined {
  const [broken] = causes.filter((cause) => !cause.startsWith("Cannot find module"));
  const [missing] = causes.flatMap((cause) => /@napi-rs\/keyring-(?!wasm)[\w-]+/u.exec(cause) ?? []);
  return broken ?? (missing && `${missing} is not installed`);
}

function messagesOf(error: unknown): string[] {
  const causes = error instanceof Error && error.cause instanceof Error ? messagesOf(error.cause) : [];
  return [firstLine(error), ...causes];
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
