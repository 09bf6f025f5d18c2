import type { Change, Keep } from "../journal.ts";
import { sanitize } from "../sanitize.ts";
import type { Environment } from "../settings/environment.ts";
import type { Entry, History } from "./history.ts";

interface RecorderPorts {
  readonly command: string;
  readonly now: () => Date;
  readonly openHistory: () => History;
  /** Called once, if the history cannot be written. */
  readonly onError: (reason: string) => void;
}

export interface Recorder {
  setTarget(environment: Environment, customer: string): void;
  addRequest(requestId: string | undefined): void;
  /** Never fails: a history that cannot be written must not fail the command. */
  readonly record: Keep;
}

export function createRecorder({ command, now, openHistory, onError }: RecorderPorts): Recorder {
  const requestIds: string[] = [];
  let target: { readonly environment: Environment; readonly customer: string } | undefined;
  let hasFailed = false;
  return {
    setTarget: (environment, customer) => {
      target = { environment, customer };
    },
    addRequest: (requestId) => {
      if (requestId !== undefined) requestIds.push(requestId);
    },
    record: async (change: Change, outcome) => {
      try {
        if (!target) throw new TypeError("no environment was selected");
        const { name, kind } = target.environment;
        const { organization, ...event } = change;
        const facts = { time: now().toISOString(), environment: { name, kind }, command };
        const entry = { ...facts, customer: target.customer, organization, [outcome]: event, requestIds };
        await openHistory().append(sanitized(entry as unknown as Entry));
      } catch (error) {
        if (!hasFailed) onError(error instanceof Error ? error.message : String(error));
        hasFailed = true;
      }
    },
  };
}

/** Names from WorkOS can contain anything, and people read the file with `cat` and `less`. */
function sanitized(entry: Entry): Entry {
  return JSON.parse(JSON.stringify(entry), (_, value) =>
    typeof value === "string" ? sanitize(value) : value,
  );
}
