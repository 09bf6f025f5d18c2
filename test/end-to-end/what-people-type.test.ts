import type { ServerResponse } from "node:http";
import { describe } from "vitest";
import { sandboxEnv, test as withProgram } from "../support/end-to-end.ts";
import { IN_FILE } from "../support/program.ts";
import { atTerminal, CTRL_C, DOWN, ENTER } from "../support/pseudo-terminal.ts";
import { server } from "../workos/support/server.ts";

const test = withProgram
  .extend("env", ({ wire }) => sandboxEnv(wire))
  .extend(
    "sitDown",
    ({ freshProgram, env }) =>
      (argv: readonly string[], more: Record<string, string> = {}) =>
        atTerminal(freshProgram, argv, { ...env, ...more }),
  )
  .extend(
    "pipe",
    ({ freshProgram, env }) =>
      (argv: readonly string[]) =>
        freshProgram.run(argv, { env }),
  )
  .extend(
    "writes",
    ({ wire }) =>
      () =>
        wire.exchanges
          .filter(({ method }) => method !== "GET")
          .map(({ method, path }) => `${method} ${path}`),
  );

const LINK = "POST /portal/generate_link";

describe("a company's name at a terminal", () => {
  test("is searched for; Enter takes none of the matches", async ({ sitDown, pipe, writes, expect }) => {
    await pipe(["org", "ensure", "acme.com"]);
    const before = writes();
    const session = sitDown(["link", "create", "acme"]);
    await session.shows('1 organization matches "acme". Which one?');
    await session.shows(/❯ None of these\n\s+Acme {2}acme\.com {2}domain pending/u);
    session.type(ENTER);
    const { exit, screen } = await session.ended();
    expect(exit).toBe(130);
    expect(screen).toContain("✖ Cancelled. Nothing was changed.");
    expect(writes()).toEqual(before);
  });

  test("gets a link for the one that is chosen", async ({ sitDown, pipe, writes, expect }) => {
    await pipe(["org", "ensure", "acme.com", "--name", "Acme, Inc."]);
    const before = writes();
    const session = sitDown(["link", "create", "Acme Inc"]);
    await session.typeUntil("", "❯ None of these");
    expect(writes()).toEqual(before);
    await session.typeUntil(DOWN, /❯ Acme, Inc\./u);
    session.type(ENTER);
    const { exit, screen } = await session.ended();
    expect(exit).toBe(0);
    expect(screen).toMatch(/http:\/\/127\.0\.0\.1:\d+\/portal\//u);
    expect(writes()).toEqual([...before, LINK]);
    expect((await pipe(["history", "acme.com"])).stdout).toContain("portal link");
  });

  test("that nobody has: exit 3, and nothing is created", async ({ sitDown, pipe, writes, expect }) => {
    const { exit, screen } = await sitDown(["link", "create", "Acme"]).ended();
    expect(exit).toBe(3);
    expect(screen).toContain('✖ No organization is called "Acme" in sandbox. Nothing was changed.');
    expect(screen).toContain("  Pass the customer's domain: ssoctl link create <domain>");
    expect((await pipe(["org", "status", "Acme"])).exit).toBe(3);
    expect(writes()).toEqual([]);
  });

  test("in a script: its commands run as printed", async ({ pipe, expect }) => {
    await pipe(["org", "ensure", "acme.com"]);
    const { exit, stderr } = await pipe(["link", "create", "Acme"]);
    expect(exit).toBe(2);
    const [, command = ""] = /Pass the one that you mean: ssoctl (.+)\n/u.exec(stderr) ?? [];
    expect((await pipe(command.split(" "))).exit).toBe(0);
  });
});

describe("a missing customer", () => {
  test("is asked for at a terminal", async ({ sitDown, writes, expect }) => {
    const session = sitDown(["link", "create"]);
    await session.shows("Customer (domain, URL, email address, org_… ID, or name)");
    await session.typeUntil(`ac_me.com${ENTER}`, '> "ac_me.com" is not a domain');
    expect(writes()).toEqual([]);
    await session.typeUntil(`\u0015acme.com${ENTER}`, 'Create "Acme" in sandbox?');
    expect(writes()).toEqual([]);
    session.type(ENTER);
    expect(await session.ended()).toMatchObject({ exit: 0, screen: expect.stringContaining("/portal/") });
  });

  test("may be a recent one, which Enter does not take", async ({ sitDown, pipe, writes, expect }) => {
    await pipe(["org", "ensure", "acme.com"]);
    const before = writes();
    const session = sitDown(["org", "status"]);
    await session.shows(/Which customer\?[\s\S]*❯ Another customer\n\s+acme\.com \(Acme\)/u);
    session.type(DOWN + ENTER);
    const { exit, screen } = await session.ended();
    expect(exit).toBe(0);
    expect(screen).toContain("Next:");
    expect(writes()).toEqual(before);
  });

  test("behind an optional value is not taken for it", async ({ sitDown, expect }) => {
    const session = sitDown(["org", "status", "--wait"]);
    await session.shows("Customer (");
    session.type(`acme.com${ENTER}`);
    expect(await session.ended()).toMatchObject({ exit: 3 });
  });

  test("Ctrl-C cancels", async ({ sitDown, expect }) => {
    const session = sitDown(["link", "create"]);
    await session.shows("Customer (");
    session.type(CTRL_C);
    expect(await session.ended()).toMatchObject({
      exit: 130,
      screen: expect.stringContaining("✖ Cancelled."),
    });
  });

  test.for<[argv: string[], env: Record<string, string>]>([
    [["link", "create"], { CI: "true" }],
    [["link", "create", "--no-input"], {}],
    [["link", "email", "--no-input"], {}],
    [["link", "create", "--yes"], {}],
    [["env", "use", "--no-input"], {}],
  ])("is named where nobody can be asked: %j %j", async ([argv, env], { sitDown, expect }) => {
    const { exit, screen } = await sitDown(argv, env).ended();
    expect(exit).toBe(2);
    expect(screen).toContain("✖ Missing required argument '");
  });

  test("in a pipe too", async ({ pipe, expect }) => {
    expect(await pipe(["link", "create"])).toMatchObject({
      exit: 2,
      stdout: "",
      stderr: expect.stringContaining("✖ Missing required argument 'customer'."),
    });
  });
});

const KEY = "sk_test_0123456789abcdef";
const RETYPED = "sk_test_retyped_0123456789";

const unauthorized = (answer: ServerResponse) =>
  void answer.writeHead(401, { "Content-Type": "application/json" }).end('{"message":"Unauthorized"}');
const accepted = (answer: ServerResponse) =>
  void answer
    .writeHead(200, { "Content-Type": "application/json" })
    .end('{"object":"list","data":[],"list_metadata":{}}');

/** The next question is open. */
const AGAIN = /! WorkOS does not accept sk_test_…cdef \(401\)\..*dashboard\.\n\? API key for local/u;

describe("a key that WorkOS does not accept", () => {
  const add = (url: URL) => ["env", "add", "local", "--api-url", url.origin, ...IN_FILE];

  test("is explained and asked for again", async ({ freshProgram, expect }) => {
    const { url } = await server(unauthorized, accepted);
    const session = atTerminal(freshProgram, add(url));
    await session.shows("API key for local");
    await session.typeUntil(KEY + ENTER, AGAIN);
    session.type(RETYPED + ENTER);
    const { exit, screen } = await session.ended();
    expect(exit).toBe(0);
    expect(screen).toContain("✔ Saved local (test)");
    expect(screen).not.toContain(KEY);
    expect(screen).not.toContain(RETYPED);
  });

  test("three times is enough", async ({ freshProgram, expect }) => {
    const { url, received } = await server(unauthorized);
    const session = atTerminal(freshProgram, add(url));
    await session.shows("API key for local");
    await session.typeUntil(KEY + ENTER, AGAIN);
    await session.typeUntil(KEY + ENTER, AGAIN);
    session.type(KEY + ENTER);
    const { exit, screen } = await session.ended();
    expect(exit).toBe(4);
    expect(screen).toContain("The API key was not stored.");
    expect(received).toHaveLength(3);
    expect((await freshProgram.run(["env", "list"])).stdout).toBe("");
  });

  test("typed again while WorkOS is asked is not shown", async ({ freshProgram, expect }) => {
    const asked = deferred<ServerResponse>();
    const { url } = await server((answer) => asked.resolve(answer), accepted);
    const session = atTerminal(freshProgram, add(url));
    await session.shows("API key for local");
    session.type(KEY + ENTER);
    const answer = await asked.promise;
    expect(session.isRaw()).toBe(true);
    session.type(RETYPED + ENTER);
    await session.shows("Waiting for WorkOS");
    unauthorized(answer);
    await session.shows(AGAIN);
    session.type(KEY + ENTER);
    const { exit, raw } = await session.ended();
    expect(exit).toBe(0);
    expect(raw).not.toContain("retyped");
    expect(raw).not.toContain(KEY);
  });

  test("Ctrl-C ends the wait for WorkOS", async ({ freshProgram, expect }) => {
    const asked = deferred<void>();
    const { url } = await server(() => asked.resolve());
    const session = atTerminal(freshProgram, add(url));
    await session.shows("API key for local");
    session.type(KEY + ENTER);
    await asked.promise;
    session.type(CTRL_C);
    expect(await session.ended()).toMatchObject({ exit: 130 });
  });

  test("in a pipe ends at once", async ({ freshProgram, expect }) => {
    const { url, received } = await server(unauthorized);
    const { exit } = await freshProgram.run([...add(url), "--key-stdin"], { stdin: KEY });
    expect({ exit, requests: received.length }).toEqual({ exit: 4, requests: 1 });
  });
});

test("the sandbox's key leads to --env sandbox", async ({ freshProgram, expect }) => {
  const { exit, stderr } = await freshProgram.run(["env", "add", "staging", "--key-stdin", ...IN_FILE], {
    stdin: "sk_test_sandbox\n",
  });
  expect(exit).toBe(2);
  expect(stderr).toBe(
    "✖ This is the API key of the sandbox, which is built in.\n  Start it: ssoctl sandbox · then: ssoctl link create acme.com --env sandbox\n",
  );
  expect((await freshProgram.run(["env", "list"])).stdout).toBe("");
});

describe("ssoctl alone at a terminal", () => {
  test("offers a start on a new machine", async ({ freshProgram, expect }) => {
    const session = atTerminal(freshProgram, []);
    await session.shows("No WorkOS environment on this machine yet. What next?");
    await session.shows(/❯ Add a WorkOS environment[\s\S]*demo[\s\S]*sandbox[\s\S]*Nothing now/u);
    session.type(ENTER);
    await session.shows("Name for the environment (staging)");
    session.type(ENTER);
    await session.shows("API key for staging");
    session.type(CTRL_C);
    expect(await session.ended()).toMatchObject({ exit: 130 });
  });

  test("… which can be the sandbox", async ({ freshProgram }) => {
    const session = atTerminal(freshProgram, []);
    await session.shows("Nothing now");
    session.type(DOWN + DOWN + ENTER);
    await session.shows(/WorkOS sandbox on|4100|in use/u);
    session.type(CTRL_C);
    await session.ended();
  });

  test("… or nothing", async ({ freshProgram, expect }) => {
    const session = atTerminal(freshProgram, []);
    await session.shows("Nothing now");
    session.type(DOWN + DOWN + DOWN + ENTER);
    expect(await session.ended()).toMatchObject({ exit: 0 });
  });

  test.for<[string, Record<string, string>]>([
    ["with WORKOS_API_KEY", { WORKOS_API_KEY: KEY }],
    ["with SSOCTL_ENV", { SSOCTL_ENV: "sandbox" }],
    ["in CI", { CI: "1" }],
    ["with settings that cannot be read", { SSOCTL_CONFIG_DIR: "/dev/null/x" }],
  ])("asks nothing %s", async ([_what, env], { freshProgram, expect }) => {
    const { exit, screen } = await atTerminal(freshProgram, [], env).ended();
    expect(exit).toBe(0);
    expect(screen).toContain("$ ssoctl link create acme.com");
    expect(screen).not.toContain("What next?");
  });

  test("asks nothing on a machine that has an environment", async ({ freshProgram, expect }) => {
    const { url } = await server(accepted);
    await freshProgram.run(["env", "add", "local", "--api-url", url.origin, "--key-stdin", ...IN_FILE], {
      stdin: KEY,
    });
    const { exit, screen } = await atTerminal(freshProgram, []).ended();
    expect({ exit, asked: screen.includes("What next?") }).toEqual({ exit: 0, asked: false });
  });
});

test("a missing environment's name is chosen from those there are", async ({ freshProgram, expect }) => {
  const { url } = await server(accepted);
  for (const name of ["one", "two"])
    await freshProgram.run(["env", "add", name, "--api-url", url.origin, "--key-stdin", ...IN_FILE], {
      stdin: KEY,
    });
  const use = atTerminal(freshProgram, ["env", "use"]);
  await use.shows(/❯ one\n\s+two\n\s+sandbox/u);
  use.type(DOWN + ENTER);
  expect(await use.ended()).toMatchObject({ exit: 0, screen: expect.stringContaining("two (test) is now") });
  const remove = atTerminal(freshProgram, ["env", "remove"]);
  await remove.shows(/❯ two\n\s+one/u);
  remove.type(DOWN + ENTER);
  await remove.shows("Remove one and its API key?");
  remove.type(`y${ENTER}`);
  expect(await remove.ended()).toMatchObject({ exit: 0 });
  expect((await freshProgram.run(["env", "list"])).stdout).toBe("two\n");
});

test("an email address as the customer is the recipient", async ({ pipe, expect }) => {
  const { exit, stdout, stderr } = await pipe(["link", "email", '"Doe, Jane" <jane＠acme.com>,']);
  expect({ exit, stderr: exit === 0 ? "" : stderr }).toEqual({ exit: 0, stderr: "" });
  expect(stderr).toContain("WorkOS is emailing jane@acme.com a setup link.");
  expect(stdout).toContain("Hi Jane Doe,\n");
});

function deferred<T>() {
  let resolve = (_value: T) => {};
  const promise = new Promise<T>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}
