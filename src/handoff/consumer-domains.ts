import providers from "email-providers/all.json" with { type: "json" };

/** In the list, but RFC 2606 reserves it for documentation. */
const NOT_CONSUMER = new Set(["example.com"]);

/** Whether anyone can get an address at a domain. WorkOS rejects these too (WorkOS docs, "Domain verification"). */
export function isConsumerDomain(domain: string): boolean {
  return providers.includes(domain) && !NOT_CONSUMER.has(domain);
}
