import type { WorkosApi } from "./port.ts";
import { createTransport, type TransportOptions } from "./retry.ts";
import { createWorkosApi, type SdkOptions } from "./sdk.ts";

interface ApiOptions extends TransportOptions, Omit<SdkOptions, "transport"> {
  /** Is given every request while it is under way, retries included. */
  readonly watch: <T>(request: Promise<T>) => Promise<T>;
}

/** WorkOS over the network: the SDK, on the transport. */
export function openApi({ key, url, watch, ...options }: ApiOptions): WorkosApi {
  const transport = createTransport(options);
  return createWorkosApi({ key, url, transport: (request) => watch(transport(request)) });
}
