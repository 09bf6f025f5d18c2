import { harmless } from "../harmless.ts";
import type { Environment } from "../settings/environment.ts";
import type { Entry, History } from "./port.ts";

/** What a command says of something it did; the rest of the entry is known without it. */
export type Deed = Pick<Entry, "customer" | "organization" | "done">;

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
  /** What is recorded from here on was done there. */
  at(environment: Environment): void;
  sent(requestId: string | undefined): void;
  /** Never fails: what was done is done, whether or not it can be written down. */
  record(deed: Deed): Promise<void>;
}

export function createRecorder({ command, now, openHistory, onTrouble }: RecorderPorts): Recorder {
  const requestIds: string[] = [];
  let environment: Environment | undefined;
  let troubled = false;
  return {
    at: (chosen) => {
      environment = chosen;
    },
    sent: (requestId) => {
      if (requestId !== undefined) requestIds.push(requestId);
    },
    record: async ({ customer, organization: { id, name }, done }) => {
      try {
        if (!environment) throw new TypeError("no environment was chosen");
        const { name: where, kind } = environment;
        const time = now().toISOString();
        const organization = { id, name };
        const entry = { time, environment: { name: where, kind }, command, customer, organization, done };
        await openHistory().append(harmlessly({ ...entry, requestIds }));
      } catch (error) {
        if (!troubled) onTrouble(error instanceof Error ? error.message : String(error));
        troubled = true;
      }
    },
  };
}

/** Names that came from WorkOS can hold anything and be of any length; people read the file with `cat` and `less`. */
function harmlessly(entry: Entry): Entry {
  return JSON.parse(JSON.stringify(entry), (_, value) =>
    typeof value === "string" ? harmless(value) : value,
  );
}
