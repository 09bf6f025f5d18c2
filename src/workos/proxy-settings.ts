import { Failure } from "../failure.ts";
import { isLoopback, portOf } from "../urls.ts";

export interface HttpProxy {
  readonly variable: string;
  /** Without user name and password, so no error can show them. */
  readonly url: URL;
  readonly authorization: string | undefined;
}

type Variables = Readonly<Record<string, string | undefined>>;

const VARIABLES = new Map([
  ["https:", ["https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"]],
  ["http:", ["http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"]],
]);

/**
 * Like curl (manual, "ENVIRONMENT"): lower case first, empty means unset, default scheme http. Loopback has no proxy.
 * @throws Failure `usage` if the value is not a proxy address
 */
export function proxyFor(url: URL, env: Variables): HttpProxy | undefined {
  const variable = VARIABLES.get(url.protocol)?.find((name) => env[name]?.trim());
  if (!variable || isLoopback(url) || isExcepted(url, env["no_proxy"] || env["NO_PROXY"] || "")) return;
  const address = parse(env[variable] ?? "", variable);
  const { username, password } = address;
  const authorization = username || password ? basic(username, password, variable) : undefined;
  address.username = "";
  address.password = "";
  return { variable, url: address, authorization };
}

/** Entries are hosts, which also stand for their subdomains, with or without a leading dot and a port; or `*`. */
function isExcepted(url: URL, exceptions: string): boolean {
  const host = url.hostname.toLowerCase();
  return exceptions
    .toLowerCase()
    .split(/[,\s]+/u)
    .some((entry) => {
      const [, written = "", port] = /^(\[.*\]|.*?[^:]|)(?::(\d+))?$/u.exec(entry) ?? [];
      const name = written.replace(/^\*?\./u, "");
      if (name === "" || (port !== undefined && Number(port) !== portOf(url))) return false;
      return name === "*" || host === name || host === `[${name}]` || host.endsWith(`.${name}`);
    });
}

function parse(typed: string, variable: string): URL {
  const written = typed.trim();
  const full = written.includes("://") ? written : `http://${written}`;
  const url = URL.canParse(full) ? new URL(full) : undefined;
  if (!url || url.hostname === "") throw malformed(variable);
  if (!/^https?:$/u.test(url.protocol)) {
    throw new Failure("usage", `${variable} names no http or https proxy, and ssoctl can use no other.`, {
      hint: "Set HTTPS_PROXY to an http or https proxy, or name the hosts to reach without one in NO_PROXY.",
    });
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
