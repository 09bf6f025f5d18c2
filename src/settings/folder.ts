import envPaths from "env-paths";

export const DEFAULT_FOLDER = envPaths("ssoctl", { suffix: "" }).config;

/** The settings folder: `SSOCTL_CONFIG_DIR`, or the operating system's default. */
export function settingsFolder(env: Readonly<Record<string, string | undefined>>): string {
  return env["SSOCTL_CONFIG_DIR"] || DEFAULT_FOLDER;
}
