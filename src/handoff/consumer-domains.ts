import providers from "email-providers/all.json" with { type: "json" };

/** On the list, and yet a name that RFC 2606 keeps for documentation. */
const NOT_CONSUMER = new Set(["example.com"]);

/**
 * Whether a domain belongs to an email provider whose addresses anyone can have. An organization for it
 * would claim strangers. WorkOS refuses such domains too (WorkOS docs, "Domain verification").
 *
 * @param domain a lower-case ASCII domain
 */
export function isConsumerDomain(domain: string): boolean {
  return providers.includes(domain) && !NOT_CONSUMER.has(domain);
}
