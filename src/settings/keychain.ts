import { createHash } from "node:crypto";
import { sentence, ssoctl } from "../command-line.ts";
import { Failure } from "../failure.ts";
import { runHelper, theirVariables, type Variables } from "../helper.ts";
import type { KeyStore } from "./settings.ts";

export type KeychainRequest =
  | { readonly action: "read" | "remove"; readonly account: string }
  | { readonly action: "write"; readonly account: string; readonly key: string }
  | { readonly action: "probe" };

export interface KeychainResponse {
  readonly key?: string | null;
  readonly problem?: string;
}

interface KeychainOptions {
  readonly node: string;
  readonly child: string;
  readonly env: Variables;
  /** Milliseconds. */
  readonly timeout: number;
  readonly signal: AbortSignal;
  /** The settings folder, then the names it had in older versions. Undefined is the default folder. */
  readonly folders: readonly (string | undefined)[];
}

/**
 * The keychain of macOS, Windows (Credential Manager) or Linux (Secret Service: GNOME Keyring, KWallet). Each request
 * runs in a child process that is killed on timeout: a native call can block its thread forever (an unresponsive session
 * bus, an unlock dialog), and no timer, worker or abort signal can stop it.
 */
export function createKeychain(options: KeychainOptions): KeyStore {
  const [current, ...former] = suffixes(options.folders);
  const account = (environment: string) => environment + current;
  const formerAccounts = (environment: string) => former.map((old) => environment + old);
  let failed: KeychainResponse | undefined;
  // After one failure, do not try again: a second unlock dialog would open as soon as the first one is dismissed.
  const send = async (request: KeychainRequest): Promise<KeychainResponse> => {
    const response = failed ?? (await runChild(request, options));
    if (response.problem !== undefined) failed = response;
    return response;
  };
  const removeFormer = async (environment: string) => {
    for (const old of formerAccounts(environment)) await send({ action: "remove", account: old });
  };
  return {
    location: "your system's keychain",
    read: async (environment) => {
      let { key, problem } = await send({ action: "read", account: account(environment) });
      for (const old of formerAccounts(environment)) {
        if (key != null || problem !== undefined) break;
        ({ key, problem } = await send({ action: "read", account: old }));
      }
      if (problem !== undefined) {
        throw new Failure(
          "unauthorized",
          `Could not read the API key for ${environment} from the keychain: ${problem}.`,
          {
            hint: sentence`Unlock the keychain and try again, or store the API key in the settings file: ${ssoctl("env", "add", environment, "--storage", "file")}`,
          },
        );
      }
      return key ?? undefined;
    },
    write: async (environment, key) => {
      const { problem } = await send({ action: "write", account: account(environment), key });
      if (problem === undefined) return removeFormer(environment);
      throw new Failure(
        "unexpected",
        `Could not store the API key for ${environment} in the keychain: ${problem}.`,
        {
          hint: "Unlock the keychain and try again, or store the API key in the settings file: --storage file",
        },
      );
    },
    remove: async (environment) => {
      const { problem } = await send({ action: "remove", account: account(environment) });
      if (problem === undefined) return removeFormer(environment);
      throw new Failure(
        "unexpected",
        `The API key for ${environment} may still be in the keychain: ${problem}.`,
        {
          hint: `Unlock the keychain and delete the ssoctl entry "${account(environment)}".`,
        },
      );
    },
    problem: async () => {
      const { problem } = await send({ action: "probe" });
      return problem === undefined ? undefined : `The keychain is not available: ${problem}.`;
    },
  };
}

function suffixes(folders: KeychainOptions["folders"]): readonly [string, ...string[]] {
  const [current = "", ...former] = new Set(folders.map(suffix));
  return [current, ...former];
}

/** The keychain is per user, not per settings folder: a hash of a non-default folder keeps its entries apart. */
function suffix(folder: string | undefined): string {
  if (folder === undefined) return "";
  return `@${createHash("sha256").update(folder).digest("hex").slice(0, 12)}`;
}

async function runChild(
  request: KeychainRequest,
  { node, child, env, timeout, signal }: KeychainOptions,
): Promise<KeychainResponse> {
  const outcome = await runHelper({
    file: node,
    args: [child],
    env: theirVariables(env),
    input: JSON.stringify(request),
    reads: true,
    timeout,
    signal,
  });
  if (outcome.state === "late") return { problem: `no response within ${timeout / 1000} s` };
  const response = outcome.state === "done" ? parse(outcome.output) : undefined;
  return response ?? { problem: "the keychain helper exited without a response" };
}

function parse(response: string): KeychainResponse | undefined {
  try {
    return JSON.parse(response);
  } catch {
    return undefined;
  }
}
