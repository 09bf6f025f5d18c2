import { once } from "node:events";
import { readFile, writeFile } from "node:fs/promises";
import type { RequestListener } from "node:http";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { brotliCompressSync, deflateSync, gzipSync } from "node:zlib";
import { describe, expect } from "vitest";
import { certificateFor } from "../support/certificate.ts";
import { startProxy, tunnels } from "../support/company-network.ts";
import { test as withProgram } from "../support/end-to-end.ts";
import { atTerminal } from "../support/pseudo-terminal.ts";

/** Known to the proxy only. */
const BEHIND_PROXY = "api.workos.test";

const MIB = 1024 * 1024;
const VIEWS = ["terminal", "pipe", "json"] as const;

/** What is ours. Anything else of this kind came from the answer. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
const COLORS = /\u001b\[[\d;?]*[A-Za-z]/gu;
const HARMFUL = /[^\P{Cc}\n\r\t]|[\p{Cf}\p{Zl}\p{Zp}]/u;
/** Parts of the hostile values below that would be seen if they were printed. */
const OWNED = /owned|31m|evil/u;

const ACME = {
  object: "organization",
  id: "org_01HE8GSH8FQPASKSY27THRKRBP",
  name: "Acme",
  external_id: null as string | null,
  domains: [{ id: "org_domain_1", domain: "acme.com", state: "verified" }],
  created_at: "2026-11-23T12:00:00.000Z",
  updated_at: "2026-11-23T12:00:00.000Z",
};
const CONNECTION = { id: "conn_1", name: null, connection_type: "OktaSAML", state: "active" };
const DIRECTORY = { id: "directory_1", name: null, type: "okta scim v2.0", state: "linked" };
const CONTACT = { id: "it_contact_1", email: "jane@acme.com" };

const page = (...data: readonly object[]) => ({
  object: "list",
  data,
  list_metadata: { before: null, after: null },
});

/** What is answered, by method and path. */
type Answers = Readonly<Record<string, object | RequestListener>>;

const USUAL: Answers = {
  "GET /organizations": page(ACME),
  [`GET /organizations/${ACME.id}`]: ACME,
  [`GET /organizations/${ACME.id}/it_contacts`]: page(CONTACT),
  "GET /connections": page(CONNECTION),
  "GET /directories": page(DIRECTORY),
  "POST /portal/generate_link": { link: "https://setup.workos.com/?token=a" },
};

const test = withProgram
  .extend("certificate", { scope: "file" }, async ({}, { onCleanup }) => {
    const certificate = await certificateFor("IP:127.0.0.1", `DNS:${BEHIND_PROXY}`);
    onCleanup(certificate.close);
    return certificate;
  })
  .extend("proxy", { scope: "file" }, async ({}, { onCleanup }) => {
    const proxy = await startProxy(tunnels());
    onCleanup(proxy.close);
    return proxy;
  })
  /** The program in one view, in front of such a server. */
  .extend("seen", async ({ program, certificate, proxy }) => {
    const rss = join(program.home, "rss");
    const preload = join(program.home, "rss.cjs");
    await writeFile(
      preload,
      `process.on("exit", () => require("fs").writeFileSync(${JSON.stringify(rss)}, String(process.resourceUsage().maxRSS)));`,
    );
    return async (
      view: (typeof VIEWS)[number],
      argv: readonly string[],
      answers: Answers,
      isProxied = false,
    ) => {
      const all = { ...USUAL, ...answers };
      const server = createServer(certificate, (request, response) => {
        const answer = all[`${request.method} ${new URL(request.url ?? "", "https://a").pathname}`];
        response.on("error", () => {});
        if (typeof answer === "function") return (answer as RequestListener)(request, response);
        response.writeHead(answer ? 200 : 404, { "Content-Type": "application/json" });
        response.end(JSON.stringify(answer ?? { message: "Not found" }));
      });
      await once(server.listen(0, "127.0.0.1"), "listening");
      const { port } = server.address() as AddressInfo;
      const env = {
        WORKOS_API_KEY: "sk_test_0123456789",
        WORKOS_API_URL: `https://${isProxied ? BEHIND_PROXY : "127.0.0.1"}:${port}`,
        NODE_EXTRA_CA_CERTS: certificate.path,
        NODE_OPTIONS: `--require ${preload}`,
        ...(isProxied && { HTTPS_PROXY: proxy.url }),
      };
      const ended =
        view === "terminal"
          ? await atTerminal(program, [...argv, "--no-input"], env).ended()
          : await program.run([...argv, ...(view === "json" ? ["--json"] : [])], { env });
      server.close();
      server.closeAllConnections();
      const output = "raw" in ended ? ended.raw : ended.stdout + ended.stderr;
      return { exit: ended.exit, output, ended, mebibytes: Number(await readFile(rss, "utf8")) / 1024 };
    };
  });

