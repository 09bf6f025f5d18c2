import { Hono } from "hono";
import { readBody } from "../http/body.ts";
import type { SandboxState } from "../state.ts";
import { newFaultBody } from "./body.ts";
import { addFault, type Fault, faultsLeft } from "./fault.ts";
import type { Route } from "./route.ts";

/** Not part of WorkOS: asks the sandbox to misbehave on its API's routes. */
export function faultRoutes(state: SandboxState, apiRoutes: readonly Route[]): Hono {
  const routes = new Hono();
  const newFault = newFaultBody(apiRoutes);

  routes.post("/", async (context) => {
    const { route, times = 1, skip = 0, fault } = await readBody(context, newFault);
    return context.json(faultAnswer(addFault(state, { route, times, skip, misbehaviour: fault })), 201);
  });

  routes.get("/", (context) =>
    context.json({
      object: "list",
      data: faultsLeft(state).map(faultAnswer),
      list_metadata: { before: null, after: null },
    }),
  );

  routes.delete("/", (context) => {
    state.faults.length = 0;
    return context.body(null, 204);
  });

  return routes;
}

function faultAnswer({ id, route, times, skip, used, misbehaviour }: Fault) {
  return { object: "fault", id, route, times, skip, used, fault: misbehaviour };
}
