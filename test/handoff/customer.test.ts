import { describe, expect, test } from "vitest";
import { Failure } from "../../src/failure.ts";
import { type CustomerDomain, parseCustomer } from "../../src/handoff/customer.ts";
import { type Found, findOrganization } from "../../src/handoff/find-organization.ts";
import { checkRecipients, parseRecipient, recipientIn } from "../../src/handoff/recipient.ts";
import { FakeWorkos } from "../support/fake-workos.ts";
import { orFailure } from "./support/or-failure.ts";

/** `link`: the host of a pasted link, which may not be the customer's domain. */
type Creation = "yes" | "link" | "public_suffix" | "consumer" | "unknown_ending";

/**
 * Four questions about what was typed. Does it exist: the domains that are looked up. May it be created. Who owns it:
 * the name of a new organization. Who may receive, if an organization has the domain: people at it, below it; never
 * above or beside it.
 */
const CUSTOMERS: readonly [
  typed: string,
  lookedUp: string,
  creation: Creation,
  name: string,
  receive: string,
][] = [
  ["acme.com", "acme.com", "yes", "Acme", "own below"],
  ["ACME.COM", "acme.com", "yes", "Acme", "own below"],
  ["acme.com.", "acme.com", "yes", "Acme", "own below"],
  ["eu.acme.com", "eu.acme.com", "yes", "Acme", "own below"],
  ["big-corp.co.uk", "big-corp.co.uk", "yes", "Big Corp", "own below"],
  ["jane@acme.com", "acme.com", "yes", "Acme", "own below"],
  ["mailto:jane@acme.com", "acme.com", "yes", "Acme", "own below"],
  ["@acme.com", "acme.com", "yes", "Acme", "own below"],
  ["acme.com/about", "acme.com", "yes", "Acme", "own below"],
  ["https://acme.com/about?x=1", "acme.com", "yes", "Acme", "own below"],
  ["https://jane@acme.com:8443/", "acme.com", "yes", "Acme", "own below"],
  ["acme.com:443", "acme.com", "yes", "Acme", "own below"],
  ["www.acme.com", "acme.com www.acme.com", "yes", "Acme", "own below"],
  ["https://www.acme.com/", "acme.com www.acme.com", "yes", "Acme", "own below"],
  ["www.eu.acme.com", "eu.acme.com www.eu.acme.com", "yes", "Acme", "own below"],
  ["www.www.acme.com", "acme.com www.www.acme.com", "yes", "Acme", "own below"],
  ["WWW.ACME.COM", "acme.com www.acme.com", "yes", "Acme", "own below"],
  ["jane@www.acme.com", "acme.com www.acme.com", "yes", "Acme", "own below"],
  ["www.com", "www.com", "consumer", "www.com", "own below"],
  ["www.de", "www.de", "yes", "www.de", "own below"],
  ["https://www.de/", "www.de", "yes", "www.de", "own below"],
  ["www.delta.io", "delta.io www.delta.io", "yes", "Delta", "own below"],
  ["https://www.delta.io/pricing", "delta.io www.delta.io", "yes", "Delta", "own below"],
  ["www.gov.uk", "gov.uk www.gov.uk", "public_suffix", "Gov", "own"],
  ["https://www.gov.uk/", "gov.uk www.gov.uk", "public_suffix", "Gov", "own"],
  ["www.co.uk", "co.uk www.co.uk", "public_suffix", "Co", "own"],
  ["www.github.io", "github.io www.github.io", "public_suffix", "Github", "own"],
  ["www.nhs.uk", "nhs.uk www.nhs.uk", "public_suffix", "Nhs", "own"],
  ["https://www.gc.ca/en", "gc.ca www.gc.ca", "public_suffix", "Gc", "own"],
  ["gov.uk", "gov.uk", "public_suffix", "Gov", "own"],
  ["co.uk", "co.uk", "public_suffix", "Co", "own"],
  ["nhs.uk", "nhs.uk", "public_suffix", "Nhs", "own"],
  ["gc.ca", "gc.ca", "public_suffix", "Gc", "own"],
  ["ac.uk", "ac.uk", "public_suffix", "Ac", "own"],
  ["gouv.fr", "gouv.fr", "public_suffix", "Gouv", "own"],
  ["gov.it", "gov.it", "public_suffix", "Gov", "own"],
  ["gob.mx", "gob.mx", "public_suffix", "Gob", "own"],
  ["go.jp", "go.jp", "public_suffix", "Go", "own"],
  ["lg.jp", "lg.jp", "public_suffix", "Lg", "own"],
  ["edu.cn", "edu.cn", "public_suffix", "Edu", "own"],
  ["k12.ca.us", "k12.ca.us", "public_suffix", "K12", "own"],
  ["sch.uk", "sch.uk", "public_suffix", "Sch", "own"],
  ["com.br", "com.br", "public_suffix", "Com", "own"],
  ["acme.co.uk", "acme.co.uk", "yes", "Acme", "own below"],
  ["barts.nhs.uk", "barts.nhs.uk", "yes", "Barts", "own below"],
  ["cra-arc.gc.ca", "cra-arc.gc.ca", "yes", "Cra Arc", "own below"],
  ["leeds.gov.uk", "leeds.gov.uk", "yes", "Leeds", "own below"],
  ["www.leeds.gov.uk", "leeds.gov.uk www.leeds.gov.uk", "yes", "Leeds", "own below"],
  ["interieur.gouv.fr", "interieur.gouv.fr", "yes", "Interieur", "own below"],
  ["metro.tokyo.jp", "metro.tokyo.jp", "yes", "Metro", "own below"],
  ["comune.roma.it", "comune.roma.it", "yes", "Comune", "own below"],
  ["acme.com.br", "acme.com.br", "yes", "Acme", "own below"],
  ["lincoln.k12.ca.us", "lincoln.k12.ca.us", "yes", "Lincoln", "own below"],
  ["github.io", "github.io", "public_suffix", "Github", "own"],
  ["acme.github.io", "acme.github.io", "yes", "Acme", "own below"],
  ["myshopify.com", "myshopify.com", "public_suffix", "Myshopify", "own"],
  ["acme.myshopify.com", "acme.myshopify.com", "yes", "Acme", "own below"],
  ["acme.azurewebsites.net", "acme.azurewebsites.net", "yes", "Acme", "own below"],
  ["acme.web.app", "acme.web.app", "yes", "Acme", "own below"],
  ["blogspot.com", "blogspot.com", "public_suffix", "Blogspot", "own"],
  ["acme.blogspot.com", "acme.blogspot.com", "yes", "Acme", "own below"],
  ["vercel.app", "vercel.app", "public_suffix", "Vercel", "own"],
  ["acme.vercel.app", "acme.vercel.app", "yes", "Acme", "own below"],
  ["eu.acme.github.io", "eu.acme.github.io", "yes", "Acme", "own below"],
  ["onmicrosoft.com", "onmicrosoft.com", "public_suffix", "Onmicrosoft", "own"],
  ["acme.onmicrosoft.com", "acme.onmicrosoft.com", "yes", "Acme", "own below"],
  ["acme.mail.onmicrosoft.com", "acme.mail.onmicrosoft.com", "yes", "Acme", "own below"],
  ["evil.onmicrosoft.com", "evil.onmicrosoft.com", "yes", "Evil", "own below"],
  ["acme.onmicrosoft.us", "acme.onmicrosoft.us", "yes", "Acme", "own below"],
  ["b2clogin.com", "b2clogin.com", "public_suffix", "B2clogin", "own"],
  ["acme.b2clogin.com", "acme.b2clogin.com", "yes", "Acme", "own below"],
  ["okta.com", "okta.com", "yes", "Okta", "own"],
  ["acme.okta.com", "acme.okta.com", "yes", "Acme", "own below"],
  ["acme-admin.okta.com", "acme-admin.okta.com", "yes", "Acme Admin", "own below"],
  ["eu.acme.okta.com", "eu.acme.okta.com", "yes", "Acme", "own below"],
  ["acme.oktapreview.com", "acme.oktapreview.com", "yes", "Acme", "own below"],
  ["acme.okta-emea.com", "acme.okta-emea.com", "yes", "Acme", "own below"],
  ["auth0.com", "auth0.com", "yes", "Auth0", "own"],
  ["acme.auth0.com", "acme.auth0.com", "yes", "Acme", "own below"],
  ["acme.eu.auth0.com", "acme.eu.auth0.com", "yes", "Acme", "own below"],
  ["acme.atlassian.net", "acme.atlassian.net", "yes", "Acme", "own below"],
  ["acme.slack.com", "acme.slack.com", "yes", "Acme", "own below"],
  ["acme.sharepoint.com", "acme.sharepoint.com", "yes", "Acme", "own below"],
  ["acme.zendesk.com", "acme.zendesk.com", "yes", "Acme", "own below"],
  ["acme.service-now.com", "acme.service-now.com", "yes", "Acme", "own below"],
  ["acme.my.salesforce.com", "acme.my.salesforce.com", "yes", "Acme", "own below"],
  ["acme.onelogin.com", "acme.onelogin.com", "yes", "Acme", "own below"],
  ["acme.workos.com", "acme.workos.com", "yes", "Acme", "own below"],
  ["acme.enterprise.slack.com", "acme.enterprise.slack.com", "yes", "Acme", "own below"],
  ["enterprise.slack.com", "enterprise.slack.com", "yes", "Enterprise", "own"],
  ["acme.lightning.force.com", "acme.lightning.force.com", "yes", "Acme", "own below"],
  [
    "acme--dev.sandbox.my.salesforce.com",
    "acme--dev.sandbox.my.salesforce.com",
    "yes",
    "Acme Dev",
    "own below",
  ],
  ["acme.my.site.com", "acme.my.site.com", "yes", "Acme", "own below"],
  ["acme.crm4.dynamics.com", "acme.crm4.dynamics.com", "yes", "Acme", "own below"],
  ["acme.1password.com", "acme.1password.com", "yes", "Acme", "own below"],
  ["acme.wd5.myworkdayjobs.com", "acme.wd5.myworkdayjobs.com", "yes", "Acme", "own below"],
  ["acme.wordpress.com", "acme.wordpress.com", "yes", "Acme", "own below"],
  ["amazonaws.com", "amazonaws.com", "yes", "Amazonaws", "own below"],
  ["s3.amazonaws.com", "s3.amazonaws.com", "public_suffix", "S3", "own"],
  ["https://acme.okta.com/app/x", "acme.okta.com", "link", "Acme", "own below"],
  ["https://acme.onmicrosoft.com/", "acme.onmicrosoft.com", "link", "Acme", "own below"],
  ["https://acme.github.io/docs", "acme.github.io", "yes", "Acme", "own below"],
  ["ca.gov", "ca.gov", "yes", "Ca", "own below"],
  ["dmv.ca.gov", "dmv.ca.gov", "yes", "Dmv", "own below"],
  ["www.dmv.ca.gov", "dmv.ca.gov www.dmv.ca.gov", "yes", "Dmv", "own below"],
  ["https://www.dmv.ca.gov/", "dmv.ca.gov www.dmv.ca.gov", "yes", "Dmv", "own below"],
  ["field.dmv.ca.gov", "field.dmv.ca.gov", "yes", "Dmv", "own below"],
  ["health.ny.gov", "health.ny.gov", "yes", "Health", "own below"],
  ["state.ny.us", "state.ny.us", "yes", "State", "own below"],
  ["health.state.ny.us", "health.state.ny.us", "yes", "Health", "own below"],
  ["irs.gov", "irs.gov", "yes", "Irs", "own below"],
  ["army.mil", "army.mil", "yes", "Army", "own below"],
  ["admin.ch", "admin.ch", "yes", "Admin", "own below"],
  ["estv.admin.ch", "estv.admin.ch", "yes", "Estv", "own below"],
  ["bka.bund.de", "bka.bund.de", "yes", "Bka", "own below"],
  ["ec.europa.eu", "ec.europa.eu", "yes", "Ec", "own below"],
  ["health.nsw.gov.au", "health.nsw.gov.au", "yes", "Health", "own below"],
  ["msss.gouv.qc.ca", "msss.gouv.qc.ca", "yes", "Msss", "own below"],
  ["educ.gov.bc.ca", "educ.gov.bc.ca", "yes", "Educ", "own below"],
  ["mit.edu", "mit.edu", "yes", "Mit", "own below"],
  ["cs.mit.edu", "cs.mit.edu", "yes", "Mit", "own below"],
  ["www.mit.edu", "mit.edu www.mit.edu", "yes", "Mit", "own below"],
  ["cam.ac.uk", "cam.ac.uk", "yes", "Cam", "own below"],
  ["trin.cam.ac.uk", "trin.cam.ac.uk", "yes", "Trin", "own below"],
  ["ox.ac.uk", "ox.ac.uk", "yes", "Ox", "own below"],
  ["maths.ox.ac.uk", "maths.ox.ac.uk", "yes", "Maths", "own below"],
  ["tum.de", "tum.de", "yes", "Tum", "own below"],
  ["in.tum.de", "in.tum.de", "yes", "Tum", "own below"],
  ["u-tokyo.ac.jp", "u-tokyo.ac.jp", "yes", "U Tokyo", "own below"],
  ["tsinghua.edu.cn", "tsinghua.edu.cn", "yes", "Tsinghua", "own below"],
  ["müller.de", "xn--mller-kva.de", "yes", "Müller", "own below"],
  ["xn--mller-kva.de", "xn--mller-kva.de", "yes", "Müller", "own below"],
  ["MÜLLER.de", "xn--mller-kva.de", "yes", "Müller", "own below"],
  ["mu\u0308ller.de", "xn--mller-kva.de", "yes", "Müller", "own below"],
  ["https://www.müller.de/", "xn--mller-kva.de www.xn--mller-kva.de", "yes", "Müller", "own below"],
  ["jane@müller.de", "xn--mller-kva.de", "yes", "Müller", "own below"],
  ["faß.de", "xn--fa-hia.de", "yes", "Faß", "own below"],
  ["почта.рф", "xn--80a1acny.xn--p1ai", "yes", "Почта", "own below"],
  ["例え.jp", "xn--r8jz45g.jp", "yes", "例え", "own below"],
  ["acme。com", "acme.com", "yes", "Acme", "own below"],
  ["ａｃｍｅ.com", "acme.com", "yes", "Acme", "own below"],
  ["l·l.cat", "xn--ll-0ea.cat", "yes", "L·l", "own below"],
  ["xn--mgba3gch31f060k.com", "xn--mgba3gch31f060k.com", "yes", "نامهای", "own below"],
  ["نامه\u200cای.com", "xn--mgba3gch31f060k.com", "yes", "نامهای", "own below"],
  ["क्\u200dष.com", "xn--11b2ezcw70k.com", "yes", "क्ष", "own below"],
  [
    "www.xn--mgba3gch31f060k.com",
    "xn--mgba3gch31f060k.com www.xn--mgba3gch31f060k.com",
    "yes",
    "نامهای",
    "own below",
  ],
  ["\u200cacme.com", "acme.com", "yes", "Acme", "own below"],
  ["\u200bacme.com", "acme.com", "yes", "Acme", "own below"],
  ["acme.com\u200b", "acme.com", "yes", "Acme", "own below"],
  ["\ufeffacme.com", "acme.com", "yes", "Acme", "own below"],
  [" \u2066acme.com\u2069 ", "acme.com", "yes", "Acme", "own below"],
  ["\u202eacme.com", "acme.com", "yes", "Acme", "own below"],
  ["https://urldefense.com/v3/__https://acme.com/about__;!!abc!x$", "acme.com", "yes", "Acme", "own below"],
  ["https://urldefense.com/v3/__https:/acme.com/a__;!!abc!x$", "acme.com", "yes", "Acme", "own below"],
  [
    "https://urldefense.proofpoint.com/v2/url?u=https-3A__www.big-2Dcorp.com_x&d=DwMFaQ&c=x",
    "big-corp.com www.big-corp.com",
    "yes",
    "Big Corp",
    "own below",
  ],
  [
    "https://urldefense.proofpoint.com/v1/url?u=https://acme.com/&k=x",
    "acme.com",
    "yes",
    "Acme",
    "own below",
  ],
  [
    "https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Facme.com%2Fa&data=05",
    "acme.com",
    "yes",
    "Acme",
    "own below",
  ],
  [
    "https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Furldefense.com%2Fv3%2F__https%3A%2F%2Facme.com__%3B!!x&data=05",
    "acme.com",
    "yes",
    "Acme",
    "own below",
  ],
  ["https://www.google.com/url?q=https://acme.com/x&sa=D", "acme.com", "yes", "Acme", "own below"],
  ["https://www.google.de/url?sa=t&url=https%3A%2F%2Facme.com", "acme.com", "yes", "Acme", "own below"],
  ["www.google.com/url?q=https://acme.com/x", "acme.com", "yes", "Acme", "own below"],
  ["https://www.google.com/amp/s/acme.com/x", "acme.com", "yes", "Acme", "own below"],
  ["https://protect-eu.mimecast.com/s/AbC?domain=acme.com", "acme.com", "yes", "Acme", "own below"],
  [
    "https://linkprotect.cudasvc.com/url?a=https%3a%2f%2facme.com%2f&c=E",
    "acme.com",
    "yes",
    "Acme",
    "own below",
  ],
  ["https://secure-web.cisco.com/1abc/https%3A%2F%2Facme.com%2Fx", "acme.com", "yes", "Acme", "own below"],
  ["https://eu-west-1.protection.sophos.com/?d=acme.com&u=aHR0cHM6", "acme.com", "yes", "Acme", "own below"],
  ["https://protect2.fireeye.com/v1/url?k=1&u=https://acme.com/", "acme.com", "yes", "Acme", "own below"],
  ["https://slack-redir.net/link?url=https%3A%2F%2Facme.com", "acme.com", "yes", "Acme", "own below"],
  ["https://l.facebook.com/l.php?u=https%3A%2F%2Facme.com%2F&h=AT", "acme.com", "yes", "Acme", "own below"],
  [
    "https://www.linkedin.com/redir/redirect?url=https%3A%2F%2Facme.com",
    "acme.com",
    "yes",
    "Acme",
    "own below",
  ],
  ["https://www.youtube.com/redirect?q=https%3A%2F%2Facme.com", "acme.com", "yes", "Acme", "own below"],
  [
    "https://www.bing.com/ck/a?!&&p=x&u=a1aHR0cHM6Ly9hY21lLmNvbS8&ntb=1",
    "acme.com",
    "yes",
    "Acme",
    "own below",
  ],
  ["https://duckduckgo.com/l/?uddg=https%3A%2F%2Facme.com%2F", "acme.com", "yes", "Acme", "own below"],
  ["https://web.archive.org/web/2026/https://acme.com/", "acme.com", "yes", "Acme", "own below"],
  ["https://www.google.com/search?q=acme", "google.com www.google.com", "link", "Google", "own below"],
  ["https://www.urldefense.com/v3/__https://acme.com__;!!abc$", "acme.com", "yes", "Acme", "own below"],
  [
    "https://urldefense.com/v3/__https://urldefense.com/v3/__https:/acme.com__;!!A$__;!!B$",
    "acme.com",
    "yes",
    "Acme",
    "own below",
  ],
  [
    "https://www.google.com/imgres?imgurl=https://x.com/a.png&imgrefurl=https%3A%2F%2Facme.com%2F",
    "acme.com",
    "yes",
    "Acme",
    "own below",
  ],
  ["https://www.google.com/amp/acme.com/x", "acme.com", "yes", "Acme", "own below"],
  ["https://acme-com.cdn.ampproject.org/c/s/acme.com/x", "acme.com", "yes", "Acme", "own below"],
  [
    "https://translate.google.com/translate?sl=auto&tl=en&u=https://acme.com/",
    "acme.com",
    "yes",
    "Acme",
    "own below",
  ],
  ["https://acme-com.translate.goog/x?_x_tr_sl=auto", "acme.com", "yes", "Acme", "own below"],
  ["https://secure-web.cisco.com/1abc/http://acme.com/", "acme.com", "yes", "Acme", "own below"],
  [
    "https://clicktime.cloud.postoffice.net/clicktime.php?U=https%3A%2F%2Facme.com&E=a",
    "acme.com",
    "yes",
    "Acme",
    "own below",
  ],
  [
    "https://protect.checkpoint.com/v2/r01/___https://acme.com/x___.YzJlOm",
    "acme.com",
    "yes",
    "Acme",
    "own below",
  ],
  ["https://url.avanan.click/v2/___https://acme.com/x___.YXAzOm", "acme.com", "yes", "Acme", "own below"],
  ["https://shared.outlook.inky.com/link?domain=acme.com&t=h.eJ", "acme.com", "yes", "Acme", "own below"],
  [
    "https://linklock.titanhq.com/analyse?url=https%3A%2F%2Facme.com&data=eJ",
    "acme.com",
    "yes",
    "Acme",
    "own below",
  ],
  [
    "https://scanmail.trustwave.com/?c=1&d=abc&u=http%3a%2f%2facme.com",
    "acme.com",
    "yes",
    "Acme",
    "own below",
  ],
  ["https://urlsand.esvalabs.com/?u=https%3A%2F%2Facme.com&e=a", "acme.com", "yes", "Acme", "own below"],
  [
    "https://mail.acme.org/fmlurlsvc/?fewReq=a&url=https%3a%2f%2facme.com",
    "acme.com",
    "yes",
    "Acme",
    "own below",
  ],
  ["https://safe.menlosecurity.com/https://acme.com/x", "acme.com", "yes", "Acme", "own below"],
  [
    "https://deref-gmx.net/mail/client/x/dereferrer/?redirectUrl=https%3A%2F%2Facme.com",
    "acme.com",
    "yes",
    "Acme",
    "own below",
  ],
  ["https://l.threads.com/?u=https%3A%2F%2Facme.com", "acme.com", "yes", "Acme", "own below"],
  ["https://out.reddit.com/t3_x?url=https%3A%2F%2Facme.com", "acme.com", "yes", "Acme", "own below"],
  ["https://away.vk.com/away.php?to=https%3A%2F%2Facme.com", "acme.com", "yes", "Acme", "own below"],
  [
    "https://r.search.yahoo.com/_ylt=Awr/RV=2/RU=https%3a%2f%2fwww.acme.com%2f/RK=2",
    "acme.com www.acme.com",
    "yes",
    "Acme",
    "own below",
  ],
  ["https://href.li/?https://acme.com/", "acme.com", "yes", "Acme", "own below"],
  ["https://track.pstmrk.it/3s/acme.com%2Flogin/abc", "acme.com", "yes", "Acme", "own below"],
  ["https://mandrillapp.com/track/click/123/acme.com?p=eyJ", "acme.com", "yes", "Acme", "own below"],
  ["https://www.google.com/url?sa=t&amp;url=https%3A%2F%2Facme.com", "acme.com", "yes", "Acme", "own below"],
  ["https%3A%2F%2Facme.com%2Flogin", "acme.com", "yes", "Acme", "own below"],
  [
    "https://urldefense.com/v3/__https://m*ller.de__;w7w!!abc$",
    "xn--mller-kva.de",
    "yes",
    "Müller",
    "own below",
  ],
  [
    "https://urldefense.com/v3/__https://m*C3*BCller.de__;JSU!!a$",
    "xn--mller-kva.de",
    "yes",
    "Müller",
    "own below",
  ],
  ["https://m%C3%BCller.de/", "xn--mller-kva.de", "yes", "Müller", "own below"],
  ["https://www.mimecast.com/about", "mimecast.com www.mimecast.com", "yes", "Mimecast", "own below"],
  ["https://bit.ly/3abc", "bit.ly", "link", "Bit", "own below"],
  ["https://www.linkedin.com/company/acme", "linkedin.com www.linkedin.com", "link", "Linkedin", "own below"],
  ["https://github.com/acme", "github.com", "link", "Github", "own below"],
  ["github.com", "github.com", "yes", "Github", "own below"],
  ["https://app.beta.io/x", "app.beta.io", "link", "Beta", "own below"],
  ["https://beta.io/x", "beta.io", "yes", "Beta", "own below"],
  ["app.beta.io", "app.beta.io", "yes", "Beta", "own below"],
  ["app.beta.io/x", "app.beta.io", "link", "Beta", "own below"],
  ["https://docs.google.com/document/d/1", "docs.google.com", "link", "Google", "own below"],
  ["https://login.acme.co.uk/", "login.acme.co.uk", "link", "Acme", "own below"],
  ["gmail.com", "gmail.com", "consumer", "Gmail", "own below"],
  ["googlemail.com", "googlemail.com", "consumer", "Googlemail", "own below"],
  ["jane@gmail.com", "gmail.com", "consumer", "Gmail", "own below"],
  ["mail.yahoo.com", "mail.yahoo.com", "consumer", "Yahoo", "own below"],
  ["outlook.com", "outlook.com", "consumer", "Outlook", "own below"],
  ["qq.com", "qq.com", "consumer", "Qq", "own below"],
  ["163.com", "163.com", "consumer", "163", "own below"],
  ["1.com", "1.com", "yes", "1", "own below"],
  ["4294967296.com", "4294967296.com", "yes", "4294967296", "own below"],
  ["51job.com", "51job.com", "yes", "51job", "own below"],
  ["hotmail.se", "hotmail.se", "consumer", "Hotmail", "own below"],
  ["ocn.ne.jp", "ocn.ne.jp", "consumer", "Ocn", "own below"],
  ["ono.com", "ono.com", "consumer", "Ono", "own below"],
  ["comhem.se", "comhem.se", "consumer", "Comhem", "own below"],
  ["cantv.net", "cantv.net", "consumer", "Cantv", "own below"],
  ["telkomsa.net", "telkomsa.net", "consumer", "Telkomsa", "own below"],
  ["att.com", "att.com", "yes", "Att", "own below"],
  ["fastmail.com", "fastmail.com", "consumer", "Fastmail", "own below"],
  ["gmx.ch", "gmx.ch", "consumer", "Gmx", "own below"],
  ["gmx.de", "gmx.de", "consumer", "Gmx", "own below"],
  ["kakao.com", "kakao.com", "consumer", "Kakao", "own below"],
  ["naver.com", "naver.com", "consumer", "Naver", "own below"],
  ["web.de", "web.de", "consumer", "Web", "own below"],
  ["laposte.net", "laposte.net", "consumer", "Laposte", "own below"],
  ["libero.it", "libero.it", "consumer", "Libero", "own below"],
  ["wp.pl", "wp.pl", "consumer", "Wp", "own below"],
  ["seznam.cz", "seznam.cz", "consumer", "Seznam", "own below"],
  ["yandex.ru", "yandex.ru", "consumer", "Yandex", "own below"],
  ["mail.ru", "mail.ru", "consumer", "Mail", "own below"],
  ["ukr.net", "ukr.net", "consumer", "Ukr", "own below"],
  ["uol.com.br", "uol.com.br", "consumer", "Uol", "own below"],
  ["rediffmail.com", "rediffmail.com", "consumer", "Rediffmail", "own below"],
  ["docomo.ne.jp", "docomo.ne.jp", "consumer", "Docomo", "own below"],
  ["bigpond.com", "bigpond.com", "consumer", "Bigpond", "own below"],
  ["proton.me", "proton.me", "consumer", "Proton", "own below"],
  ["tuta.com", "tuta.com", "consumer", "Tuta", "own below"],
  ["hey.com", "hey.com", "consumer", "Hey", "own below"],
  ["icloud.com", "icloud.com", "consumer", "Icloud", "own below"],
  ["easypost.com", "easypost.com", "consumer", "Easypost", "own below"],
  ["www.easypost.com", "easypost.com www.easypost.com", "consumer", "Easypost", "own below"],
  ["eu.easypost.com", "eu.easypost.com", "consumer", "Easypost", "own below"],
  ["example.com", "example.com", "yes", "Example", "own below"],
  ["demo.example", "demo.example", "yes", "Demo", "own below"],
  ["acme.test", "acme.test", "yes", "Acme", "own below"],
  ["acme.con", "acme.con", "unknown_ending", "Acme", "own below"],
  ["acme.foobarx", "acme.foobarx", "unknown_ending", "Acme", "own below"],
];

