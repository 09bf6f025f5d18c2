import { describe, expect } from "vitest";
import { SANDBOX_API_KEY } from "../../src/sandbox/address.ts";
import { test as withProgram } from "../support/end-to-end.ts";

interface Held {
  readonly name: string;
  readonly domains: readonly string[];
  readonly external_id?: string;
}

const test = withProgram
  /** Makes an organization as in the dashboard. @returns its id */
  .extend("dashboard", async ({ freshSandbox }) => async ({ name, domains, external_id }: Held) => {
    const answer = await fetch(`${freshSandbox.url}/organizations`, {
      method: "POST",
      headers: { Authorization: `Bearer ${SANDBOX_API_KEY}`, "Content-Type": "application/json" },
      body: JSON.stringify({
        name,
        domain_data: domains.map((domain) => ({ domain, state: "pending" })),
        external_id,
      }),
    });
    return ((await answer.json()) as { id: string }).id;
  })
  .extend(
    "writes",
    async ({ wire }) =>
      () =>
        wire.exchanges
          .filter(({ method, status }) => method !== "GET" && status < 400)
          .map(({ method, path }) => `${method} ${path.replaceAll(/[a-z_]+_01[A-Z0-9]+/gu, ":id")}`),
  );

const LINK = "POST /portal/generate_link";
const CREATION = "POST /organizations";
const ADDITION = "POST /organization_domains";
const EMAIL = ["POST /organizations/:id/it_contacts", "POST /organizations/:id/it_contacts/:id/invite"];

describe("an organization that exists is found, whatever may be created", () => {
  test.for<[line: string, held: Held]>([
    ["org ensure https://www.gov.uk/", { name: "GDS", domains: ["gov.uk"] }],
    ["link create www.gov.uk", { name: "GDS", domains: ["gov.uk"] }],
    ["link create gc.ca", { name: "Canada", domains: ["gc.ca"] }],
    ["link email gc.ca --to jane@gc.ca", { name: "Canada", domains: ["gc.ca"] }],
    ["link email nhs.uk --to jane@nhs.uk", { name: "NHS", domains: ["nhs.uk"] }],
    ["link revoke nhs.uk", { name: "NHS", domains: ["nhs.uk"] }],
    ["org status easypost.com", { name: "EasyPost", domains: ["easypost.com"] }],
    ["link revoke easypost.com", { name: "EasyPost", domains: ["easypost.com"] }],
    ["link email easypost.com --to jane@easypost.com", { name: "EasyPost", domains: ["easypost.com"] }],
    ["org ensure www.delta.io", { name: "Delta", domains: ["www.delta.io"] }],
    ["org status https://www.delta.io/x", { name: "Delta", domains: ["www.delta.io"] }],
    ["link email www.delta.io --to jane@delta.io", { name: "Delta", domains: ["www.delta.io"] }],
    ["org status acme.foobarx", { name: "Acme", domains: ["acme.foobarx"] }],
    ["link create @acme.com", { name: "Acme", domains: ["acme.com"] }],
    ["link create xn--mgba3gch31f060k.com", { name: "Nameh", domains: ["xn--mgba3gch31f060k.com"] }],
    ["link create https://www.google.com/url?q=https://acme.com/x", { name: "Acme", domains: ["acme.com"] }],
    ["link create https://app.beta.io/x", { name: "Beta", domains: ["app.beta.io"] }],
  ])("ssoctl %s", async ([line, held], { ssoctl, dashboard, writes, expect }) => {
    const id = await dashboard(held);
    const { exit, stdout, stderr } = await ssoctl(line);
    expect({ exit, stderr: exit === 0 ? "" : stderr }).toEqual({ exit: 0, stderr: "" });
    if (line.startsWith("org ensure")) expect(stdout).toBe(`${id}\n`);
    expect(writes()).toEqual(expectedWrites(line));
  });

  function expectedWrites(line: string): readonly string[] {
    if (line.startsWith("link create")) return [LINK];
    return line.startsWith("link email") ? EMAIL : [];
  }
});

