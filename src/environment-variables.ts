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
  { names: ["CI"], what: "never prompt" },
  { names: ["NO_UPDATE_NOTIFIER"], what: "do not look for new versions" },
] as const;

export function isInCi(env: Readonly<Record<string, string | undefined>>): boolean {
  const ci = env["CI"];
  return Boolean(ci && ci !== "false" && ci !== "0");
}
