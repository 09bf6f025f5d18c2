import envPaths from "env-paths";

/** The place that the operating system has for settings. */
export const DEFAULT_FOLDER = envPaths("ssoctl", { suffix: "" }).config;

/** The folder of everything that is kept on this machine: `SSOCTL_CONFIG_DIR`, else the operating system's place. */
export function settingsFolder(env: Readonly<Record<string, string | undefined>>): string {
  return env["SSOCTL_CONFIG_DIR"] || DEFAULT_FOLDER;
}
