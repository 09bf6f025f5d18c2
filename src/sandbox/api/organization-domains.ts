import { randomBytes } from "node:crypto";
import { Hono } from "hono";
import { parse } from "tldts";
import { badRequest, conflict, notFound, unprocessable } from "../http/errors.ts";
import { object, readBody, rule, string } from "../http/validation.ts";
import type { DomainData, OrganizationDomain, OrganizationDomainState } from "../model.ts";
import { organizationById, type SandboxState } from "../state.ts";
import { emit } from "./events.ts";

export function addDomain(
  state: SandboxState,
  organizationId: string,
  data: DomainData,
  id = state.nextId("org_domain"),
): OrganizationDomain {
  const now = state.now();
  const domain: OrganizationDomain = {
    id,
    organizationId,
    domain: data.domain.toLowerCase(),
    state: data.state,
    verificationStrategy: data.state === "verified" ? "manual" : "dns",
    verificationPrefix: `sandbox-domain-verification-${randomBytes(3).toString("hex")}`,
    verificationToken: randomBytes(18).toString("base64url"),
    createdAt: now,
    updatedAt: now,
  };
  state.organizationDomains.set(domain.id, domain);
  emit(state, "organization_domain.created", organizationId, organizationDomainResponse(domain));
  if (domain.state === "verified") {
    emit(state, "organization_domain.verified", organizationId, organizationDomainResponse(domain));
  }
  return domain;
}

export function isVerified({ state }: OrganizationDomain): boolean {
  return state === "verified" || state === "legacy_verified";
}

export function domainsOf(state: SandboxState, organizationId: string): OrganizationDomain[] {
  return [...state.organizationDomains.values()].filter((domain) => domain.organizationId === organizationId);
}

/** The ids of the organizations that have any of the domains. Ignores case. */
export function organizationIdsWith(state: SandboxState, domains: readonly string[]): Set<string> {
  const wanted = new Set(domains.map((domain) => domain.toLowerCase()));
  const matches = [...state.organizationDomains.values()].filter(({ domain }) => wanted.has(domain));
  return new Set(matches.map(({ organizationId }) => organizationId));
}

/** @throws ApiError 404 */
export function domainById(state: SandboxState, id: string): OrganizationDomain {
  const domain = state.organizationDomains.get(id);
  if (domain === undefined) throw notFound("Organization domain", id);
  return domain;
}

export function setDomainState(
  state: SandboxState,
  domain: OrganizationDomain,
  next: OrganizationDomainState,
): void {
  if (domain.state === next) return;
  domain.state = next;
  domain.updatedAt = state.now();
  const data = organizationDomainResponse(domain);
  if (next === "verified") {
    emit(state, "organization_domain.verified", domain.organizationId, data);
  } else if (next === "failed") {
    emit(state, "organization_domain.verification_failed", domain.organizationId, {
      reason: "domain_verification_period_expired",
      organization_domain: data,
    });
  } else {
    emit(state, "organization_domain.updated", domain.organizationId, data);
  }
}

export function removeDomain(state: SandboxState, domain: OrganizationDomain): void {
  state.organizationDomains.delete(domain.id);
  const data = organizationDomainResponse(domain);
  emit(state, "organization_domain.deleted", domain.organizationId, data);
}

/** WorkOS API reference, "Organization domain". */
export function organizationDomainResponse(domain: OrganizationDomain) {
  return {
    object: "organization_domain" as const,
    id: domain.id,
    organization_id: domain.organizationId,
    domain: domain.domain,
    state: domain.state,
    verification_strategy: domain.verificationStrategy,
    verification_prefix: domain.verificationPrefix,
    verification_token: domain.verificationToken,
    created_at: domain.createdAt.toISOString(),
    updated_at: domain.updatedAt.toISOString(),
  };
}

