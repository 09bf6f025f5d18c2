import type { Connection } from "../workos/port.ts";
import { activeConnection, providerName } from "./connections.ts";
import { hasVerifiedDomain } from "./organization.ts";
import type { Status } from "./status.ts";

/** The one thing to do next, and the command that does it, where one does. */
export interface NextStep {
  readonly text: string;
  readonly command: string | undefined;
}

/** How far a connection has come; `none` for one that is being deleted as well. */
type Progress = "active" | "validating" | "started" | "inactive" | "none";

/** Further along comes first. */
const ORDER: readonly Progress[] = ["active", "validating", "started", "inactive"];

/**
 * @param customer how the person named the customer, for the command
 */
export function nextStep(status: Status, customer: string): NextStep {
  const furthest = furthestConnection(status.connections);
  const progress = furthest ? progressOf(furthest) : "none";
  if (progress === "active") {
    const provider = providerName(activeConnection(status.connections)?.type ?? "");
    return { text: `nothing; SSO is active with ${provider}.`, command: undefined };
  }
  if (progress === "validating") {
    return { text: "WorkOS is validating the connection.", command: `ssoctl org status ${customer} --wait` };
  }
  return {
    text: `${tasks(status, progress, furthest)}. Send a link:`,
    command: linkCommand(status, customer),
  };
}

/** What the IT admin has left to do: the domain first, because SSO cannot be activated without one. */
function tasks(status: Status, progress: Progress, connection: Connection | undefined): string {
  const domain = domainTask(status);
  const sso = ssoTask(progress, connection);
  return `the IT admin ${[domain, sso].filter(Boolean).join(" and ")}`;
}

function domainTask({ organization }: Status): string | undefined {
  if (hasVerifiedDomain(organization)) return;
  const [first] = organization.domains;
  if (!first) return "adds and verifies a domain";
  return first.state === "failed" ? `verifies ${first.domain} anew` : `verifies ${first.domain}`;
}

function ssoTask(progress: Progress, connection: Connection | undefined): string {
  if (progress === "started") return `finishes setting up ${ssoName(connection)}`;
  if (progress === "inactive") return `activates ${ssoName(connection)} again`;
  return "sets up SSO";
}

function ssoName(connection: Connection | undefined): string {
  const known = connection && connection.type !== "Pending";
  return known ? `SSO with ${providerName(connection.type)}` : "SSO";
}

function linkCommand({ contacts }: Status, customer: string): string {
  if (!contacts) return `ssoctl link create ${customer}`;
  return `ssoctl link email ${customer} --to ${contacts[0]?.email ?? "<address>"}`;
}

function furthestConnection(connections: readonly Connection[]): Connection | undefined {
  return ORDER.map((progress) => connections.find((connection) => progressOf(connection) === progress)).find(
    Boolean,
  );
}

function progressOf({ state }: Connection): Progress {
  if (state === "active" || state === "validating" || state === "inactive") return state;
  return state === "deleting" ? "none" : "started";
}