const customerOf = (typed: string) => parseCustomer(typed) as CustomerDomain;

const creationOf = (found: Found): Creation | undefined => {
  if (found.kind !== "none") return;
  return found.draft.domain.concern ?? (found.isLink ? "link" : "yes");
};

describe.each(CUSTOMERS)("%j", (typed, lookedUp, creation, name, receive) => {
  const { domain } = customerOf(typed);

  test(`exists if an organization has ${lookedUp}`, async () => {
    for (const held of lookedUp.split(" ")) {
      const workos = new FakeWorkos();
      const organization = workos.has("Held", held);
      const found = await findOrganization(customerOf(typed), {}, workos);
      expect(found).toMatchObject({
        kind: "one",
        organization: { id: organization.id },
        domain: { ascii: held },
      });
    }
    const elsewhere = new FakeWorkos();
    elsewhere.has("Other", "other.com");
    expect(await findOrganization(customerOf(typed), {}, elsewhere)).toMatchObject({ kind: "none" });
  });

  test(`may be created: ${creation}; would be called ${name}`, async () => {
    const found = await findOrganization(customerOf(typed), {}, new FakeWorkos());
    expect({ creation: creationOf(found), name: found.kind === "none" && found.draft.name }).toEqual({
      creation,
      name,
    });
  });

  test(`may receive: ${receive}`, () => {
    const parent = domain.ascii.slice(domain.ascii.indexOf(".") + 1);
    const places = { own: domain.ascii, below: `x.${domain.ascii}`, above: parent, beside: `y.${parent}` };
    const organization = { name: "A", domains: [{ domain: domain.ascii }] };
    const allowed = Object.entries(places).filter(([, at]) => {
      const outcome = orFailure(() => checkRecipients([parseRecipient(`jane@${at}`)], organization, []));
      return !(outcome instanceof Failure);
    });
    expect(allowed.map(([where]) => where).join(" ")).toBe(receive);
  });
});

