import { Failure } from "../failure.ts";
import { isLoopback } from "../urls.ts";

export interface HttpProxy {
  readonly variable: string;
  /** Without user name and password, so no error can show them. */
  readonly url: URL;
  readonly authorization: string | undefined;
  /** Value of `NO_PROXY`. */
  readonly exceptions: string;
}

type Variables = Readonly<Record<string, string | undefined>>;

const VARIABLES = new Map([
  ["https:", ["https_proxy", "HTTPS_PROXY"]],
  ["http:", ["http_proxy", "HTTP_PROXY"]],
]);

/**
 * Like curl (manual, "ENVIRONMENT"): lower case first, empty means unset, default scheme http. Loopback has no proxy.
 * @throws Failure `usage` if the value is not a proxy address
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
  // With a / in a password, its first half would look like host and port, and be shown.
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

/** Does not repeat the value: it may contain a password. */
function malformed(variable: string): Failure {
  return new Failure(
    "usage",
    `${variable} is not the address of a proxy, such as http://proxy.example:8080.`,
    {
      hint: "In its user name and password, write @ : / ? # % as %40 %3A %2F %3F %23 %25.",
    },
  );
}

/** The proxy was not reached, or it refused to open a tunnel. */
export class ProxyError extends Error {
  readonly proxy: HttpProxy;
  /** Its answer to CONNECT. `undefined` if there was none. */
  readonly status: number | undefined;
  /** Another tunnel was open, so the request may have been sent. */
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

export function proxyErrorOf(error: unknown): ProxyError | undefined {
  for (let at = error; at instanceof Error; at = at.cause) if (at instanceof ProxyError) return at;
  return;
}
