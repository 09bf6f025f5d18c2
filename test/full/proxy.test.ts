import { describe, expect } from "vitest";
import { SANDBOX_API_KEY } from "../../src/sandbox/address.ts";
import { certificateFor } from "../support/certificate.ts";
import {
  answersWith,
  deadPort,
  hangsUp,
  opensOntoNothing,
  saysNothing,
  secure,
  startProxy,
  tunnels,
} from "../support/company-network.ts";
import { sandboxEnv, test as withProgram } from "../support/end-to-end.ts";
import { answers, serve } from "../workos/support/server.ts";

/** Known to the proxy only: whoever reaches it went through. */
const HOST = "api.workos.test";
/** This machine by an address that does not count as loopback, so that a proxy would be asked for it. */
const ANY_ADDRESS = "0.0.0.0";

const test = withProgram
  .extend("certificate", { scope: "file" }, async ({}, { onCleanup }) => {
    const names = [`DNS:${HOST}`, "DNS:localhost", `IP:${ANY_ADDRESS}`, "IP:127.0.0.1"];
    const certificate = await certificateFor(...names);
    onCleanup(certificate.close);
    return certificate;
  })
  .extend("workos", async ({ sandbox, certificate }, { onCleanup }) => {
    const workos = await secure(sandbox.url, certificate);
    onCleanup(workos.close);
    return workos;
  })
  .extend("proxy", ({ onTestFinished }) => async (...[policy, secured]: Parameters<typeof startProxy>) => {
    const started = await startProxy(policy, secured);
    onTestFinished(started.close);
    return started;
  })
  /** At a company: WorkOS behind a proxy, its certificate trusted. An empty variable is as good as none. */
  .extend(
    "atWork",
    ({ program, workos, certificate }) =>
      (variables: Record<string, string>, argv = ["link", "create", "acme.com"]) =>
        program.run(argv, {
          env: {
            WORKOS_API_KEY: SANDBOX_API_KEY,
            WORKOS_API_URL: `https://${HOST}:${workos.port}`,
            NODE_EXTRA_CA_CERTS: certificate.path,
            ...variables,
          },
        }),
  );

const LINK = /^http:\/\/127\.0\.0\.1:\d+\/portal\/[\w-]{20,}\n$/u;

describe("through the proxy", () => {
  test.for(["HTTPS_PROXY", "https_proxy"])(
    "that %s names, a link is made",
    async (variable, { atWork, proxy, workos }) => {
      const { url, asked } = await proxy(tunnels());
      const { exit, stdout } = await atWork({ [variable]: url });
      expect(exit).toBe(0);
      expect(stdout).toMatch(LINK);
      expect(new Set(asked.map(({ target }) => target))).toEqual(new Set([`${HOST}:${workos.port}`]));
      expect(workos.requests).toContain("POST /portal/generate_link");
    },
  );

  test("the small letters count before the capitals, and an address needs no scheme", async ({
    atWork,
    proxy,
  }) => {
    const [right, wrong] = [await proxy(tunnels()), await proxy(tunnels())];
    const { exit } = await atWork({ https_proxy: `127.0.0.1:${right.port}`, HTTPS_PROXY: wrong.url });
    expect(exit).toBe(0);
    expect(right.asked.length).toBeGreaterThan(0);
    expect(wrong.asked).toEqual([]);
  });

  test("HTTP_PROXY is for http, and https does not go there", async ({ atWork, proxy, workos }) => {
    const { url, asked } = await proxy(tunnels());
    const { exit } = await atWork({
      HTTP_PROXY: url,
      WORKOS_API_URL: `https://${ANY_ADDRESS}:${workos.port}`,
    });
    expect(exit).toBe(0);
    expect(asked).toEqual([]);
  });

  test("a user name and a password are given to it and to nobody else", async ({ atWork, proxy }) => {
    const expected = `Basic ${Buffer.from("rep:p@ss/wört").toString("base64")}`;
    const { port, asked } = await proxy(tunnels(expected));
    const { exit, stderr } = await atWork(
      { HTTPS_PROXY: `http://rep:p%40ss%2Fw%C3%B6rt@127.0.0.1:${port}` },
      ["link", "create", "acme.com", "--verbose"],
    );
    expect(exit).toBe(0);
    expect(asked.every(({ authorization }) => authorization === expected)).toBe(true);
    expect(stderr).toContain("POST /portal/generate_link · 201");
    expectNoSecret(stderr);
  });

  test("a redirect is not followed, and the key goes nowhere else", async ({
    atWork,
    proxy,
    certificate,
    onTestFinished,
  }) => {
    const elsewhere = await serve(answers(307, "", { Location: "https://elsewhere.test/organizations" }));
    const redirecting = await secure(elsewhere.url.href, certificate);
    onTestFinished(elsewhere.close);
    onTestFinished(redirecting.close);
    const { url, asked } = await proxy(tunnels());
    const there = `${HOST}:${redirecting.port}`;
    const { exit, stderr } = await atWork({ HTTPS_PROXY: url, WORKOS_API_URL: `https://${there}` });
    expect(exit).toBe(6);
    expect(stderr).toContain(`✖ ${there} answered with a redirect, which is not followed.`);
    expect(asked.map(({ target }) => target)).toEqual([there]);
    expect(elsewhere.received).toHaveLength(1);
  });

  test("a proxy that is itself spoken to in TLS", async ({ atWork, proxy, certificate }) => {
    const { url, asked } = await proxy(tunnels(), certificate);
    expect(await atWork({ HTTPS_PROXY: url })).toMatchObject({ exit: 0 });
    expect(asked.length).toBeGreaterThan(0);
  });
});

