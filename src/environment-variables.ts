/** Shown by `ssoctl help environment`, `ssoctl doctor` and the docs. */
export const ENVIRONMENT_VARIABLES = [
  { names: ["WORKOS_API_KEY"], what: "API key, without any setup: for CI" },
  {
    names: ["WORKOS_API_URL"],
    what: "API base URL for that key (default: https://api.workos.com) and for `--env sandbox`",
  },
  { names: ["SSOCTL_ENV"], what: "environment to use, as with `--env`" },
  { names: ["SSOCTL_CONFIG_DIR"], what: "settings folder, with the history" },
  {
    names: ["HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"],
    what: "proxy to WorkOS, and hosts to reach without it",
  },
  { names: ["NODE_EXTRA_CA_CERTS"], what: "certificate file of a proxy that inspects TLS" },
  { names: ["NO_COLOR", "FORCE_COLOR"], what: "colors off, or on" },
  { names: ["CI"], what: "never prompt, no spinner" },
  { names: ["BROWSER"], what: "program for `--open`, with `%s` for the URL" },
  { names: ["NO_UPDATE_NOTIFIER"], what: "do not look for new versions" },
] as const;

type Variables = Readonly<Record<string, string | undefined>>;

/**
 * Without the blanks and carriage returns that `.env` files leave in values. On Windows, where the case of a name does not
 * matter, each is also found by its name in upper case.
 */
export function readVariables(env: Variables, platform: string): Variables {
  const trimmed = Object.entries(env).map(([name, value]) => [name, value?.trim()] as const);
  const upperCase = trimmed.map(([name, value]) => [name.toUpperCase(), value] as const);
  const inherited = Object.assign(Object.create(null), platform === "win32" && Object.fromEntries(upperCase));
  return Object.assign(Object.create(inherited), Object.fromEntries(trimmed));
}

export function isInCi(env: Variables): boolean {
  const ci = env["CI"];
  return Boolean(ci && ci !== "false" && ci !== "0");
}
