import { isInCi } from "../environment-variables.ts";

export interface Updates {
  /** @returns the newer version to announce now; never waits for the network. @throws if it cannot write its state */
  versionToAnnounce(installed: string): Promise<string | undefined>;
}

/** With `"updateNotifier": false`. */
export const noUpdates: Updates = { versionToAnnounce: async () => undefined };

interface Terminal {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdout: { readonly isTTY?: boolean };
  readonly stderr: { readonly isTTY?: boolean };
}

/** Only at a terminal and if not turned off. Never for `completion`, which shells run at startup. */
export function shouldNotify(command: string, json: boolean, { env, stdout, stderr }: Terminal): boolean {
  if (!stdout.isTTY || !stderr.isTTY || isInCi(env) || env["NO_UPDATE_NOTIFIER"]) return false;
  return !json && command !== "completion";
}