describe("past the proxy", () => {
  test.for<[string, string]>([
    ["NO_PROXY", ANY_ADDRESS],
    ["no_proxy", `example.com, ${ANY_ADDRESS}`],
    ["NO_PROXY", " * "],
  ])("goes what %s=%s excepts", async ([variable, exceptions], { atWork, proxy, workos }) => {
    const { url, asked } = await proxy(answersWith(403));
    const there = { WORKOS_API_URL: `https://${ANY_ADDRESS}:${workos.port}`, HTTPS_PROXY: url };
    expect(await atWork({ ...there, [variable]: exceptions })).toMatchObject({ exit: 0 });
    expect(asked).toEqual([]);
    expect(await atWork(there)).toMatchObject({ exit: 6 });
    expect(asked).toHaveLength(1);
  });

  test("goes what stays on this machine, even if the proxy is down, whatever Node is set to", async ({
    atWork,
    program,
    sandbox,
    workos,
  }) => {
    const dead = `http://127.0.0.1:${await deadPort()}`;
    const variables = { HTTPS_PROXY: dead, HTTP_PROXY: dead, https_proxy: dead, http_proxy: dead };
    const there = sandboxEnv(sandbox);
    const run = (more = {}) =>
      program.run(["link", "create", "acme.com"], { env: { ...variables, ...there, ...more } });
    expect(await run()).toMatchObject({ exit: 0 });
    expect(await run({ NODE_USE_ENV_PROXY: "1" })).toMatchObject({ exit: 0 });
    expect(await run({ HTTP_PROXY: "nonsense://", http_proxy: "" })).toMatchObject({ exit: 0 });
    const secured = { WORKOS_API_URL: `https://127.0.0.1:${workos.port}` };
    expect(await atWork({ ...variables, ...secured })).toMatchObject({ exit: 0 });
  });
});

describe("a company's certificate", () => {
  const hint = "Behind a company proxy, set NODE_EXTRA_CA_CERTS to the company's certificate file.";

  test.for<[string, string]>([
    ["through a proxy", HOST],
    ["without one", "127.0.0.1"],
  ])("that is not trusted is named, %s", async ([_way, host], { atWork, proxy, workos }) => {
    const { url } = await proxy(tunnels());
    const { exit, stdout, stderr } = await atWork({
      HTTPS_PROXY: url,
      NODE_EXTRA_CA_CERTS: "",
      WORKOS_API_URL: `https://${host}:${workos.port}`,
    });
    expect({ exit, stdout }).toEqual({ exit: 6, stdout: "" });
    expect(stderr).toContain(
      `✖ The TLS certificate of ${host}:${workos.port} is not trusted (DEPTH_ZERO_SELF_SIGNED_CERT).`,
    );
    expect(stderr).toContain(hint);
    expect(workos.requests).toEqual([]);
  });

  test("of the proxy itself, too", async ({ atWork, proxy, certificate }) => {
    const { url, port, asked } = await proxy(tunnels(), certificate);
    const { exit, stderr } = await atWork({ HTTPS_PROXY: url, NODE_EXTRA_CA_CERTS: "" });
    expect(exit).toBe(6);
    expect(stderr).toContain(`✖ The TLS certificate of the proxy localhost:${port} is not trusted`);
    expect(stderr).toContain(hint);
    expect(asked).toEqual([]);
  });

  test("for another name is no secure connection", async ({ atWork, proxy, workos }) => {
    const { url } = await proxy(tunnels());
    const { exit, stderr } = await atWork({
      HTTPS_PROXY: url,
      WORKOS_API_URL: `https://other.test:${workos.port}`,
    });
    expect(exit).toBe(6);
    expect(stderr).toContain(
      `✖ No secure connection to other.test:${workos.port} is possible (TLS: ERR_TLS_CERT_ALTNAME_INVALID).`,
    );
  });
});

/** Neither as typed, nor decoded, nor as it goes over the wire. */
function expectNoSecret(output: string): void {
  const shapes = ["p%40ss", "p@ss", "wört", "rep:", Buffer.from("rep:p@ss/wört").toString("base64")];
  expect(shapes.filter((shape) => output.includes(shape))).toEqual([]);
}

