import type { SandboxState } from "../state.ts";

/** The events that the sandbox emits, under WorkOS's names. */
export type EventName =
  | `organization.${"created" | "updated" | "deleted"}`
  | `organization_domain.${"created" | "updated" | "verified" | "verification_failed" | "deleted"}`
  | `connection.${"activated" | "deactivated" | "deleted"}`
  | `dsync.${"activated" | "deactivated" | "deleted"}`;

export interface SandboxEvent {
  readonly id: string;
  readonly event: EventName;
  readonly organizationId: string;
  /** The object as it was answered at that moment; later changes must not reach it. */
  readonly data: object;
  readonly createdAt: Date;
}

export function emit(state: SandboxState, event: EventName, organizationId: string, data: object): void {
  const id = state.nextId("event");
  state.events.push({
    id,
    event,
    organizationId,
    data,
    createdAt: state.now(),
  });
}
