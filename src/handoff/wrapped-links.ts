/** What mail filters and other programs make of a link: the host, and how to find the link in it. */
interface Wrapper {
  readonly host: RegExp;
  /** Only links with this path. */
  readonly path?: RegExp;
  /** Query parameters that hold the link, or its domain. */
  readonly parameters?: readonly string[];
  readonly decode?: (value: string) => string | undefined;
  /** For links that are not in a parameter. */
  readonly extract?: (url: URL) => string | undefined;
}

const URL_DEFENSE = /^(?:www\.)?urldefense\.(?:com|us|proofpoint\.com)$/u;
const GOOGLE = /^(?:www\.)?google\.[a-z.]+$/u;

/** From the vendors' documentation of their link formats. */
const WRAPPERS: readonly Wrapper[] = [
  // Proofpoint URL Defense, versions 3, 2 and 1
  { host: URL_DEFENSE, path: /^\/v3\//u, extract: urlDefense3 },
  { host: URL_DEFENSE, path: /^\/v2\//u, parameters: ["u"], decode: urlDefense2 },
  { host: URL_DEFENSE, parameters: ["u"] },
  // Microsoft Defender Safe Links, in mail and in Teams
  { host: /(?:^|\.)safelinks\.protection\.(?:outlook|office365)\.(?:com|us|cn)$/u, parameters: ["url"] },
  { host: /^statics\.teams\.cdn\.office\.net$/u, parameters: ["url"] },
  // Google search, Gmail, Docs, AMP and Translate
  { host: GOOGLE, path: /^\/url\/?$/u, parameters: ["q", "url"] },
  { host: GOOGLE, path: /^\/imgres$/u, parameters: ["imgrefurl"] },
  { host: GOOGLE, path: /^\/amp\//u, extract: afterPath(/^\/amp\/(?:s\/)?/u) },
  { host: /(?:^|\.)cdn\.ampproject\.org$/u, extract: afterPath(/^\/[a-z]\/(?:s\/)?/u) },
  { host: /^translate\.google\.[a-z.]+$/u, path: /^\/translate/u, parameters: ["u"] },
  { host: /^[^.]+\.translate\.goog$/u, extract: translated },
  // Mimecast (the link is encrypted, its domain is not), Barracuda, Cisco, Sophos, Trellix, Trend Micro, Symantec
  { host: /(?:^|\.)mimecast(?:protect)?\.com$/u, path: /^\/[sr]\//u, parameters: ["domain"] },
  { host: /^linkprotect\.cudasvc\.com$/u, parameters: ["a"] },
  { host: /^secure-web\.cisco\.com$/u, extract: afterPath(/^\/[^/]+\//u) },
  { host: /(?:^|\.)protection\.sophos\.com$/u, parameters: ["d"] },
  { host: /^protect\d*\.(?:fireeye|trellix)\.com$/u, parameters: ["u"] },
  { host: /(?:^|\.)trendmicro\.com$/u, path: /clicktime/u, parameters: ["url"] },
  { host: /^clicktime\.(?:symantec\.com|cloud\.postoffice\.net)$/u, parameters: ["u", "U"] },
  { host: /(?:^|\.)urlisolation\.com$/u, parameters: ["url"] },
  // Check Point, Inky, TitanHQ, Trustwave, Libraesva, Vade, Fortinet (on the customer's host), Menlo, Zscaler
  { host: /^(?:protect\.checkpoint\.com|url\.avanan\.click)$/u, path: /^\/v2\//u, extract: checkPoint },
  { host: /(?:^|\.)inky\.com$/u, path: /^\/link/u, parameters: ["domain"] },
  { host: /^linklock\.titanhq\.com$/u, parameters: ["url"] },
  { host: /^(?:scanmail|clicktime)\.trustwave\.com$/u, parameters: ["u"] },
  { host: /^urlsand\.(?:esvalabs\.)?com$/u, parameters: ["u"] },
  { host: /(?:^|\.)vadesecure\.com$/u, path: /^\/v\d/u, parameters: ["u"] },
  { host: /./u, path: /^\/fmlurlsvc\//u, parameters: ["url"] },
  { host: /^safe\.menlosecurity\.com$/u, extract: afterPath(/^\//u) },
  { host: /^gateway\.zs[a-z]+\.net$/u, parameters: ["origurl"] },
  // Webmail: GMX and WEB.DE, Mail.ru, Yandex
  { host: /^deref-[a-z\d-]+\.[a-z.]+$/u, parameters: ["redirectUrl"] },
  { host: /^checklink\.mail\.ru$/u, parameters: ["url"] },
  { host: /^sba\.yandex\.(?:net|ru)$/u, parameters: ["url"] },
  // Chat and social networks
  { host: /^slack-redir\.net$/u, parameters: ["url"] },
  {
    host: /^(?:l|lm)\.(?:facebook|instagram|messenger|workplace|threads|wl)\.(?:com|net|co)$/u,
    parameters: ["u"],
  },
  { host: /^(?:www\.)?facebook\.com$/u, path: /^\/l\.php$/u, parameters: ["u"] },
  { host: /^(?:www\.)?linkedin\.com$/u, path: /^\/(?:redir|safety)\//u, parameters: ["url"] },
  { host: /^(?:www\.)?youtube\.com$/u, path: /^\/redirect$/u, parameters: ["q"] },
  { host: /^out\.reddit\.com$/u, parameters: ["url"] },
  { host: /^(?:away\.)?vk\.com$/u, path: /^\/away/u, parameters: ["to"] },
  { host: /^link\.zhihu\.com$/u, parameters: ["target"] },
  { host: /^steamcommunity\.com$/u, path: /^\/linkfilter/u, parameters: ["u", "url"] },
  // Search engines, archives, and pages that hide where somebody comes from
  { host: /^(?:www\.)?bing\.com$/u, path: /^\/ck\//u, parameters: ["u"], decode: bing },
  { host: /^duckduckgo\.com$/u, path: /^\/l\/$/u, parameters: ["uddg"] },
  { host: /^r\.search\.yahoo\.com$/u, extract: yahoo },
  { host: /^web\.archive\.org$/u, path: /^\/web\//u, extract: afterPath(/^\/web\/[^/]+\//u) },
  { host: /^(?:href\.li|anonym\.to|dereferer\.me)$/u, extract: ({ search }) => decoded(search.slice(1)) },
  // Newsletters: Postmark, Mandrill
  { host: /^(?:click|track)\.pstmrk\.it$/u, extract: afterPath(/^\/\d?s?\//u) },
  {
    host: /^mandrillapp\.com$/u,
    path: /^\/track\/click\//u,
    extract: afterPath(/^\/track\/click\/[^/]+\//u),
  },
];

export interface Unwrapped {
  /** The innermost link, a domain, or what was given. */
  readonly link: string;
  /** The hosts around it, from the outside in. */
  readonly wrappers: readonly string[];
  /** False if the innermost is a wrapper whose link cannot be read. */
  readonly isReadable: boolean;
}

const MOST_LAYERS = 5;

export function unwrapLink(link: string): Unwrapped {
  const wrappers: string[] = [];
  // A link that was copied from the source of a page.
  let current = link.replaceAll("&amp;", "&");
  while (wrappers.length < MOST_LAYERS && URL.canParse(current)) {
    const url = new URL(current);
    const wrapper = WRAPPERS.find(
      ({ host, path }) =>
        host.test(url.hostname.replace(/\.$/u, "")) && (path === undefined || path.test(url.pathname)),
    );
    if (!wrapper) break;
    const inner = contentOf(url, wrapper);
    if (inner === undefined) return { link: current, wrappers, isReadable: false };
    wrappers.push(url.hostname);
    current = inner;
  }
  return { link: current, wrappers, isReadable: true };
}

function contentOf(url: URL, { parameters = [], decode, extract }: Wrapper): string | undefined {
  if (extract) return extract(url);
  const value = parameters.map((name) => url.searchParams.get(name)).find((one) => one);
  return value ? (decode ?? String)(value) : undefined;
}

/** Stands for how many characters were removed, from 2 on. */
const RUNS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/** `/v3/__https://acme.com/a*b__;Kg!!…`: `*` and `**A` stand for the removed characters, which follow in base64url. */
function urlDefense3({ href }: URL): string | undefined {
  const { link, removed = "" } = /\/v3\/__(?<link>.+)__;(?<removed>[\w-]*)/u.exec(href)?.groups ?? {};
  const left = [...Buffer.from(removed, "base64url").toString("utf8")];
  return link
    ?.replace(/\*(?:\*(.))?/gu, (_, run?: string) => left.splice(0, run ? RUNS.indexOf(run) + 2 : 1).join(""))
    .replace(/^(https?:)\/(?!\/)/u, "$1//");
}

/** `https-3A__acme.com_path`: `-` for `%`, `_` for `/`. */
function urlDefense2(value: string): string | undefined {
  return decoded(value.replaceAll("-", "%").replaceAll("_", "/"));
}

/** `a1` and the link in base64url. */
function bing(value: string): string | undefined {
  return value.startsWith("a1") ? Buffer.from(value.slice(2), "base64url").toString("utf8") : undefined;
}

function afterPath(prefix: RegExp): (url: URL) => string | undefined {
  return ({ pathname, search }) => {
    if (!prefix.test(pathname)) return;
    const rest = decoded(pathname.replace(prefix, "")) ?? "";
    if (/^https?:\//u.test(rest)) return `${rest.replace(/^(https?:)\/+/u, "$1//")}${search}`;
    return rest === "" ? undefined : `https://${rest}`;
  };
}

/** `/v2/___https://acme.com___.YXA…` */
function checkPoint({ href }: URL): string | undefined {
  return /\/___(?<link>.+?)___\./u.exec(href)?.groups?.["link"];
}

/** `big--corp-com.translate.goog`: `-` for a dot, `--` for a hyphen. */
function translated({ hostname }: URL): string {
  const [label = ""] = hostname.split(".");
  return `https://${label.replaceAll(/--?/gu, (hyphens) => (hyphens === "--" ? "-" : "."))}`;
}

/** `/RU=https%3a%2f%2facme.com%2f/RK=2` */
function yahoo({ pathname }: URL): string | undefined {
  return decoded(/\/RU=(?<link>[^/]+)/u.exec(pathname)?.groups?.["link"] ?? "") || undefined;
}

/** `undefined` for text that is not percent-encoded UTF-8. */
export function decoded(value: string): string | undefined {
  try {
    return decodeURIComponent(value);
  } catch {
    return;
  }
}
