import { isInCi } from "../environment-variables.ts";

/** News of the program itself. */
export interface Updates {
  /**
   * The newer version to tell of now, if there is one. Never waits for a network.
   *
   * @throws where the settings folder cannot be written; nobody needs to hear of it
   */
  news(installed: string): Promise<string | undefined>;
}

/** For whoever wants none. */
export const noUpdates: Updates = { news: async () => undefined };

interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdout: { readonly isTTY?: boolean };
  readonly stderr: { readonly isTTY?: boolean };
}

/**
 * Whether a notice of a new version is welcome: a person reads both streams, and has not said no. Everything else about
 * updates is loaded after this.
 *
 * @param command the shell runs `completion` while it starts
 */
export function shouldNotify(command: string, json: boolean, { env, stdout, stderr }: Surroundings): boolean {
  if (!stdout.isTTY || !stderr.isTTY || isInCi(env) || env["NO_UPDATE_NOTIFIER"]) return false;
  return !json && command !== "completion";
}