interface Seen {
  readonly exit: number | undefined;
  readonly output: string;
  readonly ended: object;
  readonly mebibytes: number;
}

/** Checks what holds for every view. */
async function expectRefused(
  seen: (view: (typeof VIEWS)[number]) => Promise<Seen>,
  exit: number,
  message: string | RegExp,
): Promise<void> {
  for (const view of VIEWS) {
    const found = await seen(view);
    expect(found.exit, found.output.slice(0, 2000)).toBe(exit);
    expect(found.mebibytes).toBeGreaterThan(20);
    expect(found.mebibytes).toBeLessThan(200);
    const plain = found.output.replace(COLORS, "");
    expect(plain).not.toMatch(HARMFUL);
    expect(plain).not.toMatch(OWNED);
    expect(plain.length).toBeLessThan(3000);
    if (typeof message === "string") expect(plain).toContain(message);
    else expect(plain).toMatch(message);
    if (view === "terminal") continue;
    const { stdout, stderr } = found.ended as { stdout: string; stderr: string };
    expect(stdout).toBe("");
    if (view === "json") expect(JSON.parse(stderr).error.message).toMatch(message);
  }
}

const headed =
  (headers: Record<string, string>, body: string | Uint8Array, status = 200): RequestListener =>
  (_, response) =>
    void response.writeHead(status, { "Content-Type": "application/json", ...headers }).end(body);

/** Without an end, as fast as it is read. */
const endless =
  (begin: string, more: string): RequestListener =>
  ({ socket }) => {
    const part = more.repeat(1000);
    const write = () => {
      while (!socket.destroyed && socket.write(part));
      socket.once("drain", write);
    };
    socket.on("error", () => {}).write(begin);
    write();
  };

const HEAD = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n";
const ZEROS = Buffer.alloc(128 * MIB, "0");
const TOO_LARGE = /The answer of [\w.:]+ is too large\./u;
const UNREADABLE = /The answer of [\w.:]+ cannot be read \([A-Z_\d]+\)\./u;
const BROKEN = /The connection to [\w.:]+ broke before an answer came \(ECONNRESET, 3 attempts\)\./u;
const NO_JSON = /The answer of [\w.:]+ is not JSON\./u;

