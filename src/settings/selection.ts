import { ENVIRONMENT, type Sentence, sentence, ssoctl } from "../command-line.ts";
import { Failure } from "../failure.ts";
import { SANDBOX_API_KEY, SANDBOX_URL } from "../sandbox/address.ts";
import { parseApiUrl, WORKOS_URL } from "../urls.ts";
import { checkKey, type Environment, kindOfKey, maskKey, SANDBOX } from "./environment.ts";
import { environmentNamed, type Settings } from "./settings.ts";

export interface Selection {
  readonly environment: Environment;
  readonly key: string;
  readonly url: URL;
}

interface Sources {
  readonly flag: string | undefined;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Called only if needed: CI with `WORKOS_API_KEY` reads no settings file. */
  readonly settings: () => Promise<Settings>;
}

/**
 * Uses `--env`, then `SSOCTL_ENV`, then `WORKOS_API_KEY` (with `WORKOS_API_URL`), then the default of `env use`.
 *
 * @throws Failure `unauthorized` if there is no environment or no key for it
 */
export async function selectEnvironment({ flag, env, settings }: Sources): Promise<Selection> {
  const name = flag ?? (env["SSOCTL_ENV"] || undefined);
  if (name?.toLowerCase() === SANDBOX) return sandbox(env);
  if (name !== undefined) return stored(name, await settings());
  const key = env[VARIABLE];
  if (key) return fromVariables(key, env);
  const { environments } = await settings();
  const defaultName = environments.defaultName();
  if (defaultName === SANDBOX) return sandbox(env);
  if (defaultName !== undefined) return stored(defaultName, await settings());
  throw new Failure("unauthorized", noneSelected(environments.list()), {
    hint:
      environments.list().length > 0
        ? sentence`Select one: ${ssoctl("env", "use", ENVIRONMENT)}, or pass --env <name>`
        : sentence`Add one: ${ssoctl("env", "add", "staging")} · in CI, set WORKOS_API_KEY · or try ssoctl without an API key: ${ssoctl("demo")}`,
  });
}

/** What to do if WorkOS does not accept the key. */
export function otherKey({ environment, url }: Selection): Sentence {
  const { name } = environment;
  if (name === VARIABLE)
    return `The key is that of ${VARIABLE}. Correct it, or unset it to use a stored environment.`;
  if (name === SANDBOX)
    return sentence`Another server may be at ${url.origin}. Start the sandbox again: ${ssoctl("sandbox")}`;
  return sentence`Replace the key of ${name}: ${ssoctl("env", "add", name)}`;
}

const VARIABLE = "WORKOS_API_KEY";

function noneSelected(known: readonly Environment[]): string {
  return known.length > 0 ? "No WorkOS environment selected." : "No WorkOS environments yet.";
}

function sandbox(env: Sources["env"]): Selection {
  const url = parseApiUrl(env["WORKOS_API_URL"] || SANDBOX_URL, "WORKOS_API_URL");
  if (url.protocol === "https:") {
    throw new Failure(
      "usage",
      "The sandbox runs on this machine over http, but WORKOS_API_URL is an https URL.",
      {
        hint: "Unset WORKOS_API_URL, or use another environment.",
      },
    );
  }
  return { environment: { name: SANDBOX, kind: "test", apiUrl: url.origin }, key: SANDBOX_API_KEY, url };
}

function fromVariables(typed: string, env: Sources["env"]): Selection {
  const key = checkKey(typed, VARIABLE);
  const apiUrl = env["WORKOS_API_URL"] || undefined;
  const url = parseApiUrl(apiUrl ?? WORKOS_URL, "WORKOS_API_URL");
  return { environment: { name: VARIABLE, kind: kindOfKey(key), apiUrl }, key, url };
}

async function stored(typed: string, { environments, keys }: Settings): Promise<Selection> {
  if (typed.startsWith("sk_"))
    throw new Failure("usage", "--env takes an environment's name, not an API key.");
  const { storage, ...environment } = environmentNamed(typed, environments);
  const { name } = environment;
  const key = await keys[storage].read(name);
  if (key === undefined) {
    throw new Failure("unauthorized", `The API key for ${name} is missing from ${keys[storage].location}.`, {
      hint: sentence`Add it again: ${ssoctl("env", "add", name)}`,
    });
  }
  const keyKind = kindOfKey(key);
  if (keyKind !== "unknown" && environment.kind !== "unknown" && keyKind !== environment.kind) {
    throw new Failure(
      "refused",
      `${name} is a ${environment.kind} environment, but its API key is a ${keyKind} key (${maskKey(key)}).`,
      {
        hint: sentence`Add it again with the right API key: ${ssoctl("env", "add", name)}`,
      },
    );
  }
  return { environment, key, url: parseApiUrl(environment.apiUrl ?? WORKOS_URL, `The API URL of ${name}`) };
}
