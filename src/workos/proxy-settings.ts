import { Failure } from "../failure.ts";
import { isLoopback } from "../urls.ts";

/** The proxy that the environment names for a URL. */
export interface HttpProxy {
  /** The variable that names it, for whoever has to mend it. */
  readonly variable: string;
  /** Without user name and password, so that no error can carry them along. */
  readonly url: URL;
  /** The value of `Proxy-Authorization`. */
  readonly authorization: string | undefined;
  /** The value of `NO_PROXY`: what is reached without it. */
  readonly exceptions: string;
}

type Variables = Readonly<Record<string, string | undefined>>;

const VARIABLES = new Map([
  ["https:", ["https_proxy", "HTTPS_PROXY"]],
  ["http:", ["http_proxy", "HTTP_PROXY"]],
]);

/**
 * Which proxy the environment names for a URL, whatever `NO_PROXY` says of it; none on this machine, so that the
 * sandbox works behind a company's. As in curl, the small letters count first, an empty variable counts as none, and
 * an address without a scheme is meant as http (curl's manual, "ENVIRONMENT").
 *
 * @throws Failure `usage` where it is no address of a proxy
 */
export function proxyFor(url: URL, env: Variables): HttpProxy | undefined {
  const variable = VARIABLES.get(url.protocol)?.find((name) => env[name]);
  if (!variable || isLoopback(url)) return;
  const address = parse(env[variable] ?? "", variable);
  const { username, password } = address;
  const authorization = username || password ? basic(username, password, variable) : undefined;
  address.username = "";
  address.password = "";
  const exceptions = (env["no_proxy"] || env["NO_PROXY"] || "").trim();
  return { variable, url: address, authorization, exceptions };
}

function parse(typed: string, variable: string): URL {
  const written = typed.trim();
  const full = written.includes("://") ? written : `http://${written}`;
  const url = URL.canParse(full) ? new URL(full) : undefined;
  if (!url || url.hostname === "") throw malformed(variable);
  if (!/^https?:$/u.test(url.protocol)) {
    throw new Failure("usage", `${variable} names no http or https proxy, and ssoctl can use no other.`);
  }
  // Of a password with a / in it, the first half would pass for host and port, and be shown.
  if (url.pathname !== "/" || url.search !== "" || url.hash !== "") throw malformed(variable);
  return url;
}

/** RFC 7617 §2, in UTF-8. */
function basic(username: string, password: string, variable: string): string {
  try {
    const pair = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
    return `Basic ${Buffer.from(pair).toString("base64")}`;
  } catch {
    throw malformed(variable);
  }
}

/** The value is not repeated: there may be a password in it. */
function malformed(variable: string): Failure {
  return new Failure(
    "usage",
    `${variable} is not the address of a proxy, such as http://proxy.example:8080.`,
    {
      hint: "In its user name and password, write @ : / ? # % as %40 %3A %2F %3F %23 %25.",
    },
  );
}

/** The way to WorkOS ended at the proxy: it was not reached, or it refused to open a tunnel. */
export class ProxyError extends Error {
  readonly proxy: HttpProxy;
  /** What it answered to CONNECT; `undefined` where it did not answer. */
  readonly status: number | undefined;
  /** Whether another tunnel was open, through which the request may have gone. */
  readonly mayBeSent: boolean;

  constructor(
    proxy: HttpProxy,
    { status, cause, mayBeSent = false }: { status?: number; cause?: unknown; mayBeSent?: boolean },
  ) {
    super(`The proxy ${proxy.url.host} opened no tunnel`, { cause });
    this.proxy = proxy;
    this.status = status;
    this.mayBeSent = mayBeSent;
  }
}

/** The proxy's part in a network error, however deep it is wrapped. */
export function proxyErrorOf(error: unknown): ProxyError | undefined {
  for (let at = error; at instanceof Error; at = at.cause) if (at instanceof ProxyError) return at;
  return;
}
