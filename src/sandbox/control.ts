import { Hono } from "hono";
import { addConnection, connectionById, connectionResponse, setConnectionState } from "./api/connections.ts";
import { addDirectory, directoryById, directoryResponse, setDirectoryState } from "./api/directories.ts";
import {
  domainById,
  domainsOf,
  organizationDomainResponse,
  setDomainState,
} from "./api/organization-domains.ts";
import { nonEmptyString, nullable, object, oneOf, readBody, string } from "./http/validation.ts";
import {
  CONNECTION_STATES,
  CONNECTION_TYPES,
  DIRECTORY_STATES,
  DIRECTORY_TYPES,
  ORGANIZATION_DOMAIN_STATES,
} from "./model.ts";
import { organizationById, type SandboxState } from "./state.ts";

const newConnection = object(
  {
    organization_id: string,
    connection_type: oneOf(CONNECTION_TYPES),
    state: oneOf(CONNECTION_STATES),
  },
  { name: nullable(nonEmptyString) },
);

const newDirectory = object(
  {
    organization_id: string,
    type: oneOf(DIRECTORY_TYPES),
    state: oneOf(DIRECTORY_STATES),
  },
  { name: nullable(nonEmptyString) },
);

const connectionState = object({ state: oneOf(CONNECTION_STATES) }, {});
const directoryState = object({ state: oneOf(DIRECTORY_STATES) }, {});
const domainState = object({ state: oneOf(ORGANIZATION_DOMAIN_STATES) }, {});

/** Not part of WorkOS: lets demos and tests do what happens in the dashboard or over time. Requires the API key. */
export function controlRoutes(state: SandboxState): Hono {
  const routes = new Hono();

  routes.post("/connections", async (context) => {
    const body = await readBody(context, newConnection);
    const { id, name } = organizationById(state, body.organization_id);
    const connection = addConnection(state, id, {
      type: body.connection_type,
      name: body.name === undefined ? name : body.name,
      state: body.state,
    });
    return context.json(connectionResponse(connection, domainsOf(state, id)), 201);
  });

  routes.post("/connections/:id/state", async (context) => {
    const connection = connectionById(state, context.req.param("id"));
    const body = await readBody(context, connectionState);
    setConnectionState(state, connection, body.state);
    const domains = domainsOf(state, connection.organizationId);
    return context.json(connectionResponse(connection, domains));
  });

  routes.post("/directories", async (context) => {
    const body = await readBody(context, newDirectory);
    const { id, name } = organizationById(state, body.organization_id);
    const directory = addDirectory(state, id, {
      type: body.type,
      name: body.name === undefined ? name : body.name,
      state: body.state,
    });
    return context.json(directoryResponse(directory, domainsOf(state, id)), 201);
  });

  routes.post("/directories/:id/state", async (context) => {
    const directory = directoryById(state, context.req.param("id"));
    const body = await readBody(context, directoryState);
    setDirectoryState(state, directory, body.state);
    const domains = domainsOf(state, directory.organizationId);
    return context.json(directoryResponse(directory, domains));
  });

  routes.post("/organization_domains/:id/state", async (context) => {
    const domain = domainById(state, context.req.param("id"));
    const body = await readBody(context, domainState);
    setDomainState(state, domain, body.state);
    return context.json(organizationDomainResponse(domain));
  });

  return routes;
}
