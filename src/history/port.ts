import type { EnvironmentKind } from "../settings/environment.ts";

/** What was done. Never a link itself, nor a key. */
export type Done =
  | { readonly action: "organization_created" }
  | { readonly action: "domain_added"; readonly domain: string }
  | { readonly action: "link_created"; readonly intent: string }
  | {
      /** A portal link in a message of the person's own. Whether they sent it is not known. */
      readonly action: "message_written";
      readonly via: string;
      /** Whom it is for, where that was said. */
      readonly to: readonly string[];
      readonly intent: string;
    }
  | {
      readonly action: "invited";
      readonly invited: string;
      /** IT contacts added besides. */
      readonly added: readonly string[];
      readonly intents: readonly string[];
      /** Whose invitation was ended for it. */
      readonly replaced: string | null;
    }
  | { readonly action: "invitation_ended"; readonly invited: string };

/** One thing that was done from this machine. */
export interface Entry {
  /** ISO 8601, UTC. */
  readonly time: string;
  readonly environment: { readonly name: string; readonly kind: EnvironmentKind };
  /** Without the program's name: `link create`. */
  readonly command: string;
  /** As it was understood: a domain in people's letters, or an `org_…` id. */
  readonly customer: string;
  readonly organization: { readonly id: string; readonly name: string };
  readonly done: Done;
  /** WorkOS's ids of the requests that the command had sent by then, for its support. */
  readonly requestIds: readonly string[];
}

/** What was done from this machine, for as long as there is room. */
export interface History {
  /** @throws where it cannot be written */
  append(entry: Entry): Promise<void>;
  /** Oldest first. */
  read(): Promise<readonly Entry[]>;
  /** The newest alone, oldest first, without reading everything. */
  latest(): Promise<readonly Entry[]>;
}
