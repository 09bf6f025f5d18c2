import { setMaxListeners } from "node:events";
import { type Dispatcher, EnvHttpProxyAgent, fetch, Pool } from "undici";
import type { Send } from "./http-client.ts";
import { type HttpProxy, ProxyError } from "./proxy-settings.ts";

/** Slow to load: import only if a proxy is set. Rejects with a `ProxyError` among the causes if the proxy failed. */
export function openProxyClient(proxy: HttpProxy, signal: AbortSignal): Send {
  const pools: ProxyPool[] = [];
  const ending = new AbortController();
  // Every connection adds a listener, and Node 20 warns at the eleventh.
  setMaxListeners(0, ending.signal);
  const dispatcher = throughProxy(proxy, pools, ending.signal);
  signal.addEventListener("abort", () => {
    ending.abort();
    void dispatcher.destroy();
  });
  return async ({ url, method, headers, body }, limit) => {
    try {
      const asked = { method, headers, body: body ?? null, signal: limit, redirect: "manual" } as const;
      // undici's `request` is smaller, but cannot be aborted while a tunnel is being opened.
      const answer = await fetch(url, { ...asked, dispatcher });
      return {
        status: answer.status,
        headers: Object.fromEntries(answer.headers),
        body: await answer.text(),
      };
    } catch (error) {
      const stuck = limit.aborted && pools.filter((pool) => pool.giveUp()).length > 0;
      const mayBeSent = pools.some(({ hasOpened }) => hasOpened);
      throw stuck ? new ProxyError(proxy, { cause: error, mayBeSent }) : error;
    }
  };
}

function throughProxy(proxy: HttpProxy, pools: ProxyPool[], signal: AbortSignal): Dispatcher {
  const { href } = proxy.url;
  // `destroy` skips connections that are still being made, and they would block the exit. Node's sockets accept a
  // signal for this, but undici's types lack it.
  const untilTheEnd: object = { signal };
  return new EnvHttpProxyAgent({
    httpProxy: href,
    httpsProxy: href,
    noProxy: proxy.exceptions,
    ...(proxy.authorization !== undefined && { token: proxy.authorization }),
    proxyTls: untilTheEnd,
    requestTls: untilTheEnd,
    clientFactory: (origin, options) => {
      const pool = new ProxyPool(proxy, origin, options);
      pools.push(pool);
      return pool;
    },
  });
}

/** Connections to the proxy. Here its failures can be told from those of the target server. */
class ProxyPool extends Pool {
  readonly #proxy: HttpProxy;
  readonly #opening = new Set<AbortController>();
  hasOpened = false;

  constructor(proxy: HttpProxy, origin: URL, options: Pool.Options) {
    super(origin, options);
    this.#proxy = proxy;
  }

  /** CONNECT (RFC 9110 §9.3.6). */
  override async connect(options: Parameters<Pool["connect"]>[0]): Promise<Dispatcher.ConnectData> {
    const opening = new AbortController();
    this.#opening.add(opening);
    try {
      const answer = await super.connect({ ...options, signal: opening.signal });
      if (answer.statusCode === 200) {
        this.hasOpened = true;
        return answer;
      }
      answer.socket.on("error", () => {}).destroy();
      throw new ProxyError(this.#proxy, { status: answer.statusCode });
    } catch (cause) {
      throw cause instanceof ProxyError ? cause : new ProxyError(this.#proxy, { cause });
    } finally {
      this.#opening.delete(opening);
    }
  }

  /** Aborts tunnels that are not open yet, so the next attempt opens its own. Returns whether there were any. */
  giveUp(): boolean {
    for (const opening of this.#opening) opening.abort();
    return this.#opening.size > 0;
  }
}
