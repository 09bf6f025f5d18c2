import { describe, expect } from "vitest";
import { SANDBOX_API_KEY } from "../../src/sandbox/address.ts";
import { certificateFor } from "../support/certificate.ts";
import { secure, startProxy, tunnels } from "../support/company-network.ts";
import { test as withProgram } from "../support/end-to-end.ts";
import { installProgram } from "../support/program.ts";
import { DUAL_HOST, NO_HOSTS, startSlowPort, whereDualHostIsKnown } from "../support/slow-network.ts";

const test = withProgram
  .extend("certificate", { scope: "file" }, async ({}, { onCleanup }) => {
    const certificate = await certificateFor(`DNS:${DUAL_HOST}`, "DNS:api.workos.test");
    onCleanup(certificate.close);
    return certificate;
  })
  .extend("workos", async ({ sandbox, certificate }, { onCleanup }) => {
    const workos = await secure(sandbox.url, certificate);
    onCleanup(workos.close);
    return workos;
  })
  .extend("proxy", async ({}, { onCleanup }) => {
    const proxy = await startProxy(tunnels());
    onCleanup(proxy.close);
    return proxy;
  })
  .extend("run", async ({ program, certificate }, { onCleanup }) => {
    const known = await installProgram({}, await whereDualHostIsKnown(program));
    onCleanup(known.close);
    const variables = {
      WORKOS_API_KEY: SANDBOX_API_KEY,
      NODE_EXTRA_CA_CERTS: certificate.path,
      // As where IPv6 has no route. With IPv4 last, Node would not give up on it.
      NODE_OPTIONS: "--dns-result-order=ipv4first",
    };
    return (env: Record<string, string>, ...flags: string[]) =>
      known.run(["link", "create", "acme.com", "--yes", ...flags], { env: { ...variables, ...env } });
  });

describe.skipIf(NO_HOSTS)(`a host with IPv4 and IPv6 addresses, and nothing at the latter${NO_HOSTS}`, () => {
  test("has the whole limit for connecting, directly", async ({ run, workos, onTestFinished }) => {
    const slow = await startSlowPort(workos.port);
    onTestFinished(slow.close);
    const running = run({ WORKOS_API_URL: `https://${DUAL_HOST}:${slow.port}` });
    await slow.answerAfter(2500);
    expect(await running).toMatchObject({ exit: 0, stdout: expect.stringContaining("/portal/") });
  });

  test("has the whole limit for connecting, as a proxy", async ({ run, workos, proxy, onTestFinished }) => {
    const slow = await startSlowPort(proxy.port);
    onTestFinished(slow.close);
    const running = run({
      WORKOS_API_URL: `https://api.workos.test:${workos.port}`,
      HTTPS_PROXY: `http://${DUAL_HOST}:${slow.port}`,
    });
    await slow.answerAfter(2500);
    expect(await running).toMatchObject({ exit: 0, stdout: expect.stringContaining("/portal/") });
  });

  test("that never connects is no broken connection, and nothing was sent", async ({
    run,
    workos,
    onTestFinished,
  }) => {
    const slow = await startSlowPort(workos.port);
    onTestFinished(slow.close);
    const url = { WORKOS_API_URL: `https://${DUAL_HOST}:${slow.port}` };
    const { exit, stdout, stderr } = await run(url, "--timeout", "1", "--json");
    expect({ exit, stdout }).toEqual({ exit: 6, stdout: "" });
    expect(JSON.parse(stderr).error).toMatchObject({
      message: `No connection to ${DUAL_HOST}:${slow.port} in 1 s (3 attempts).`,
      unknown: [],
    });
  });
});
