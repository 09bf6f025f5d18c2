/**
 * One question to the operating system's keychain, as a process of its own: the question is one JSON object on stdin, the
 * answer one on stdout, so that no key is ever an argument or a variable that other processes could see. `keychain.ts`
 * starts it, and says why it is a process.
 */
import { randomUUID } from "node:crypto";
import { text } from "node:stream/consumers";
import type { Answer, Question } from "./keychain.ts";

/** What every entry is called there, and what a person looks for. */
const SERVICE = "ssoctl";

async function answer(question: Question): Promise<Answer> {
  const keyring = await import("@napi-rs/keyring").catch(() => undefined);
  if (!keyring) return { problem: "the package @napi-rs/keyring is not installed here" };
  // Without this, Linux falls back to the kernel's keyring, which forgets everything when the machine is switched off.
  const entry = (account: string) =>
    new keyring.Entry(SERVICE, account, { linux: { store: "secret-service" } });
  try {
    switch (question.ask) {
      case "read":
        return { key: entry(question.account).getPassword() };
      case "write":
        entry(question.account).setPassword(question.key);
        return {};
      case "remove":
        entry(question.account).deletePassword();
        return {};
      case "probe":
        return probe(entry(`probe-${randomUUID()}`));
    }
  } catch (error) {
    return { problem: problemOf(error) };
  }
}

const NOBODY_THERE = /DBUS_SESSION_BUS_ADDRESS|not provided by any \.service files/u;

/** Where no keyring can be reached, the library tells of the bus on which it looked, by a sentence alone. */
function problemOf(error: unknown): string {
  const [said = ""] = String(error instanceof Error ? error.message : error).split("\n", 1);
  return NOBODY_THERE.test(said) ? "no GNOME Keyring and no KWallet answers here" : said;
}

/** Reading alone proves nothing: a locked keychain without such an entry says that there is none. */
function probe(entry: {
  setPassword(word: string): void;
  getPassword(): string | null;
  deletePassword(): boolean;
}): Answer {
  entry.setPassword("probe");
  try {
    return entry.getPassword() === "probe" ? {} : { problem: "it does not keep what it is given" };
  } finally {
    entry.deletePassword();
  }
}

process.stdout.write(JSON.stringify(await answer(JSON.parse(await text(process.stdin)))));
