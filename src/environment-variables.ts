/**
 * The variables that a person may set, and what each does. `ssoctl help environment` and the README show this table.
 */
export const ENVIRONMENT_VARIABLES = [
  { names: ["WORKOS_API_KEY"], what: "the key, without any set-up: for CI" },
  {
    names: ["WORKOS_API_URL"],
    what: "where the API is, for that key and for `--env sandbox`, if not at the usual place",
  },
  { names: ["SSOCTL_ENV"], what: "the environment's name, as with `--env`" },
  { names: ["SSOCTL_CONFIG_DIR"], what: "the settings folder, with the history in it" },
  { names: ["HTTPS_PROXY", "NO_PROXY"], what: "the proxy to WorkOS, and the hosts reached without it" },
  { names: ["NODE_EXTRA_CA_CERTS"], what: "your company's certificate file, where its proxy opens TLS" },
  { names: ["NO_COLOR", "FORCE_COLOR"], what: "colours off, or on" },
  { names: ["CI"], what: "nothing is asked" },
  { names: ["NO_UPDATE_NOTIFIER"], what: "new versions are not looked for" },
] as const;

/** Whether this runs in CI, where nobody sits at the terminal: `CI` is set, and is neither `false` nor `0`. */
export function isInCi(env: Readonly<Record<string, string | undefined>>): boolean {
  const ci = env["CI"];
  return Boolean(ci && ci !== "false" && ci !== "0");
}
