import { Failure } from "../failure.ts";
import { isLoopback } from "../loopback.ts";

/** WorkOS itself (API reference, "Introduction"). */
export const WORKOS_URL = "https://api.workos.com";

/**
 * The address of a WorkOS API. The key is sent there, so it must be https, save on this machine.
 *
 * @param source where the address was given, for the error: `WORKOS_API_URL`, `--api-url`
 * @throws Failure `usage`
 */
export function parseApiUrl(typed: string, source: string): URL {
  const url = URL.canParse(typed) ? new URL(typed) : undefined;
  if (!url || !/^https?:$/u.test(url.protocol)) {
    throw new Failure("usage", `${source} is not a web address.`);
  }
  if (url.protocol === "http:" && !isLoopback(url)) {
    throw new Failure("usage", `${source} must begin with https://, for the key is sent there.`);
  }
  if (
    url.pathname !== "/" ||
    url.search !== "" ||
    url.hash !== "" ||
    url.username !== "" ||
    url.password !== ""
  ) {
    throw new Failure("usage", `${source} must be a scheme, a host and a port, and nothing after them.`);
  }
  return url;
}
