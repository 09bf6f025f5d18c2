import { createHash } from "node:crypto";
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
  /** The settings folder, unless it is the default one. */
  readonly folder: string | undefined;
  /** The name under which earlier versions stored its keys: the folder as it was typed. */
  readonly earlierFolder: string | undefined;
}

/**
 * The keychain of macOS, Windows (Credential Manager) or Linux (Secret Service: GNOME Keyring, KWallet). Each request
 * runs in a child process that is killed on timeout: a native call can block its thread forever (an unresponsive session
 * bus, an unlock dialog), and no timer, worker or abort signal can stop it.
 */
export function createKeychain(options: KeychainOptions): KeyStore {
  const account = (environment: string) => environment + suffix(options.folder);
  const accounts = (environment: string) =>
    new Set([account(environment), environment + suffix(options.earlierFolder)]);
  let failed: KeychainResponse | undefined;
  // After one failure, do not try again: a second unlock dialog would open as soon as the first one is dismissed.
  const send = async (request: KeychainRequest): Promise<KeychainResponse> => {
    const response = failed ?? (await runChild(request, options));
    if (response.problem !== undefined) failed = response;
    return response;
  };
  return {
    location: "your system's keychain",
    read: async (environment) => {
      let response: KeychainResponse = {};
      for (const name of accounts(environment))
        if (!response.key) response = await send({ action: "read", account: name });
      const { key, problem } = response;
      if (problem !== undefined) {
        throw new Failure(
          "unauthorized",
          `Could not read the API key for ${environment} from the keychain: ${problem}.`,
          {
            hint: `Unlock the keychain and try again, or store the API key in the settings file: ssoctl env add ${environment} --storage file`,
          },
        );
      }
      return key ?? undefined;
    },
    write: async (environment, key) => {
      const { problem } = await send({ action: "write", account: account(environment), key });
      if (problem === undefined) return;
      throw new Failure(
        "unexpected",
        `Could not store the API key for ${environment} in the keychain: ${problem}.`,
        {
          hint: "Unlock the keychain and try again, or store the API key in the settings file: --storage file",
        },
      );
    },
    remove: async (environment) => {
      let problem: string | undefined;
      for (const name of accounts(environment))
        problem ??= (await send({ action: "remove", account: name })).problem;
      if (problem === undefined) return;
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