/** ASCII (`xn--mller-kva.de` for müller.de), without a trailing dot. Whether WorkOS takes public suffixes is not known. */
export const domainName = rule<string>("must be a domain name", (value) => {
  if (typeof value !== "string" || !/^[a-z0-9.-]+$/i.test(value) || value.endsWith(".")) {
    return false;
  }
  const { hostname, isIp } = parse(value);
  return isIp === false && value.includes(".") && hostname === value.toLowerCase();
});

/** Only the best known: WorkOS's list is not published. */
const CONSUMER_DOMAINS = [
  ["gmail.com", "googlemail.com", "outlook.com", "hotmail.com", "live.com", "yahoo.com", "icloud.com"],
  ["aol.com", "proton.me", "gmx.de", "qq.com"],
].flat();

export function isConsumerDomain(domain: string): boolean {
  return CONSUMER_DOMAINS.includes(domain.toLowerCase());
}

/** WorkOS rejects consumer domains (docs, "Domain verification"). Not documented: the message. */
export function rejectConsumerDomains(domains: readonly string[]): void {
  const consumer = domains.find(isConsumerDomain);
  if (consumer === undefined) return;
  throw unprocessable(
    `The domain '${consumer.toLowerCase()}' is a consumer domain and can't belong to an organization.`,
  );
}

/** Rejects other organizations' domains, if `world.heldDomains` says so: 409 with a message only (recorded, 2020). */
export function rejectHeldDomains(
  state: SandboxState,
  domains: readonly string[],
  organizationId?: string,
): void {
  if (state.world.heldDomains === "allowed") return;
  const taken = domains.find((domain) =>
    [...organizationIdsWith(state, [domain])].some((id) => id !== organizationId),
  );
  if (taken === undefined) return;
  throw conflict(`The domain '${taken.toLowerCase()}' is already in use by another organization.`);
}

export function txtRecord(domain: OrganizationDomain): {
  name: string;
  value: string;
} {
  return {
    name: domain.domain,
    value: `${domain.verificationPrefix}=${domain.verificationToken}`,
  };
}

/** Stands in for the IT admin's DNS provider. */
export function publishTxtRecord(state: SandboxState, domain: OrganizationDomain): void {
  state.publishedTxtRecords.add(recordLine(domain));
}

export function verifyDomain(state: SandboxState, domain: OrganizationDomain): void {
  const isPublished = state.publishedTxtRecords.has(recordLine(domain));
  setDomainState(state, domain, isPublished ? "verified" : "pending");
}

function recordLine(domain: OrganizationDomain): string {
  const { name, value } = txtRecord(domain);
  return `${name} ${value}`;
}

const newDomain = object({ organization_id: string, domain: domainName }, {});

/** WorkOS API reference, "Domain verification". */
export function organizationDomainRoutes(state: SandboxState): Hono {
  const routes = new Hono();

  routes.post("/", async (context) => {
    const body = await readBody(context, newDomain);
    rejectConsumerDomains([body.domain]);
    const organization = organizationById(state, body.organization_id);
    if (organizationIdsWith(state, [body.domain]).has(organization.id)) {
      throw conflict("The organization already has this domain.", "domain_already_exists");
    }
    rejectHeldDomains(state, [body.domain]);
    const domain = addDomain(state, organization.id, {
      domain: body.domain,
      state: "pending",
    });
    return context.json(organizationDomainResponse(domain), 201);
  });

  routes.get("/:id", (context) =>
    context.json(organizationDomainResponse(domainById(state, context.req.param("id")))),
  );

  routes.post("/:id/verify", (context) => {
    const domain = domainById(state, context.req.param("id"));
    if (isVerified(domain)) {
      throw badRequest("The domain is already verified.", "domain_already_verified");
    }
    verifyDomain(state, domain);
    return context.json(organizationDomainResponse(domain), 201);
  });

  routes.delete("/:id", (context) => {
    removeDomain(state, domainById(state, context.req.param("id")));
    return context.body(null, 204);
  });

  return routes;
}