describe("is no customer", () => {
  test.each([
    ["ⓐcme.com", '"ⓐcme.com" is not a domain: it contains "ⓐ" (U+24D0).'],
    ["a\u200cb.com", '"a\u200cb.com" contains invisible characters: U+200C.'],
    ["a\u200db.com", '"a\u200db.com" contains invisible characters: U+200D.'],
    ["xn--ab-j1t.com", '"xn--ab-j1t.com" is not a valid domain.'],
    ["xn--a.com", '"xn--a.com" is not a valid domain.'],
    ["ac\u200bme.com", '"ac\u200bme.com" contains invisible characters: U+200B.'],
    ["ac\u00adme.com", '"ac\u00adme.com" contains invisible characters: U+00AD.'],
    ["ac\u034fme.com", '"ac\u034fme.com" contains invisible characters: U+034F.'],
    ["acme\u3164.com", '"acme\u3164.com" contains invisible characters: U+3164.'],
    ["ac\u202eme.com", '"ac\u202eme.com" contains invisible characters: U+202E.'],
    ["acme\u0007.com", '"acme\u0007.com" contains invisible characters: U+0007.'],
    ["ac\u2060me.com", '"ac\u2060me.com" contains invisible characters: U+2060.'],
    ["jane@ac\u200bme.com", '"jane@ac\u200bme.com" contains invisible characters: U+200B.'],
    ["ja\u200bne@acme.com", '"ja\u200bne@acme.com" contains invisible characters: U+200B.'],
    ["acme\u2028.com", '"acme\u2028.com" contains invisible characters: U+2028.'],
    ["acme⁄x.com", '"acme⁄x.com" is not a domain: it contains "⁄" (U+2044).'],
    ["a¼.com", '"a¼.com" is not a domain: it contains "⁄" (U+2044).'],
    ["ac_me.com", '"ac_me.com" is not a domain: it contains "_".'],
    [
      "https://urldefense.com/v3/broken",
      'The link inside "https://urldefense.com/v3/broken" cannot be read.',
    ],
    [
      "https://eur01.safelinks.protection.outlook.com/?data=05",
      'The link inside "https://eur01.safelinks.protection.outlook.com/?data=05" cannot be read.',
    ],
    ["acme.onion", '"acme.onion" is not a public domain: .onion is reserved.'],
    ["www.acme.onion", '"www.acme.onion" is not a public domain: .onion is reserved.'],
    ["1.in-addr.arpa", '"1.in-addr.arpa" is not a public domain: .arpa is reserved.'],
    ["acme.arpa", '"acme.arpa" is not a public domain: .arpa is reserved.'],
    ["acme.local", '"acme.local" is not a public domain: .local is reserved.'],
    ["acme.internal", '"acme.internal" is not a public domain: .internal is reserved.'],
    ["acme.localhost", '"acme.localhost" is not a public domain: .localhost is reserved.'],
    ["localhost", "localhost is this machine, not a customer's domain."],
    ["https://acme/x", '"acme" is not a domain: an ending such as .com is missing.'],
    ["jane@acme", '"acme" is not a domain: an ending such as .com is missing.'],
    [
      "jane at acme.com",
      '"jane at acme.com" contains spaces. Pass the customer\'s domain, such as acme.com.',
    ],
    [
      "acme.com beta.com",
      '"acme.com beta.com" contains spaces. Pass the customer\'s domain, such as acme.com.',
    ],
    [
      "jane@acme.com bob@acme.com",
      '"jane@acme.com bob@acme.com" contains spaces. Pass the customer\'s domain, such as acme.com.',
    ],
    ["<sk_live_abcdefghijklmnop>", "This is an API key, not a customer."],
    ["Acme sk_live_abcdefghijklmnop", "This is an API key, not a customer."],
    ["...", "The customer is empty. Pass a domain such as acme.com."],
    ["Jane <>", "The customer is empty. Pass a domain such as acme.com."],
    ["-", '"-" is not a domain: an ending such as .com is missing.'],
    ["127.0.0.1", "127.0.0.1 is an IP address, not a domain."],
    ["[::1]", "[::1] is an IP address, not a domain."],
    ["0x7f.1", "0x7f.1 is an IP address, not a domain."],
    ["1.2.3", "1.2.3 is an IP address, not a domain."],
    ["acme..com", '"acme..com" has an empty part between dots.'],
    [".acme.com", '".acme.com" has an empty part between dots.'],
    ["-acme.com", '"-acme.com" is not a domain: a part of it begins or ends with a hyphen.'],
    ["a@b@acme.com", '"a@b@acme.com" is not an email address.'],
    ["ftp://acme.com", '"ftp://acme.com" is not a web address: only http and https are.'],
    ["https://", '"https://" does not contain a domain.'],
    ["acme.com:https", '"acme.com:https" is not a domain: "https" is not a port.'],
    ["org_", '"org_" is not an organization ID such as org_01HE8GSH8FQPASKSY27THRKRBP.'],
    ["sk_live_abcdefghijklmnop", "This is an API key, not a customer."],
    ['"sk_test_abcdefgh"', "This is an API key, not a customer."],
    ["“sk_test_abcdefgh”", "This is an API key, not a customer."],
    ["WORKOS_API_KEY=sk_abcdefgh", "This is an API key, not a customer."],
    ['export WORKOS_API_KEY="sk_test_abcdefgh"', "This is an API key, not a customer."],
    ["Authorization: Bearer sk_test_abcdefgh", "This is an API key, not a customer."],
    ["sk\u200b_test_abcdefgh", "This is an API key, not a customer."],
    ["https://sk_live_abcdefgh@acme.com", "This is an API key, not a customer."],
    ["a:b:c.com", '"a:b:c.com" is not a domain: it contains several ":".'],
    ["", "The customer is empty. Pass a domain such as acme.com."],
    ["  \u200b ", "The customer is empty. Pass a domain such as acme.com."],
    [`${"a.".repeat(5000)}com`, `"${"a.".repeat(30)}…" is too long to be a domain.`],
    [`${"a.".repeat(130)}com`, `"${"a.".repeat(30)}…" is not a domain: it is longer than 253 characters.`],
    [
      `${"a".repeat(64)}.com`,
      `"${"a".repeat(60)}…" is not a domain: a part of it is longer than 63 characters.`,
    ],
  ])("%j", (typed, message) => {
    expect(orFailure(() => parseCustomer(typed))).toMatchObject({ code: "usage", message });
  });
});

