import providers from "email-providers/all.json" with { type: "json" };

/** Free mailboxes that the package lacks. Source of each line: the provider's sign-up page, by country. */
const MORE_CONSUMER_DOMAINS = [
  // International: Fastmail, GMX, Tuta, Zoho, DuckDuckGo, Startmail, Mailfence, Vivaldi, Mailo, Riseup, Disroot, Skiff
  [
    "fastmail.com",
    "gmx.ch",
    "gmx.us",
    "gmx.co.uk",
    "mein.gmx",
    "mail.de",
    "vivaldi.net",
    "mailo.com",
    "net-c.com",
  ],
  ["tuta.com", "tuta.io", "tutanota.com", "tutanota.de", "tutamail.com", "keemail.me"],
  ["zohomail.com", "zohomail.eu", "zoho.eu", "duck.com", "startmail.com", "mailfence.com"],
  ["riseup.net", "disroot.org", "skiff.com", "posteo.de", "posteo.net"],
  // Relays that hide the owner's address: Firefox Relay, SimpleLogin, addy.io, Proton Pass, Apple
  ["mozmail.com", "simplelogin.com", "anonaddy.com", "passmail.net", "privaterelay.appleid.com"],
  // Korea, Japan, China, Taiwan, Hong Kong
  ["kakao.com", "nifty.com", "biglobe.ne.jp", "sohu.com", "139.com", "189.cn", "hinet.net", "pchome.com.tw"],
  ["netvigator.com"],
  // Switzerland, Sweden, Norway, Finland, Baltic states
  ["hotmail.ch", "hispeed.ch", "tele2.se", "bredband.net", "online.no", "suomi24.fi", "one.lt", "inbox.lt"],
  // Poland, Czechia, Slovakia, Hungary, Bulgaria, Ukraine
  ["op.pl", "vp.pl", "tlen.pl", "autograf.pl", "atlas.cz", "azet.sk", "zoznam.sk", "citromail.hu"],
  ["mail.bg", "dir.bg", "meta.ua"],
  // Netherlands, Spain, Portugal, Greece, Turkey, Israel, Vietnam
  ["ziggo.nl", "telefonica.net", "clix.pt", "otenet.gr", "in.gr", "mynet.com", "superonline.com"],
  ["bezeqint.net", "012.net.il", "fpt.vn"],
].flat();

/** In the package's list, but nobody can get a mailbox there. */
const NOT_CONSUMER_DOMAINS = [
  // Reserved for documentation (RFC 2606 §3).
  "example.com",
  // Public suffixes: below them are domains, not mailboxes (publicsuffix.org).
  ...["com.ar", "msk.ru", "net.ua", "org.ua", "spb.ru", "web.id", "za.com"],
];

/** Whether anyone can get an address at a domain. WorkOS rejects these too (WorkOS docs, "Domain verification"). */
export function isConsumerDomain(domain: string): boolean {
  if (NOT_CONSUMER_DOMAINS.includes(domain)) return false;
  return providers.includes(domain) || MORE_CONSUMER_DOMAINS.includes(domain);
}

/** Everyone gets a name below these, and nobody can have the domain itself. */
const TENANTS_ONLY = [
  // Microsoft Learn, "Domains FAQ" (Microsoft 365), "National clouds", "External ID", "Azure AD B2C"
  [
    "onmicrosoft.com",
    "mail.onmicrosoft.com",
    "onmicrosoft.us",
    "onmicrosoft.de",
    "onmschina.cn",
    "partner.onmschina.cn",
  ],
  ["b2clogin.com", "ciamlogin.com", "cloudflareaccess.com"],
].flat();

/** A company has the domain, and each of its customers an address below it (their documentation). */
const PLATFORMS = [
  ["okta.com", "oktapreview.com", "okta-emea.com", "okta-gov.com", "okta.mil", "trexcloud.com"],
  [
    "auth0.com",
    "us.auth0.com",
    "eu.auth0.com",
    "au.auth0.com",
    "jp.auth0.com",
    "uk.auth0.com",
    "ca.auth0.com",
  ],
  [
    "onelogin.com",
    "pingone.com",
    "pingone.eu",
    "jumpcloud.com",
    "duosecurity.com",
    "workos.com",
    "authkit.app",
  ],
  [
    "atlassian.net",
    "jira.com",
    "slack.com",
    "zendesk.com",
    "freshdesk.com",
    "freshservice.com",
    "sharepoint.com",
  ],
  [
    "salesforce.com",
    "my.salesforce.com",
    "force.com",
    "my.site.com",
    "service-now.com",
    "servicenowservices.com",
  ],
  [
    "myworkday.com",
    "bamboohr.com",
    "personio.de",
    "webex.com",
    "zoom.us",
    "box.com",
    "monday.com",
    "notion.site",
  ],
  ["dynamics.com", "crm.dynamics.com", "powerappsportals.com", "hubspot.com", "intercom.com", "teamwork.com"],
].flat();

const US_STATES =
  "ak al ar az ca co ct de fl ga hi ia id il in ks ky la ma md me mi mn mo ms mt nc nd ne nh nj nm nv ny oh ok or pa ri sc sd tn tx ut va vt wa wi wv wy";

/** Governments and universities: each agency or college below has a name and an administration of its own. */
const TREES = [
  // get.gov, and RFC 1480 for .us
  US_STATES.split(" ").flatMap((state) => [`${state}.gov`, `state.${state}.us`]),
  // The directories of agencies of these governments
  ["admin.ch", "bund.de", "europa.eu", "gv.at", "gov.wales", "nsw.gov.au", "act.gov.au", "nt.gov.au"],
  ["gov.bc.ca", "gov.ab.ca", "gov.on.ca", "gov.mb.ca", "gov.sk.ca", "gov.ns.ca", "gov.nl.ca", "gouv.qc.ca"],
  // Collegiate universities
  ["cam.ac.uk", "ox.ac.uk", "lon.ac.uk", "wales.ac.uk"],
].flat();

/** Who has the names below a domain: customers of a platform, or parts of a government or university. */
export function tenancyOf(domain: string): "tenants_only" | "platform" | "tree" | undefined {
  if (TENANTS_ONLY.includes(domain)) return "tenants_only";
  if (PLATFORMS.includes(domain)) return "platform";
  return TREES.includes(domain) ? "tree" : undefined;
}