describe("creating is refused with the way out, and the way works", () => {
  test.for<[line: string, exit: number, sentence: string, allow: string]>([
    ["org ensure gc.ca", 2, "gc.ca is a public suffix", "ssoctl org ensure gc.ca --allow-domain gc.ca"],
    [
      "org ensure https://www.gov.uk/",
      2,
      "gov.uk is a public suffix",
      "ssoctl org ensure gov.uk --allow-domain gov.uk",
    ],
    [
      "link create easypost.com",
      8,
      "consumer email domain",
      "ssoctl link create easypost.com --allow-domain easypost.com",
    ],
    [
      "org ensure fastmail.com",
      8,
      "consumer email domain",
      "ssoctl org ensure fastmail.com --allow-domain fastmail.com",
    ],
    ["org ensure gmx.ch", 8, "consumer email domain", "ssoctl org ensure gmx.ch --allow-domain gmx.ch"],
    [
      "org ensure kakao.com",
      8,
      "consumer email domain",
      "ssoctl org ensure kakao.com --allow-domain kakao.com",
    ],
    [
      "org ensure acme.foobarx",
      2,
      "no top-level domain .foobarx",
      "ssoctl org ensure acme.foobarx --allow-domain acme.foobarx",
    ],
    [
      "org ensure onmicrosoft.com",
      2,
      "public suffix",
      "ssoctl org ensure onmicrosoft.com --allow-domain onmicrosoft.com",
    ],
    [
      "link email fastmail.com --to jane@fastmail.com --intent dsync",
      8,
      "consumer email domain",
      "ssoctl link email fastmail.com --intent dsync --to jane@fastmail.com --allow-domain fastmail.com",
    ],
    [
      "org ensure fastmail.com --external-id e1 --name Fast",
      8,
      "consumer email domain",
      "ssoctl org ensure fastmail.com --name Fast --external-id e1 --allow-domain fastmail.com",
    ],
  ])("ssoctl %s", async ([line, code, sentence, allow], { ssoctl, writes, expect }) => {
    const { exit, stdout, stderr } = await ssoctl(line);
    expect({ exit, stdout }).toEqual({ exit: code, stdout: "" });
    expect(stderr).toContain(sentence);
    expect(stderr).toContain(`If you mean it: ${allow} --env sandbox\n`);
    expect(writes()).toEqual([]);
    expect((await ssoctl(allow.replace("ssoctl ", ""))).exit).toBe(0);
    expect(writes()).toContain(CREATION);
  });

  test("a flag for one domain does not allow another", async ({ ssoctl, writes }) => {
    expect((await ssoctl("org ensure gmx.ch --allow-domain kakao.com")).exit).toBe(8);
    expect(writes()).toEqual([]);
  });
});

describe("who may receive", () => {
  test.for<[domain: string, to: string, exit: number]>([
    ["acme.onmicrosoft.com", "mallory@evil.onmicrosoft.com", 8],
    ["acme.onmicrosoft.com", "mallory@onmicrosoft.com", 8],
    ["acme.onmicrosoft.com", "jane@acme.onmicrosoft.com", 0],
    ["acme.okta.com", "mallory@evil.okta.com", 8],
    ["dmv.ca.gov", "mallory@cdph.ca.gov", 8],
    ["dmv.ca.gov", "jane@field.dmv.ca.gov", 0],
    ["eu.acme.com", "jane@acme.com", 8],
    ["eu.acme.com", "jane@us.acme.com", 8],
    ["acme.com", "jane@eu.acme.com", 0],
    ["acme.com", "jane@acme.com.evil.net", 8],
    ["acme.com", "jane@notacme.com", 8],
    ["acme.com", "jane@ACME.com", 0],
    ["gc.ca", "jane@cra-arc.gc.ca", 8],
  ])(
    "at an organization with %s, %s: %i",
    async ([domain, to, code], { ssoctl, dashboard, writes, expect }) => {
      await dashboard({ name: "Acme", domains: [domain] });
      const { exit, stderr } = await ssoctl(`link email ${domain} --to ${to}`);
      expect(exit).toBe(code);
      if (code === 0) return;
      expect(stderr).toContain(`${to} is not at one of Acme's domains.`);
      expect(writes()).toEqual([]);
      const [, allow = ""] = /If you mean it: (--allow-recipient \S+)/u.exec(stderr) ?? [];
      expect((await ssoctl(`link email ${domain} --to ${to} ${allow}`)).exit).toBe(0);
      expect(writes()).toEqual(EMAIL);
    },
  );

  test("tenants of a platform are not offered to each other, and are called by their own names", async ({
    ssoctl,
  }) => {
    for (const domain of [
      "acme.onmicrosoft.com",
      "beta.onmicrosoft.com",
      "gamma.okta.com",
      "dmv.ca.gov",
      "cdph.ca.gov",
    ]) {
      const { stdout } = await ssoctl(`org ensure ${domain} --json`);
      const name = domain.charAt(0).toUpperCase() + domain.slice(1, domain.indexOf("."));
      expect(JSON.parse(stdout)).toMatchObject({ action: "created", organization: { name }, similar: [] });
    }
  });
});