describe("what is pasted around it is left out", () => {
  /** Each as a customer and as a recipient. */
  test.each([
    ["Jane Doe <jane@acme.com>", "Jane Doe"],
    ["Jane Doe<jane@acme.com>,", "Jane Doe"],
    ['"Doe, Jane" <jane@acme.com>', "Jane Doe"],
    ["Doe, Jane <jane@acme.com>", "Jane Doe"],
    ['"Jane Doe, PhD" <jane@acme.com>', "Jane Doe, PhD"],
    ['"Acme, Inc." <jane@acme.com>', "Acme, Inc."],
    ['"Jane \\"JD\\" Doe" <jane@acme.com>;', 'Jane "JD" Doe'],
    ["'Jane Doe' <jane@acme.com>", "Jane Doe"],
    ["“Jane Doe <jane@acme.com>”", "Jane Doe"],
    ["To: Jane Doe <jane@acme.com>", "Jane Doe"],
    ["Jane Doe [jane@acme.com]", "Jane Doe"],
    ["jane@acme.com (Jane Doe)", "Jane Doe"],
    ["Jane Doe <mailto:jane@acme.com>", "Jane Doe"],
    ["[Jane Doe](mailto:jane@acme.com)", "Jane Doe"],
    ["<mailto:jane@acme.com|Jane Doe>", "Jane Doe"],
    ["<mailto:jane@acme.com|jane@acme.com>", ""],
    ["[jane@acme.com](mailto:jane@acme.com)", ""],
    ["jane@acme.com <mailto:jane@acme.com>", ""],
    ["jane@acme.com<mailto:jane@acme.com>", ""],
    ["mailto:jane@acme.com?subject=Hello%20there&cc=bob@beta.io", ""],
    ["MAILTO:jane%40acme.com", ""],
    ["mailto://jane@acme.com", ""],
    ["jane＠acme.com", ""],
    ["ｊａｎｅ＠ａｃｍｅ．ｃｏｍ", ""],
    ["Jane Doe ＜jane＠acme。com＞", "Jane Doe"],
    ['"jane@acme.com"', ""],
    ["'jane@acme.com'", ""],
    ["‘jane@acme.com’", ""],
    ["“jane@acme.com”", ""],
    ["„jane@acme.com“", ""],
    ["«jane@acme.com»", ""],
    ["「jane@acme.com」", ""],
    ["<jane@acme.com>", ""],
    ["<jane@acme.com", ""],
    ["(jane@acme.com).", ""],
    ["`jane@acme.com`", ""],
    ["**jane@acme.com**", ""],
    ["_jane@acme.com_", ""],
    ["jane@acme.com,", ""],
    ["jane@acme.com.", ""],
    ["jane@acme.com!", ""],
    ["jane@acme.com…", ""],
    ["jane@acme.com。", ""],
    [" \u200b<jane@acme.com\u200b> ", ""],
  ])("%j", (typed, name) => {
    expect(parseRecipient(typed)).toMatchObject({ address: "jane@acme.com", name });
    expect(customerOf(typed)).toMatchObject({ kind: "domain", domain: { ascii: "acme.com" } });
    expect(recipientIn(typed)).toMatchObject({ address: "jane@acme.com", name });
  });

  test.each([
    ["acme.com,", "acme.com"],
    ["acme.com...", "acme.com"],
    ["(acme.com)", "acme.com"],
    ["(acme.com).", "acme.com"],
    ["acme.com)", "acme.com"],
    ["“acme.com”", "acme.com"],
    ["acme.com?", "acme.com"],
    ["<https://acme.com>", "acme.com"],
    ["<https://acme.com>.", "acme.com"],
    ["https://acme.com.", "acme.com"],
    ["https://acme.com),", "acme.com"],
    ["(https://acme.com/about)", "acme.com"],
    ["[Acme](https://acme.com)", "acme.com"],
    ["[acme.com](https://acme.com/about).", "acme.com"],
    ["<https://acme.com|acme.com>", "acme.com"],
    ["acme.com <https://acme.com/>", "acme.com"],
    ["Acme (acme.com)", "acme.com"],
    ["Acme <acme.com>", "acme.com"],
    ["ｈｔｔｐｓ：／／ａｃｍｅ．ｃｏｍ／", "acme.com"],
    ["_acme.com_", "acme.com"],
    ["https://urldefense.com/v3/__https://acme.com__;!!", "acme.com"],
  ])("%j", (typed, ascii) => {
    expect(customerOf(typed)).toMatchObject({ domain: { ascii } });
    expect(recipientIn(typed)).toBeUndefined();
  });

  test.each([
    ["o'neil@acme.com"],
    ["{x}@acme.com"],
    ["_jane@acme.com"],
    ["jane_@acme.com"],
    ["jane+a*b@acme.com"],
  ])("%j is not changed", (typed) => {
    expect(parseRecipient(typed)).toMatchObject({ address: typed, name: "" });
  });

  test.each([
    ["jane at acme.com"],
    ["jane@acme.com bob@acme.com"],
    ["jane@acme.com, bob@acme.com"],
    ["mailto:jane@acme.com,bob@acme.com"],
    ["jane@acme.com\r\nBcc: bob@beta.io"],
    ["Jane Doe"],
  ])("%j is not an email address", (typed) => {
    expect(orFailure(() => parseRecipient(typed))).toMatchObject({ code: "usage" });
    expect(recipientIn(typed)).toBeUndefined();
  });

  test("the IDs of what ssoctl prints are read", () => {
    expect(parseCustomer("Acme (org_01HE8GSH8FQPASKSY27THRKRBP)")).toEqual({
      kind: "organization",
      id: "org_01HE8GSH8FQPASKSY27THRKRBP",
    });
  });
});