describe("a proxy that does not do its part is named, without its password, and the exit is 6", () => {
  const CREDENTIALS = "rep:p%40ss%2Fw%C3%B6rt";

  test.for<[string, Parameters<typeof startProxy>[0], number, string, string]>([
    [
      "407",
      answersWith(407),
      1,
      "PROXY does not accept the user name and password in HTTPS_PROXY (407).",
      "ssoctl can give them in the Basic scheme only, not in NTLM or Kerberos.",
    ],
    [
      "403",
      answersWith(403),
      1,
      "PROXY does not let ssoctl through to WORKOS (403).",
      `Ask its administrator to allow ${HOST}, or add that host to NO_PROXY.`,
    ],
    [
      "502",
      answersWith(502),
      3,
      "PROXY could not reach WORKOS (502, 3 attempts).",
      "It is set in HTTPS_PROXY. Hosts in NO_PROXY are reached without it.",
    ],
    [
      "silence",
      saysNothing,
      3,
      "PROXY did not answer in 1 s (3 attempts).",
      "It is set in HTTPS_PROXY. Hosts in NO_PROXY are reached without it.",
    ],
    [
      "a cut connection",
      hangsUp,
      3,
      "The connection to PROXY broke (ECONNRESET, 3 attempts).",
      "It is set in HTTPS_PROXY. Hosts in NO_PROXY are reached without it.",
    ],
  ])("%s", async ([_what, policy, attempts, message, hint], { atWork, proxy, workos }) => {
    const { port, asked } = await proxy(policy);
    const { exit, stdout, stderr } = await atWork(
      { HTTPS_PROXY: `http://${CREDENTIALS}@127.0.0.1:${port}` },
      [...["link", "create", "acme.com"], ...["--verbose", "--timeout", "1"]],
    );
    expect({ exit, stdout }).toEqual({ exit: 6, stdout: "" });
    const words = message
      .replace("WORKOS", `${HOST}:${workos.port}`)
      .replace("to PROXY", `to the proxy 127.0.0.1:${port}`)
      .replace("PROXY ", `The proxy 127.0.0.1:${port} `);
    expect(stderr).toContain(`✖ ${words}`);
    expect(stderr).toContain(hint);
    expect(asked).toHaveLength(attempts);
    expectNoSecret(stderr);
  });

  test("it is not blamed for a silent server behind an open tunnel", async ({ atWork, proxy, workos }) => {
    const policies = [saysNothing, opensOntoNothing];
    const { url, asked } = await proxy((...request) => (policies.shift() ?? opensOntoNothing)(...request));
    const { exit, stderr } = await atWork({ HTTPS_PROXY: url }, [
      "org",
      "ensure",
      "acme.com",
      "--timeout",
      "1",
    ]);
    expect(exit).toBe(6);
    expect(stderr).toContain(`✖ ${HOST}:${workos.port} did not answer in 1 s (3 attempts).`);
    expect(asked.length).toBeGreaterThan(1);
  });

  test("407, where no user name is known", async ({ atWork, proxy }) => {
    const { port, url } = await proxy(answersWith(407));
    const { exit, stderr } = await atWork({ https_proxy: url });
    expect(exit).toBe(6);
    expect(stderr).toContain(`✖ The proxy 127.0.0.1:${port} asks for a user name and a password (407).`);
    expect(stderr).toContain(`Write them into https_proxy: http://USER:PASSWORD@127.0.0.1:${port}`);
  });

  test("nothing listens there", async ({ atWork }) => {
    const port = await deadPort();
    const variables = { HTTPS_PROXY: `http://${CREDENTIALS}@127.0.0.1:${port}` };
    const seen = await atWork(variables, ["org", "ensure", "acme.com", "--json", "--verbose"]);
    expect(seen).toMatchObject({ exit: 6, stdout: "" });
    const { error } = JSON.parse(seen.stderr) as { error: { message: string; code: string } };
    expect(error.code).toBe("unavailable");
    expect(error.message).toContain(`Nothing is listening at the proxy 127.0.0.1:${port}.`);
    expectNoSecret(seen.stderr);
  });

  test("nobody knows its name", async ({ atWork }) => {
    const { exit, stderr } = await atWork({ HTTPS_PROXY: `http://${CREDENTIALS}@proxy.invalid:3128` });
    expect(exit).toBe(6);
    expect(stderr).toMatch(/✖ The proxy proxy\.invalid:3128 cannot be found \((ENOTFOUND|EAI_AGAIN)\)\./u);
    expectNoSecret(stderr);
  });
});

describe("an address that is no proxy's is wrong input, and is not repeated", () => {
  test.for<[string, string]>([
    ["http://", "HTTPS_PROXY is not the address of a proxy"],
    ["http://rep:p@ss/wört@127.0.0.1:3128", "HTTPS_PROXY is not the address of a proxy"],
    ["http://rep:p%zz@127.0.0.1:3128", "HTTPS_PROXY is not the address of a proxy"],
    ["socks5://rep:p%40ss@127.0.0.1:1080", "HTTPS_PROXY names no http or https proxy"],
  ])("%s", async ([address, words], { atWork }) => {
    const { exit, stdout, stderr } = await atWork({ HTTPS_PROXY: address });
    expect({ exit, stdout }).toEqual({ exit: 2, stdout: "" });
    expect(stderr).toContain(`✖ ${words}`);
    expect(stderr).not.toContain("rep");
    expectNoSecret(stderr);
  });
});
