import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { Failure } from "../failure.ts";
import type { KeyStore } from "./settings.ts";

/** What `keychain-child.ts` is asked. */
export type Question =
  | { readonly ask: "read" | "remove"; readonly account: string }
  | { readonly ask: "write"; readonly account: string; readonly key: string }
  | { readonly ask: "probe" };

/** What it answers. */
export interface Answer {
  readonly key?: string | null;
  /** Why the keychain did not do it. */
  readonly problem?: string;
}

interface KeychainOptions {
  /** The Node to run the child with. */
  readonly node: string;
  /** The path of `keychain-child`. */
  readonly child: string;
  /** How long to wait for an answer, in milliseconds. */
  readonly timeout: number;
  readonly signal: AbortSignal;
  /** The settings folder, where it is not the operating system's own. */
  readonly folder: string | undefined;
}

/**
 * The operating system's keychain: Keychain on macOS, Credential Manager on Windows, the Secret Service (GNOME Keyring,
 * KWallet) on Linux.
 *
 * Each question is asked by a process of its own, which is killed when it takes too long. Nothing less holds a native
 * call: on a session bus that takes the connection and says nothing, making an entry blocks the thread for good, so that
 * no timer of the process fires; and while a locked keyring waits for somebody's password, aborting `AsyncEntry` ends
 * neither the wait nor the process. A worker cannot be ended in a native call either.
 */
export function createKeychain(options: KeychainOptions): KeyStore {
  const account = (environment: string) => environment + suffix(options.folder);
  let trouble: Answer | undefined;
  // One that is locked is not asked again: somebody who has closed its window once would see the next one at once.
  const ask = async (question: Question): Promise<Answer> => {
    const answer = trouble ?? (await askChild(question, options));
    if (answer.problem !== undefined) trouble = answer;
    return answer;
  };
  return {
    place: "your system's keychain",
    read: async (environment) => {
      const { key, problem } = await ask({ ask: "read", account: account(environment) });
      if (problem !== undefined) {
        throw new Failure(
          "unauthorized",
          `The keychain did not give the key of ${environment}: ${problem}.`,
          {
            hint: `Unlock it and try again, or keep the key in a file: ssoctl env add ${environment} --storage file`,
          },
        );
      }
      return key ?? undefined;
    },
    write: async (environment, key) => {
      const { problem } = await ask({ ask: "write", account: account(environment), key });
      if (problem === undefined) return;
      throw new Failure("unexpected", `The keychain did not take the key of ${environment}: ${problem}.`, {
        hint: "Unlock it and try again, or keep the key in a file: --storage file",
      });
    },
    remove: async (environment) => {
      const { problem } = await ask({ ask: "remove", account: account(environment) });
      if (problem === undefined) return;
      throw new Failure("unexpected", `The key of ${environment} may still be in the keychain: ${problem}.`, {
        hint: `Unlock it, and remove the entry "${account(environment)}" of ssoctl there.`,
      });
    },
    problem: async () => {
      const { problem } = await ask({ ask: "probe" });
      return problem === undefined ? undefined : `No keychain: ${problem}.`;
    },
  };
}

/**
 * A keychain belongs to the person, not to a settings folder. With `SSOCTL_CONFIG_DIR` there is more than one folder, and
 * the `staging` of one must not overwrite the `staging` of another; so the folder's path is part of the name then.
 */
function suffix(folder: string | undefined): string {
  if (folder === undefined) return "";
  return `@${createHash("sha256").update(folder).digest("hex").slice(0, 12)}`;
}

function askChild(question: Question, { node, child, timeout, signal }: KeychainOptions): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const process = execFile(
      node,
      [child],
      // Whole milliseconds are all that it takes.
      { timeout: Math.ceil(timeout), signal, killSignal: "SIGKILL", windowsHide: true },
      (error, stdout) => {
        if (signal.aborted) return reject(signal.reason);
        // Ctrl-C reaches every process at the terminal, and the child may fall to it before we hear of it.
        if (error?.signal === "SIGINT") return reject(new Failure("interrupted", "Interrupted."));
        if (error?.killed) return resolve({ problem: `it did not answer in ${timeout / 1000} s` });
        resolve(parse(stdout) ?? { problem: "it ended without an answer" });
      },
    );
    // A child that ends before it has read the question: its end says so.
    process.stdin?.on("error", () => {});
    process.stdin?.end(JSON.stringify(question));
  });
}

function parse(answer: string): Answer | undefined {
  try {
    return JSON.parse(answer);
  } catch {
    return undefined;
  }
}