describe("a company's name", () => {
  test.each([
    ["Acme", "Acme"],
    ["  acme ", "acme"],
    ['"Acme  Inc"', "Acme Inc"],
    ["Acme, Inc.", "Acme, Inc"],
    ["Acme (UK)", "Acme (UK)"],
    ["Booking.com B.V.", "Booking.com B.V"],
    ["J.P. Morgan", "J.P. Morgan"],
    ["Acme A/S", "Acme A/S"],
    ["AT&T", "AT&T"],
    ['Toys "R" Us', 'Toys "R" Us'],
    ["3M", "3M"],
    ["acme-inc", "acme-inc"],
    ["Mu\u0308ller", "Müller"],
    ["株式会社アクメ", "株式会社アクメ"],
    ["ＡＣＭＥ", "ACME"],
    ["[Acme]", "Acme"],
  ])("%j is searched for", (typed, name) => {
    expect(parseCustomer(typed)).toEqual({ kind: "name", name });
  });
});

describe("how it was read is said", () => {
  test.each([
    ["https://urldefense.com/v3/__https://acme.com/about__;!!abc!x$", ["inside a link of urldefense.com"]],
    [
      "https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fslack-redir.net%2Flink%3Furl%3Dhttps%253A%252F%252Facme.com",
      ["inside a link of eur01.safelinks.protection.outlook.com", "inside a link of slack-redir.net"],
    ],
    ["\u200bacme.com\u2069", ["without U+200B", "without U+2069"]],
    ["  acme.com\n", []],
  ])("%j", (typed, remarks) => {
    expect(customerOf(typed)).toMatchObject({ domain: { ascii: "acme.com" }, remarks });
  });
});

test("people at a suffix below the own domain are outside, at a part of a government inside", () => {
  const receives = (own: string, to: string) =>
    orFailure(() => checkRecipients([parseRecipient(to)], { name: "A", domains: [{ domain: own }] }, []));
  expect(receives("amazonaws.com", "jane@evil.s3.amazonaws.com")).toMatchObject({ code: "refused" });
  expect(receives("salesforce.com", "jane@evil.my.salesforce.com")).toMatchObject({ code: "refused" });
  expect(receives("ca.gov", "jane@field.dmv.ca.gov")).toBeUndefined();
});

test("an address may look like an API key", () => {
  expect(parseRecipient("sk_kumar@acme.com").address).toBe("sk_kumar@acme.com");
  expect(customerOf("sk_kumar@acme.com").domain.ascii).toBe("acme.com");
});
