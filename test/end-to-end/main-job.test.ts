import { describe, expect } from "vitest";
import { type Watch, watch } from "../sandbox/support/watch.ts";
import { test } from "../support/end-to-end.ts";

const sent = ({ exchanges }: Watch) => exchanges.map(({ method, path }) => `${method} ${path}`);

describe("org ensure", () => {
  test("run twice, gives one organization and the same id", async ({ ssoctl, wire }) => {
    const first = await ssoctl("org ensure acme.com");
    const second = await ssoctl("org ensure https://www.ACME.com/about");
    expect(first.exit).toBe(0);
    expect(first.stdout).toMatch(/^org_[0-9A-Z]{26}\n$/u);
    expect(second).toMatchObject({ exit: 0, stdout: first.stdout });
    expect(sent(wire).slice(-1)).toEqual(["GET /organizations"]);
    expect(sent(wire).filter((line) => line === "POST /organizations")).toHaveLength(1);
  });

  test("finds by organization id and by external id", async ({ ssoctl }) => {
    const made = await ssoctl("org ensure acme.com --external-id crm_42");
    const id = made.stdout.trim();
    expect(await ssoctl(`org ensure ${id}`)).toMatchObject({ exit: 0, stdout: `${id}\n` });
    expect(await ssoctl("org ensure acme.com --external-id crm_42")).toMatchObject({
      exit: 0,
      stdout: `${id}\n`,
    });
  });

  test("the same customer in both spellings of an international domain", async ({ ssoctl }) => {
    const made = await ssoctl("org ensure müller.de");
    expect(made.stderr).toContain("Created Müller");
    expect(await ssoctl("org ensure xn--mller-kva.de")).toMatchObject({
      exit: 0,
      stdout: made.stdout,
    });
  });
});

describe("link create", () => {
  test("in a pipe prints one line that is the URL", async ({ ssoctl }) => {
    const { stdout, exit } = await ssoctl("link create acme.com");
    expect(exit).toBe(0);
    expect(stdout).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/portal\/[\w-]{20,}\n$/u);
    const page = await fetch(stdout.trim());
    expect(page.status).toBe(200);
    expect(await page.text()).toContain("Acme");
  });

  test("for an existing organization sends 3 requests in 2 round trips", async ({ ssoctl, freshSandbox }) => {
    await ssoctl("org ensure acme.com");
    const waves = await watch(freshSandbox.url, [1, 2]);
    const { exit } = await ssoctl("link create acme.com", waves);
    expect(exit).toBe(0);
    expect(sent(waves)[0]).toBe("GET /organizations");
    expect(sent(waves).slice(1).sort()).toEqual(["GET /connections", "POST /portal/generate_link"]);
    waves.check();
    await waves.close();
  });

  test("for a new organization sends 7 requests: it looks again, creates, reads back", async ({
    ssoctl,
    wire,
  }) => {
    const { exit } = await ssoctl("link create acme.com");
    expect(exit).toBe(0);
    const lines = wire.exchanges.map(({ method, path, query }) => `${method} ${path}${query.slice(0, 8)}`);
    expect(lines.slice(0, 4)).toEqual([
      "GET /organizations?domains",
      "GET /organizations?search=",
      "GET /organizations?domains",
      "POST /organizations",
    ]);
    expect(
      lines
        .slice(4, 6)
        .map((line) => line.replace(/org_\w+/u, "org_…"))
        .sort(),
    ).toEqual(["GET /organizations/org_…", "GET /organizations?domains"]);
    expect(lines.slice(6)).toEqual(["POST /portal/generate_link"]);
  });
});
