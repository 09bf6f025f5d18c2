import type { Change, Keep } from "../journal.ts";
import { sanitize } from "../sanitize.ts";
import type { Environment } from "../settings/environment.ts";
import type { Entry, History } from "./history.ts";

interface RecorderPorts {
  /** Without the program's name: `link create`. */
  readonly command: string;
  readonly now: () => Date;
  readonly openHistory: () => History;
  /** Is told once why the history cannot be written. */
  readonly onTrouble: (reason: string) => void;
}

/** Writes the history of one run of a command. */
export interface Recorder {
  /** What is kept from here on was done there, for this customer. */
  at(environment: Environment, customer: string): void;
  sent(requestId: string | undefined): void;
  /** Never fails: what was done is done, whether or not it can be written down. */
  readonly keep: Keep;
}

export function createRecorder({ command, now, openHistory, onTrouble }: RecorderPorts): Recorder {
  const requestIds: string[] = [];
  let place: { readonly environment: Environment; readonly customer: string } | undefined;
  let troubled = false;
  return {
    at: (environment, customer) => {
      place = { environment, customer };
    },
    sent: (requestId) => {
      if (requestId !== undefined) requestIds.push(requestId);
    },
    keep: async (change: Change, outcome) => {
      try {
        if (!place) throw new TypeError("no environment was chosen");
        const { name, kind } = place.environment;
        const { organization, ...deed } = change;
        const facts = { time: now().toISOString(), environment: { name, kind }, command };
        const entry = { ...facts, customer: place.customer, organization, [outcome]: deed, requestIds };
        await openHistory().append(sanitized(entry as unknown as Entry));
      } catch (error) {
        if (!troubled) onTrouble(error instanceof Error ? error.message : String(error));
        troubled = true;
      }
    },
  };
}

/** Names that came from WorkOS can hold anything and be of any length; people read the file with `cat` and `less`. */
function sanitized(entry: Entry): Entry {
  return JSON.parse(JSON.stringify(entry), (_, value) =>
    typeof value === "string" ? sanitize(value) : value,
  );
}
