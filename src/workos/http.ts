/** A request as it goes over the wire. */
export interface HttpRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
}

/** An answer, read to its end. */
export interface HttpAnswer {
  readonly status: number;
  /** By their names in small letters. */
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: string;
}

/**
 * Sends one request, and follows no redirect. When the signal is aborted nothing is left of it.
 *
 * @returns rejects with an error whose code, or whose cause's, is that of Node's network stack
 */
export type Send = (request: HttpRequest, signal: AbortSignal) => Promise<HttpAnswer>;

/** One request and what it ended with, after however many attempts; rejects with what a command is to fail with. */
export type Transport = (request: HttpRequest) => Promise<HttpAnswer>;

/** @param name in small letters */
export function header({ headers }: HttpAnswer, name: string): string | undefined {
  const value = headers[name];
  return typeof value === "object" ? value.join(", ") : value;
}
