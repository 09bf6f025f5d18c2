import { Hono } from "hono";
import { invalid } from "../http/errors.ts";
import { listAnswer, PAGE_PARAMETERS } from "../http/pagination.ts";
import { type Query, readQuery, several, single } from "../http/query.ts";
import type { SandboxState } from "../state.ts";
import { eventAnswer } from "./answer.ts";

const PARAMETERS = [...PAGE_PARAMETERS, "events", "organization_id", "range_start", "range_end"];

/** WorkOS API reference, "Events". Names the sandbox never emits are accepted and match nothing. */
export function eventRoutes(state: SandboxState): Hono {
  const routes = new Hono();

  routes.get("/", (context) => {
    const query = readQuery(context, PARAMETERS);
    const names = several(query, "events");
    if (names.length === 0) {
      throw invalid([{ field: "events", code: "required", message: "events is required" }]);
    }
    const organizationId = single(query, "organization_id");
    const start = time(query, "range_start");
    const end = time(query, "range_end");
    const events = state.events.filter(
      (event) =>
        names.includes(event.event) &&
        (organizationId === undefined || event.organizationId === organizationId) &&
        (start === undefined || event.createdAt > start) &&
        (end === undefined || event.createdAt < end),
    );
    return context.json(listAnswer(events, query, "event", eventAnswer));
  });

  return routes;
}

const ISO_8601 = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?$/;

function time(query: Query, name: string): Date | undefined {
  const given = single(query, name);
  if (given === undefined) return undefined;
  const date = new Date(given);
  if (ISO_8601.test(given) && !Number.isNaN(date.getTime())) return date;
  const message = `${name} must be an ISO 8601 date`;
  throw invalid([{ field: name, code: "invalid_value", message }]);
}