const LARGE: [string, RequestListener, RegExp][] = [
  ["512 MB", headed({}, Buffer.alloc(16 * MIB, '{"data":[],')), TOO_LARGE],
  ["a list without an end", endless(`${HEAD}\r\n{"data":[`, "{},"), TOO_LARGE],
  ["chunks without an end", endless(`${HEAD}Transfer-Encoding: chunked\r\n\r\n`, "4\r\n  {}\r\n"), TOO_LARGE],
  ["4 MiB of small values", headed({}, `{"data":[${"{},".repeat(1_390_000)}{}]}`), TOO_LARGE],
  ["4 MiB of brackets", headed({}, `${"[".repeat(2 * MIB)}${"]".repeat(2 * MIB - 1)}`), TOO_LARGE],
  ["a gzip bomb", headed({ "Content-Encoding": "gzip" }, gzipSync(ZEROS)), TOO_LARGE],
  ["a deflate bomb", headed({ "Content-Encoding": "deflate" }, deflateSync(ZEROS)), TOO_LARGE],
  ["a brotli bomb", headed({ "Content-Encoding": "br" }, brotliCompressSync(ZEROS)), TOO_LARGE],
  ["a bomb in an error", headed({ "Content-Encoding": "br" }, brotliCompressSync(ZEROS), 422), TOO_LARGE],
  ["two codings", headed({ "Content-Encoding": "gzip, br" }, gzipSync(ZEROS)), NO_JSON],
  ["a wrong coding", headed({ "Content-Encoding": "gzip" }, '{"data":[]}'), UNREADABLE],
  ["headers without an end", endless(HEAD, "X-Header: evil\r\n"), UNREADABLE],
  ["a header without an end", endless(`${HEAD}X-Header: `, "evil"), UNREADABLE],
  [
    "trailers without an end",
    endless(`${HEAD}Transfer-Encoding: chunked\r\n\r\n0\r\n`, "X: evil\r\n"),
    BROKEN,
  ],
  [
    "a chunk's extension without an end",
    endless(`${HEAD}Transfer-Encoding: chunked\r\n\r\n1`, ";evil"),
    BROKEN,
  ],
];

describe.each([
  ["directly", false],
  ["through a proxy", true],
])("a large answer is refused in every view, %s", (_way, isProxied) => {
  test.for(LARGE)("%s", async ([, answer, message], { seen }) => {
    const answers = { "GET /organizations": answer };
    await expectRefused((view) => seen(view, ["link", "create", "acme.com"], answers, isProxied), 6, message);
  });
});

test.for([
  ["gzip", gzipSync(JSON.stringify(USUAL["GET /organizations"]))],
  ["br", brotliCompressSync(JSON.stringify(USUAL["GET /organizations"]))],
  ["", JSON.stringify({ ...page(ACME), padding: "x".repeat(3.9 * MIB) })],
] as const)("an answer below the limit is read, in coding %j", async ([coding, body], { seen }) => {
  const answer = headed({ "Content-Encoding": coding }, body);
  const { exit, output } = await seen("pipe", ["org", "ensure", "acme.com"], {
    "GET /organizations": answer,
  });
  expect({ exit, output }).toMatchObject({ exit: 0, output: expect.stringContaining(ACME.id) });
});

const OSC = "\u001b]0;owned\u0007\u001b[31m";
const BIDI = "\u202eowned\u2066";
const C1 = "\u009b31mowned";
const LINES = "owned\nevil";
const HOSTILE = {
  OSC,
  BIDI,
  C1,
  LINES,
  "a zero-width space": "owned\u200b",
  "a line separator": "owned\u2028evil",
};

const FORM = (member: string) => `WorkOS's answer is not of the documented form (${member}).`;

