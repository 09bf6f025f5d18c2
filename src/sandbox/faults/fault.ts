import type { SandboxState } from "../state.ts";
import { covers } from "./route.ts";

/** What becomes of a request. Where nothing else is said, the work is not done. */
export type Misbehaviour =
  /** An answer in place of WorkOS's own; with `work: "done"` that of a gateway that gave up too soon. */
  | {
      readonly kind: "answer";
      readonly status: number;
      /** A string goes out as it is, everything else as JSON; none: an answer without a body. */
      readonly body?: unknown;
      readonly headers?: Readonly<Record<string, string>>;
      readonly work?: "done";
    }
  /** The work is done at once; its answer is held back. */
  | { readonly kind: "latency"; readonly milliseconds: number }
  /** `before`: nothing is done; `half` and `after`: the work is done, and half of the answer or none of it arrives. */
  | { readonly kind: "close"; readonly when: "before" | "half" | "after" }
  /** The page of a gateway; with status 200 that of a captive portal. */
  | { readonly kind: "html"; readonly status?: number }
  /** The work is done; its answer is broken JSON. */
  | { readonly kind: "garbage" }
  /** Nothing is done and nothing is answered. */
  | { readonly kind: "hang" };

export interface FaultRequest {
  /** `*`, or a method and a path, in which `:id` stands for any segment. */
  readonly route: string;
  /** How often; `null` for ever. */
  readonly times: number | null;
  /** How many requests it lets pass first. */
  readonly skip: number;
  readonly misbehaviour: Misbehaviour;
}

/** One way in which the sandbox has been asked to misbehave. */
export interface Fault extends FaultRequest {
  readonly id: string;
  passed: number;
  used: number;
}

export function addFault(state: SandboxState, request: FaultRequest): Fault {
  const fault: Fault = { ...request, id: state.nextId("fault"), passed: 0, used: 0 };
  state.faults.push(fault);
  return fault;
}

/** The faults that have not been used up, in the order in which they are looked at. */
export function faultsLeft({ faults }: SandboxState): Fault[] {
  return faults.filter(isLeft);
}

/**
 * What becomes of this request, and counts it. The first fault for its route takes it; one that lets it pass
 * leaves it to the next, and a fault counts only the requests that come to it.
 */
export function takeFault(state: SandboxState, method: string, path: string): Misbehaviour | undefined {
  for (const fault of faultsLeft(state)) {
    if (!covers(fault.route, method, path)) continue;
    if (fault.passed === fault.skip) {
      fault.used += 1;
      return fault.misbehaviour;
    }
    fault.passed += 1;
  }
  return undefined;
}

function isLeft({ times, used }: Fault): boolean {
  return times === null || used < times;
}
