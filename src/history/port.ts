import type { Deed, NamedOrganization } from "../journal.ts";
import type { EnvironmentKind } from "../settings/environment.ts";

/** One change that was made, or may have been made, from this machine: the journal, kept. */
export type Entry = EntryFacts & ({ readonly done: Deed } | { readonly unknown: Deed });

interface EntryFacts {
  /** ISO 8601, UTC. */
  readonly time: string;
  readonly environment: { readonly name: string; readonly kind: EnvironmentKind };
  /** Without the program's name: `link create`. */
  readonly command: string;
  /** As it was understood: a domain in people's letters, or an `org_…` id. */
  readonly customer: string;
  readonly organization: NamedOrganization;
  /** WorkOS's ids of the requests that the command had sent by then, for its support. */
  readonly requestIds: readonly string[];
}

/** What was changed from this machine, for as long as there is room. */
export interface History {
  /** @throws where it cannot be written */
  append(entry: Entry): Promise<void>;
  /** Oldest first. */
  read(): Promise<readonly Entry[]>;
  /** The newest alone, oldest first, without reading everything. */
  latest(): Promise<readonly Entry[]>;
}
