import type { SandboxState } from "../state.ts";
import { newToken } from "../token.ts";
import type { Intent } from "./intents.ts";

/** WorkOS: "Portal Links expire 5 minutes after they're created". */
const LIFETIME_MILLISECONDS = 5 * 60 * 1000;

export interface PortalLinkRequest {
  readonly organizationId: string;
  /** Not required by the API; the portal then shows whatever can be set up. */
  readonly intent?: Intent;
  readonly returnUrl?: string;
  readonly successUrl?: string;
}

export interface PortalLink extends PortalLinkRequest {
  readonly token: string;
  readonly createdAt: Date;
  openedAt?: Date;
}

export function createPortalLink(state: SandboxState, request: PortalLinkRequest): PortalLink {
  const token = newToken();
  const link: PortalLink = { ...request, token, createdAt: state.now() };
  state.portalLinks.set(token, link);
  return link;
}

/** Why a link does not open, or undefined while it would. */
export function portalLinkFault(state: SandboxState, link: PortalLink): "used" | "expired" | undefined {
  if (state.world.portalLinkOpenings === "one" && link.openedAt !== undefined) return "used";
  const age = state.now().getTime() - link.createdAt.getTime();
  return age >= LIFETIME_MILLISECONDS ? "expired" : undefined;
}
