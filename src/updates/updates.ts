import { isInCi } from "../environment-variables.ts";

/** New versions of ssoctl. */
export interface Updates {
  /**
   * Never waits for the network.
   *
   * @returns the newer version to announce now, if any
   * @throws if the settings folder cannot be written; callers ignore this
   */
  versionToAnnounce(installed: string): Promise<string | undefined>;
}

/** With `"updateNotifier": false`. */
export const noUpdates: Updates = { versionToAnnounce: async () => undefined };

interface Terminal {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdout: { readonly isTTY?: boolean };
  readonly stderr: { readonly isTTY?: boolean };
}

/**
 * Whether to announce new versions: only at a terminal, and not if the user has turned it off.
 *
 * @param command never for `completion`, which shells run at startup
 */
export function shouldNotify(command: string, json: boolean, { env, stdout, stderr }: Terminal): boolean {
  if (!stdout.isTTY || !stderr.isTTY || isInCi(env) || env["NO_UPDATE_NOTIFIER"]) return false;
  return !json && command !== "completion";
}
