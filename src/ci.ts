/** Whether this runs in CI, where nobody sits at the terminal: `CI` is set, and is neither `false` nor `0`. */
export function isInCi(env: Readonly<Record<string, string | undefined>>): boolean {
  const ci = env["CI"];
  return Boolean(ci && ci !== "false" && ci !== "0");
}
