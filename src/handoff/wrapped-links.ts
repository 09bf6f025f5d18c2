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

/** From the vendors' documentation of their link formats. */
const WRAPPERS: readonly Wrapper[] = [
  // Proofpoint URL Defense, versions 3, 2 and 1
  { host: /^urldefense\.(?:com|us|proofpoint\.com)$/u, path: /^\/v3\//u, extract: urlDefense3 },
  {
    host: /^urldefense\.(?:com|us|proofpoint\.com)$/u,
    path: /^\/v2\//u,
    parameters: ["u"],
    decode: urlDefense2,
  },
  { host: /^urldefense\.(?:com|us|proofpoint\.com)$/u, parameters: ["u"] },
  // Microsoft Defender Safe Links, in mail and in Teams
  { host: /(?:^|\.)safelinks\.protection\.(?:outlook|office365)\.(?:com|us|cn)$/u, parameters: ["url"] },
  { host: /^statics\.teams\.cdn\.office\.net$/u, parameters: ["url"] },
  // Google search, Gmail, Docs and AMP
  { host: /^(?:www\.)?google\.[a-z.]+$/u, path: /^\/url\/?$/u, parameters: ["q", "url"] },
  { host: /^(?:www\.)?google\.[a-z.]+$/u, path: /^\/amp\/s\//u, extract: afterPath(/^\/amp\/s\//u) },
  // Mimecast (the link is encrypted, its domain is not), Barracuda, Cisco, Sophos, Trellix, Trend Micro, Symantec
  { host: /(?:^|\.)mimecast(?:protect)?\.com$/u, parameters: ["domain"] },
  { host: /^linkprotect\.cudasvc\.com$/u, parameters: ["a"] },
  { host: /^secure-web\.cisco\.com$/u, extract: lastSegment },
  { host: /(?:^|\.)protection\.sophos\.com$/u, parameters: ["d"] },
  { host: /^protect\d*\.(?:fireeye|trellix)\.com$/u, parameters: ["u"] },
  { host: /(?:^|\.)trendmicro\.com$/u, path: /clicktime/u, parameters: ["url"] },
  { host: /^clicktime\.(?:symantec\.com|cloud\.postoffice\.net)$/u, parameters: ["u"] },
  // Chat and social networks
  { host: /^slack-redir\.net$/u, parameters: ["url"] },
  { host: /^(?:l|lm)\.(?:facebook|instagram|messenger)\.com$/u, parameters: ["u"] },
  { host: /^(?:www\.)?linkedin\.com$/u, path: /^\/(?:redir|safety)\//u, parameters: ["url"] },
  { host: /^(?:www\.)?youtube\.com$/u, path: /^\/redirect$/u, parameters: ["q"] },
  { host: /^(?:www\.)?bing\.com$/u, path: /^\/ck\//u, parameters: ["u"], decode: bing },
  { host: /^duckduckgo\.com$/u, path: /^\/l\/$/u, parameters: ["uddg"] },
  { host: /^web\.archive\.org$/u, extract: afterPath(/^\/web\/[^/]+\//u) },
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
  let current = link;
  while (wrappers.length < MOST_LAYERS && URL.canParse(current)) {
    const url = new URL(current);
    const wrapper = WRAPPERS.find(
      ({ host, path }) => host.test(url.hostname) && (path === undefined || path.test(url.pathname)),
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

/** `/v3/__https://acme.com/a*b__;Kg!!…`. Only the path has replaced characters, so the host can be read. */
function urlDefense3({ href }: URL): string | undefined {
  return /\/v3\/__(?<link>.+?)__;/u.exec(href)?.groups?.["link"]?.replace(/^(https?:)\/(?!\/)/u, "$1//");
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
    const rest = pathname.replace(prefix, "");
    return /^https?:\//u.test(rest)
      ? `${rest.replace(/^(https?:)\/+/u, "$1//")}${search}`
      : `https://${rest}`;
  };
}

function lastSegment({ pathname }: URL): string | undefined {
  const link = decoded(pathname.split("/").at(-1) ?? "");
  return link !== undefined && URL.canParse(link) ? link : undefined;
}

function decoded(value: string): string | undefined {
  try {
    return decodeURIComponent(value);
  } catch {
    return;
  }
}
