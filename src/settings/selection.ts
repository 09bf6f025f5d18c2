import { Failure } from "../failure.ts";
import { SANDBOX_API_KEY, SANDBOX_URL } from "../sandbox/address.ts";
import { parseApiUrl, WORKOS_URL } from "../urls.ts";
import { checkKey, type Environment, kindOfKey, maskKey, SANDBOX } from "./environment.ts";
import type { Settings } from "./settings.ts";

/** The environment a command talks to, with the key for it. */
export interface Selection {
  readonly environment: Environment;
  readonly key: string;
  readonly url: URL;
}

interface Sources {
  /** `--env`. */
  readonly flag: string | undefined;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Opened only when the name leads there: CI with `WORKOS_API_KEY` reads no file. */
  readonly settings: () => Promise<Settings>;
}

/**
 * Which environment is meant: `--env`, then `SSOCTL_ENV`, then `WORKOS_API_KEY` (with `WORKOS_API_URL`),
 * then the default set by `env use`.
 *
 * @throws Failure `unauthorized` where there is none, or no key for it
 */
export async function selectEnvironment({ flag, env, settings }: Sources): Promise<Selection> {
  const name = flag ?? (env["SSOCTL_ENV"] || undefined);
  if (name === SANDBOX) return sandbox(env);
  if (name !== undefined) return stored(name, await settings());
  const key = env["WORKOS_API_KEY"];
  if (key) return fromVariables(key, env);
  const { environments } = await settings();
  const byDefault = environments.defaultName();
  if (byDefault === SANDBOX) return sandbox(env);
  if (byDefault !== undefined) return stored(byDefault, await settings());
  throw new Failure("unauthorized", noneChosen(environments.list()), {
    hint:
      environments.list().length > 0
        ? "Choose one: ssoctl env use <name>, or --env <name>"
        : "Add one: ssoctl env add staging · or try it first without a key: ssoctl demo",
  });
}

function noneChosen(known: readonly Environment[]): string {
  return known.length > 0 ? "No WorkOS environment is chosen." : "No WorkOS environment yet.";
}

function sandbox(env: Sources["env"]): Selection {
  const url = parseApiUrl(env["WORKOS_API_URL"] || SANDBOX_URL, "WORKOS_API_URL");
  if (url.protocol === "https:") {
    throw new Failure("usage", "--env sandbox talks to this machine only, and WORKOS_API_URL is elsewhere.");
  }
  return { environment: { name: SANDBOX, kind: "test", apiUrl: url.origin }, key: SANDBOX_API_KEY, url };
}

function fromVariables(typed: string, env: Sources["env"]): Selection {
  const key = checkKey(typed);
  const apiUrl = env["WORKOS_API_URL"] || undefined;
  const url = parseApiUrl(apiUrl ?? WORKOS_URL, "WORKOS_API_URL");
  return { environment: { name: "WORKOS_API_KEY", kind: kindOfKey(key), apiUrl }, key, url };
}

async function stored(name: string, { environments, keys }: Settings): Promise<Selection> {
  const found = environments.list().find((known) => known.name === name);
  if (!found) {
    throw new Failure("unauthorized", `There is no environment "${name}" on this machine.`, {
      hint: `See them: ssoctl env list · add it: ssoctl env add ${name}`,
    });
  }
  const { storage, ...environment } = found;
  const key = await keys[storage].read(name);
  if (key === undefined) {
    throw new Failure("unauthorized", `The key of ${name} is not in ${keys[storage].place} any more.`, {
      hint: `Give it again: ssoctl env add ${name}`,
    });
  }
  const told = kindOfKey(key);
  if (told !== "unknown" && environment.kind !== "unknown" && told !== environment.kind) {
    throw new Failure(
      "refused",
      `${name} is set up as ${environment.kind}, and its key is a ${told} one (${maskKey(key)}).`,
      {
        hint: `Give it the right key, or the right kind: ssoctl env add ${name}`,
      },
    );
  }
  return { environment, key, url: parseApiUrl(environment.apiUrl ?? WORKOS_URL, `The address of ${name}`) };
}
