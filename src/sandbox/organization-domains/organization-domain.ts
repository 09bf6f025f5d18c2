import { randomBytes } from "node:crypto";
import { emit } from "../events/event.ts";
import { notFound } from "../http/errors.ts";
import type { SandboxState } from "../state.ts";
import { organizationDomainAnswer } from "./answer.ts";

export const ORGANIZATION_DOMAIN_STATES = [
  "failed",
  "legacy_verified",
  "pending",
  "unverified",
  "verified",
] as const;

export type OrganizationDomainState = (typeof ORGANIZATION_DOMAIN_STATES)[number];

/** What a client may ask for: everything else is WorkOS's to find out. */
export const ASSIGNABLE_STATES = ["pending", "verified"] as const;

export interface DomainData {
  readonly domain: string;
  readonly state: (typeof ASSIGNABLE_STATES)[number];
}

export interface OrganizationDomain {
  readonly id: string;
  readonly organizationId: string;
  readonly domain: string;
  state: OrganizationDomainState;
  /** `manual`: somebody said that it is verified. `dns`: a TXT record is to show it. */
  readonly verificationStrategy: "dns" | "manual";
  readonly verificationPrefix: string;
  readonly verificationToken: string;
  readonly createdAt: Date;
  updatedAt: Date;
}

/** Adds a domain. Other organizations may hold the same one: WorkOS allows that. */
export function addDomain(state: SandboxState, organizationId: string, data: DomainData): OrganizationDomain {
  const now = state.now();
  const domain: OrganizationDomain = {
    id: state.nextId("org_domain"),
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
  emit(state, "organization_domain.created", organizationId, organizationDomainAnswer(domain));
  if (domain.state === "verified") {
    emit(state, "organization_domain.verified", organizationId, organizationDomainAnswer(domain));
  }
  return domain;
}

/** Whether ownership was proven; `legacy_verified` is a proof of old. */
export function isVerified({ state }: OrganizationDomain): boolean {
  return state === "verified" || state === "legacy_verified";
}

export function domainsOf(state: SandboxState, organizationId: string): OrganizationDomain[] {
  return [...state.organizationDomains.values()].filter((domain) => domain.organizationId === organizationId);
}

/** The ids of the organizations that hold one of the domains; a domain's case does not matter. */
export function holdersOf(state: SandboxState, domains: readonly string[]): Set<string> {
  const wanted = new Set(domains.map((domain) => domain.toLowerCase()));
  const held = [...state.organizationDomains.values()].filter(({ domain }) => wanted.has(domain));
  return new Set(held.map(({ organizationId }) => organizationId));
}

/** The domain, or the 404 that WorkOS answers. */
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
  const answer = organizationDomainAnswer(domain);
  if (next === "verified") {
    emit(state, "organization_domain.verified", domain.organizationId, answer);
  } else if (next === "failed") {
    emit(state, "organization_domain.verification_failed", domain.organizationId, {
      reason: "domain_verification_period_expired",
      organization_domain: answer,
    });
  } else {
    emit(state, "organization_domain.updated", domain.organizationId, answer);
  }
}

export function removeDomain(state: SandboxState, domain: OrganizationDomain): void {
  state.organizationDomains.delete(domain.id);
  const answer = organizationDomainAnswer(domain);
  emit(state, "organization_domain.deleted", domain.organizationId, answer);
}
