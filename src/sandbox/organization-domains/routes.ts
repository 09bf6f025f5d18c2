import { Hono } from "hono";
import { readBody } from "../http/body.ts";
import { badRequest, conflict } from "../http/errors.ts";
import { object, text } from "../http/rules.ts";
import { organizationById } from "../organizations/organization.ts";
import type { SandboxState } from "../state.ts";
import { organizationDomainAnswer } from "./answer.ts";
import { domainName, refuseConsumerDomains, refuseHeldDomains } from "./domain-name.ts";
import { addDomain, domainById, holdersOf, isVerified, removeDomain } from "./organization-domain.ts";
import { verifyDomain } from "./verification.ts";

const newDomain = object({ organization_id: text, domain: domainName }, {});

/** WorkOS API reference, "Domain verification". */
export function organizationDomainRoutes(state: SandboxState): Hono {
  const routes = new Hono();

  routes.post("/", async (context) => {
    const body = await readBody(context, newDomain);
    refuseConsumerDomains(state, [body.domain]);
    const organization = organizationById(state, body.organization_id);
    if (holdersOf(state, [body.domain]).has(organization.id)) {
      throw conflict("The organization already has this domain.", "domain_already_exists");
    }
    refuseHeldDomains(state, [body.domain]);
    const domain = addDomain(state, organization.id, {
      domain: body.domain,
      state: "pending",
    });
    return context.json(organizationDomainAnswer(domain), 201);
  });

  routes.get("/:id", (context) =>
    context.json(organizationDomainAnswer(domainById(state, context.req.param("id")))),
  );

  routes.post("/:id/verify", (context) => {
    const domain = domainById(state, context.req.param("id"));
    if (isVerified(domain)) {
      throw badRequest("The domain is already verified.", "domain_already_verified");
    }
    verifyDomain(state, domain);
    return context.json(organizationDomainAnswer(domain), 201);
  });

  routes.delete("/:id", (context) => {
    removeDomain(state, domainById(state, context.req.param("id")));
    return context.body(null, 204);
  });

  return routes;
}
