import { createHash } from "node:crypto";
import type { NewOrganization } from "../workos/port.ts";

/**
 * The same key for the same organization, whoever asks and however often: two people in the same second, or one
 * who runs a command again after a lost answer, get the first answer and not a second organization (WorkOS API
 * reference, "Idempotency"). How long WorkOS remembers a key is not documented.
 */
export function idempotencyKey({ name, domain, domainState, externalId }: NewOrganization): string {
  const hash = createHash("sha256").update(JSON.stringify([name, domain, domainState, externalId ?? null]));
  return `ssoctl-${hash.digest("hex").slice(0, 40)}`;
}
