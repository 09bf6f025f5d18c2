import { parse } from "tldts";

/** Names set aside for documentation and tests (RFC 2606 §2): in no list, and yet good for a demo. */
const RESERVED_FOR_EXAMPLES = new Set(["example", "test"]);

export type Registration =
  | { kind: "registrable"; registrable: string; label: string }
  | { kind: "suffix" }
  | { kind: "unknown-ending"; ending: string };

/**
 * Where a host stands in the Public Suffix List (publicsuffix.org), private section included,
 * so that `github.io` is as little a customer as `co.uk`.
 *
 * @param host a lower-case ASCII host name with at least two labels
 */
export function registrationOf(host: string): Registration {
  const { domain, domainWithoutSuffix, publicSuffix, isIcann, isPrivate } = parse(host, {
    allowPrivateDomains: true,
    extractHostname: false,
    validateHostname: false,
  });
  if (!isIcann && !isPrivate && !RESERVED_FOR_EXAMPLES.has(publicSuffix ?? "")) {
    return { kind: "unknown-ending", ending: publicSuffix ?? host };
  }
  if (!domain || !domainWithoutSuffix) return { kind: "suffix" };
  return { kind: "registrable", registrable: domain, label: domainWithoutSuffix };
}
