import type { SandboxEvent } from "./event.ts";

/** WorkOS API reference, "Events". */
export function eventAnswer(event: SandboxEvent) {
  return {
    object: "event" as const,
    id: event.id,
    event: event.event,
    data: event.data,
    created_at: event.createdAt.toISOString(),
  };
}
