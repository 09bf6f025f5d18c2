import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { brotliCompressSync, deflateSync, gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { type HttpRequest, openHttpClient, TOO_LARGE } from "../../src/workos/http-client.ts";
import { answers, server, silent } from "./support/server.ts";

const { signal } = new AbortController();
const get = (url: URL): HttpRequest => ({ method: "GET", url, headers: {}, body: undefined });

test("one connection serves requests that follow each other", async () => {
  const { url, connections, received } = await server(answers(200, "{}"));
  const send = await openHttpClient(url);
  await send(get(url), signal);
  await send({ ...get(url), method: "POST", body: "{}" }, signal);
  expect(received.map(({ method, body }) => `${method} ${body}`)).toEqual(["GET ", "POST {}"]);
  expect(connections).toHaveLength(1);
});

const MIB = 1024 * 1024;

test.each<[string, string | Buffer, Record<string, string>]>([
  ["as it is", "x".repeat(4 * MIB + 1), {}],
  ["decoded from gzip", gzipSync(Buffer.alloc(5 * MIB)), { "Content-Encoding": "gzip" }],
  ["decoded from brotli", brotliCompressSync(Buffer.alloc(5 * MIB)), { "Content-Encoding": "br" }],
  ["in the number of its values", `[${"[],".repeat(100_000)}[]]`, {}],
])("an answer that is too large is not read: %s", async (_what, body, headers) => {
  const { url, connections } = await server((answer) => void answer.writeHead(200, headers).end(body));
  const send = await openHttpClient(url);
  await expect(send(get(url), signal)).rejects.toMatchObject({ code: TOO_LARGE });
  expect(connections).toHaveLength(1);
});

test.each<[string, Buffer]>([
  ["", Buffer.from("ä")],
  ["identity", Buffer.from("ä")],
  ["gzip", gzipSync("ä")],
  ["X-GZIP", gzipSync("ä")],
  ["deflate", deflateSync("ä")],
  ["br", brotliCompressSync("ä")],
])("an answer in coding %j is decoded", async (coding, body) => {
  const { url } = await server(
    (answer) => void answer.writeHead(200, { "Content-Encoding": coding }).end(body),
  );
  expect((await (await openHttpClient(url))(get(url), signal)).body).toBe("ä");
});

test("no body in a coding is an empty one", async () => {
  const { url } = await server(answers(200, "", { "Content-Encoding": "gzip" }));
  expect((await (await openHttpClient(url))(get(url), signal)).body).toBe("");
});

test("one that is idle for long is closed, and the next request opens another", async () => {
  const { url, connections } = await server(answers(200, "{}"));
  const send = await openHttpClient(url, { idle: 50 });
  await send(get(url), signal);
  await connections[0];
  expect((await send(get(url), signal)).status).toBe(200);
  expect(connections).toHaveLength(2);
});

test("an aborted request leaves no connection", async () => {
  const { url, connections } = await server(silent);
  const send = await openHttpClient(url);
  const ending = new AbortController();
  const answer = send(get(url), ending.signal);
  await expect.poll(() => connections.length).toBe(1);
  ending.abort();
  await expect(answer).rejects.toMatchObject({ name: "AbortError" });
  await connections[0];
});

test("a connection that is kept holds no exit", async () => {
  const { url } = await server(answers(200, '{"data":[]}'));
  const module = new URL("../../src/workos/http-client.ts", import.meta.url);
  const script = `
    const { openHttpClient } = await import(${JSON.stringify(module)});
    const url = new URL(${JSON.stringify(url)});
    const send = await openHttpClient(url, 2 ** 31 - 1);
    const request = { method: "GET", url, headers: {}, body: undefined };
    console.log((await send(request, new AbortController().signal)).body);`;
  const { stdout } = await promisify(execFile)(process.execPath, ["--input-type=module", "-e", script]);
  expect(stdout).toBe('{"data":[]}\n');
});
