import { Hono } from "hono";
import { badRequest, invalid } from "../http/errors.ts";
import { listResponse, PAGE_PARAMETERS, type Query, readQuery, several, single } from "../http/lists.ts";
import type { EventName, SandboxEvent } from "../model.ts";
import type { SandboxState } from "../state.ts";

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

function eventResponse(event: SandboxEvent) {
  return {
    object: "event" as const,
    id: event.id,
    event: event.event,
    data: event.data,
    created_at: event.createdAt.toISOString(),
  };
}

/** Documented: a range is 30 days at most. Not documented: the error. */
const MAX_RANGE_MILLISECONDS = 30 * 24 * 60 * 60 * 1000;

const PARAMETERS = [...PAGE_PARAMETERS, "events", "organization_id", "range_start", "range_end"];

/** WorkOS API reference, "Events". Event names that the sandbox never emits match nothing. */
export function eventRoutes(state: SandboxState): Hono {
  const routes = new Hono();

  routes.get("/", (context) => {
    const query = readQuery(context, PARAMETERS);
    const names = several(query, "events");
    if (names.length === 0) throw invalidRequest("events is required");
    const organizationId = single(query, "organization_id");
    const { start, end } = range(query, state.now());
    const events = state.events.filter(
      (event) =>
        names.includes(event.event) &&
        (organizationId === undefined || event.organizationId === organizationId) &&
        (start === undefined || event.createdAt > start) &&
        (end === undefined || event.createdAt < end),
    );
    return context.json(listResponse(events, query, "event", eventResponse));
  });

  return routes;
}

/** Recorded for a request without `events` (workos-ruby cassettes, 2024). */
function invalidRequest(message: string) {
  return badRequest(message, "invalid_events_request");
}

function range(query: Query, now: Date): { start: Date | undefined; end: Date | undefined } {
  const start = time(query, "range_start");
  const end = time(query, "range_end");
  if (start === undefined) return { start, end };
  if (single(query, "after") !== undefined)
    throw invalidRequest("after and range_start can't be used together");
  if ((end ?? now).getTime() - start.getTime() > MAX_RANGE_MILLISECONDS) {
    throw invalidRequest("the range must be at most 30 days");
  }
  return { start, end };
}

const ISO_8601 = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?$/;

function time(query: Query, name: string): Date | undefined {
  const given = single(query, name);
  if (given === undefined) return undefined;
  const date = new Date(given);
  if (ISO_8601.test(given) && !Number.isNaN(date.getTime())) return date;
  throw invalid([{ field: name, code: `${name} must be an ISO 8601 date` }]);
}
