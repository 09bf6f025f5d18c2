/** What a page answered, after the redirects that a browser would follow too. */
export interface Seen {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly title: string;
  /** Where the visitor has ended up. */
  readonly path: string;
}

/** An IT admin without a browser: opens addresses, and sends forms as a browser would from the page itself. */
export async function visit(url: string, init: RequestInit = {}): Promise<Seen> {
  const response = await fetch(url, init);
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    text,
    title: /<title>(.*?)<\/title>/s.exec(text)?.[1] ?? "",
    path: new URL(response.url).pathname,
  };
}

export function submit(
  url: string,
  fields: Record<string, string> = {},
  headers: Record<string, string> = { "Sec-Fetch-Site": "same-origin", Origin: "null" },
): Promise<Seen> {
  return visit(url, { method: "POST", body: new URLSearchParams(fields), headers });
}
