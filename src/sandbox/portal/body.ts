import { isLoopback } from "../http/loopback-only.ts";
import { listOf, object, oneOf, rule, text } from "../http/rules.ts";
import { emailAddress } from "../it-contacts/email-address.ts";
import { INTENTS } from "./intents.ts";

const MOST_CONTACTS = 20;

/**
 * WorkOS takes HTTPS only. The sandbox takes plain HTTP too where it stays on this machine, since
 * an app under development that the portal leads back to is there.
 */
const redirectUrl = rule<string>("must be an HTTPS URL", (value) => {
  if (typeof value !== "string" || !URL.canParse(value)) return false;
  const { protocol, hostname } = new URL(value);
  return protocol === "https:" || (protocol === "http:" && isLoopback(hostname));
});

/** OpenAPI document, `GenerateLinkDto`. Its former `admin_emails` is refused as unknown. */
export const generateLinkBody = object(
  { organization: text },
  {
    intent: oneOf(INTENTS),
    return_url: redirectUrl,
    success_url: redirectUrl,
    intent_options: object(
      {},
      {
        sso: object({}, { bookmark_slug: text, provider_type: oneOf(["GoogleSAML"]) }),
        domain_verification: object({}, { domain_name: text }),
      },
    ),
    it_contact_emails: listOf(emailAddress, MOST_CONTACTS),
  },
);
