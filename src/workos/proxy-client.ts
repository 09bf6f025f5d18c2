import { setMaxListeners } from "node:events";
import { type Dispatcher, EnvHttpProxyAgent, fetch, Pool } from "undici";
import type { Send } from "./http-client.ts";
import { type HttpProxy, ProxyError } from "./proxy-settings.ts";

/**
 * The way through a proxy, save to what its exceptions name. Heavy: to be imported where there is a proxy.
 *
 * @param signal ends all connections, a tunnel that is not open yet included
 * @returns rejects with a `ProxyError` among the causes where the proxy is to blame
 */
export function openProxyClient(proxy: HttpProxy, signal: AbortSignal): Send {
  const pools: ProxyPool[] = [];
  const ending = new AbortController();
  // Every connection listens to it; Node 20 warns at the eleventh.
  setMaxListeners(0, ending.signal);
  const dispatcher = throughProxy(proxy, pools, ending.signal);
  signal.addEventListener("abort", () => {
    ending.abort();
    void dispatcher.destroy();
  });
  return async ({ url, method, headers, body }, limit) => {
    try {
      const asked = { method, headers, body: body ?? null, signal: limit, redirect: "manual" } as const;
      // Its `request` is less, but cannot be aborted while a tunnel is being opened.
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
  // `destroy` leaves a connection that is still being made, and it would hold the exit. Node's sockets take a signal,
  // of which undici's types do not know.
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

/** The connections to the proxy itself: here its failures can be told from those of whoever is behind it. */
class ProxyPool extends Pool {
  readonly #proxy: HttpProxy;
  readonly #opening = new Set<AbortController>();
  /** Whether a tunnel was opened through it. */
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

  /**
   * Gives up the tunnels that are not open yet, so that the next attempt opens one of its own.
   *
   * @returns whether there were any
   */
  giveUp(): boolean {
    for (const opening of this.#opening) opening.abort();
    return this.#opening.size > 0;
  }
}