describe("the host of a pasted link that nobody has", () => {
  test.for([
    ["https://app.beta.io/x", "beta.io", "app.beta.io"],
    ["https://login.acme.co.uk/", "acme.co.uk", "login.acme.co.uk"],
  ] as const)(
    "stops a script, and each of its commands works: %s",
    async ([link, own, host], { ssoctl, writes, expect }) => {
      const { exit, stderr } = await ssoctl(`link create ${link}`);
      expect(exit).toBe(2);
      expect(stderr).toContain(
        `✖ No organization for ${host} or ${own}. The host of a link may not be the customer's domain.`,
      );
      expect(writes()).toEqual([]);
      for (const domain of [own, host]) {
        const command = `link create ${domain}`;
        expect(stderr).toContain(`ssoctl ${command} --env sandbox`);
        expect((await ssoctl(command)).exit).toBe(0);
      }
    },
  );
});

describe("a customer with another domain than before", () => {
  const LINE = "org ensure newacme.com --external-id crm_42";

  test("is named with the command that adds the domain, and that works", async ({
    ssoctl,
    dashboard,
    writes,
  }) => {
    const id = await dashboard({ name: "Acme", domains: ["acme.com"], external_id: "crm_42" });
    const { exit, stderr } = await ssoctl(LINE);
    expect(exit).toBe(5);
    const command = `${LINE} --add-to ${id}`;
    expect(stderr).toContain(
      `  If it is the same customer, add the domain: ssoctl ${command} --env sandbox\n`,
    );
    expect(writes()).toEqual([]);
    expect(await ssoctl(command)).toMatchObject({ exit: 0, stdout: `${id}\n` });
    expect(writes()).toEqual([ADDITION]);
    expect(await ssoctl(command)).toMatchObject({ exit: 0, stdout: `${id}\n` });
    expect(await ssoctl(LINE)).toMatchObject({ exit: 0, stdout: `${id}\n` });
    expect(writes()).toEqual([ADDITION]);
  });

  test("which another organization has, is a conflict", async ({ ssoctl, dashboard, writes }) => {
    const id = await dashboard({ name: "Acme", domains: ["acme.com"] });
    await dashboard({ name: "New Acme", domains: ["newacme.com"] });
    const { exit, stderr } = await ssoctl(`org ensure newacme.com --add-to ${id}`);
    expect(exit).toBe(5);
    expect(stderr).toContain("New Acme (");
    expect(writes()).toEqual([]);
  });
});

test("an organization without a domain says so, and what comes next works", async ({ ssoctl, dashboard }) => {
  const id = await dashboard({ name: "Acme", domains: [] });
  const ensured = await ssoctl(`org ensure ${id}`);
  expect(ensured.stderr).toContain(`✔ Acme (${id}) · no domain yet\n`);
  const { stdout } = await ssoctl(`org status ${id} --json`);
  const { command } = JSON.parse(stdout).next;
  expect((await ssoctl(command.replace("ssoctl ", "").replace(" --env sandbox", ""))).exit).toBe(0);
});