describe("a value that cannot be printed is refused, and its member is named", () => {
  const organization = (change: object): Answers => ({
    "GET /organizations": page({ ...ACME, ...change }),
    [`GET /organizations/${ACME.id}`]: { ...ACME, ...change },
  });
  const MEMBERS: [string, (value: string) => Answers][] = [
    ["organization.id", (id) => organization({ id })],
    ["organization.created_at", (created_at) => organization({ created_at })],
    [
      "organization_domain.domain",
      (domain) => organization({ domains: [...ACME.domains, { domain, state: "pending" }] }),
    ],
    ["organization_domain.state", (state) => organization({ domains: [{ domain: "acme.com", state }] })],
    ["connection.id", (id) => ({ "GET /connections": page({ ...CONNECTION, id }) })],
    ["connection.type", (type) => ({ "GET /connections": page({ ...CONNECTION, connection_type: type }) })],
    ["connection.state", (state) => ({ "GET /connections": page({ ...CONNECTION, state }) })],
    ["directory.id", (id) => ({ "GET /directories": page({ ...DIRECTORY, id }) })],
    ["directory.type", (type) => ({ "GET /directories": page({ ...DIRECTORY, type }) })],
    ["directory.state", (state) => ({ "GET /directories": page({ ...DIRECTORY, state }) })],
    ["it_contact.id", (id) => ({ [`GET /organizations/${ACME.id}/it_contacts`]: page({ ...CONTACT, id }) })],
    [
      "it_contact.email",
      (email) => ({ [`GET /organizations/${ACME.id}/it_contacts`]: page({ ...CONTACT, email }) }),
    ],
  ];
  const cases = MEMBERS.flatMap(([member, answers]) =>
    Object.entries({ ...HOSTILE, nothing: "" }).map(([what, value]) => ({
      member,
      what,
      answers: answers(value),
    })),
  );

  test.for(cases)("$member with $what", async ({ member, answers }, { seen }) => {
    await expectRefused((view) => seen(view, ["org", "status", "acme.com"], answers), 6, FORM(member));
  });

  test.for([
    "../organizations",
    "org_1/../2",
    "org_1?x",
    "ORG_1",
    "1",
    "org_",
    `org_${"a".repeat(200)}`,
    `${"_".repeat(4_000_000)}!`,
  ])("organization.id %s", async (id, { seen }) => {
    await expectRefused(
      (view) => seen(view, ["org", "ensure", "acme.com"], organization({ id })),
      6,
      FORM("organization.id"),
    );
  });
});

describe("a name is shown without what could drive a terminal", () => {
  test.for(Object.entries(HOSTILE))("%s", async ([, value], { seen }) => {
    const changed = { ...ACME, name: `Acme ${value}`, external_id: value };
    const named = (part: object) => page({ ...part, name: value });
    const answers = {
      "GET /organizations": page(changed),
      [`GET /organizations/${ACME.id}`]: changed,
      "GET /connections": named(CONNECTION),
      "GET /directories": named(DIRECTORY),
    };
    for (const argv of [
      ["org", "status", "acme.com"],
      ["link", "create", "acme.com", "--message", "--no-copy"],
      ["link", "create", "acme.com", "--dry-run"],
      ["link", "email", "acme.com", "--to", "jane@acme.com", "--dry-run"],
      ["history"],
    ]) {
      for (const view of VIEWS) {
        const { exit, output } = await seen(view, argv, answers);
        expect(exit).toBe(0);
        expect(output.replace(COLORS, "")).not.toMatch(HARMFUL);
        expect(output).not.toMatch(/^evil/mu);
      }
    }
  });
});

test.for(["constructor", "__proto__", "toString", "hasOwnProperty"])(
  "a type or state called %s is shown as it is",
  async (word, { seen }) => {
    const changed = { ...ACME, domains: [{ domain: "acme.com", state: word }] };
    const answers = {
      "GET /organizations": page(changed),
      "GET /connections": page({ ...CONNECTION, connection_type: word, state: word }),
      "GET /directories": page({ ...DIRECTORY, type: word, state: word }),
    };
    const status = ["org", "status", "acme.com"];
    const { ended } = await seen("json", status, answers);
    const { connections, directories, sso, organization } = JSON.parse((ended as { stdout: string }).stdout);
    expect(connections).toMatchObject([{ name: null, type: word, provider: word, state: word }]);
    expect(directories).toMatchObject([{ name: null, type: word, provider: word, state: word }]);
    expect({ sso, domains: organization.domains }).toEqual({ sso: word, domains: changed.domains });
    for (const view of ["terminal", "pipe"] as const) {
      const { exit, output } = await seen(view, status, answers);
      expect(exit).toBe(0);
      expect(output).not.toMatch(/native code|\[object|undefined/u);
      expect(output).toContain(word);
    }
    const { output } = await seen("pipe", ["org", "ensure", "acme.com"], answers);
    expect(output).toContain(`acme.com ${word}\n`);
  },
);
