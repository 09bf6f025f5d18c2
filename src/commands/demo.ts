import type { Context } from "../context.ts";
import { isConsumerDomain } from "../handoff/consumer-domains.ts";
import { parseCustomer } from "../handoff/customer.ts";
import { type Decisions, ensure } from "../handoff/ensure.ts";
import { createPortalLink } from "../handoff/portal-link.ts";
import { SANDBOX_API_KEY } from "../sandbox/address.ts";
import { faint, good, strong, type Text, text } from "../terminal/text.ts";
import type { WorkosApi } from "../workos/port.ts";
import { accepted } from "./customer.ts";
import { examplesFirst } from "./examples.ts";
import type { Register } from "./launch.ts";
import { domainStates, organizationLabel } from "./organization-view.ts";

const DOMAIN = "acme.com";

/** The demo agrees to everything: it plays on a sandbox of its own. */
const AGREES: Decisions = {
  create: async (plan) => plan,
  choose: async ([first]) => {
    if (first) return first;
    throw new TypeError("there is nothing to choose from");
  },
};

export const registerDemo: Register = (program, launch) => {
  const command = program
    .command("demo")
    .summary("watch the main job done on a sandbox; no key, no network")
    .description(
      "Show the way from a customer's domain to a portal link, on a sandbox that ends with the demo.",
    );
  examplesFirst(command, [["ssoctl demo", "takes no key and no network"]]);
  command.action(() => launch(command, run));
};

async function run(context: Context): Promise<void> {
  const { startSandbox } = await import("../sandbox/server.ts");
  const sandbox = await startSandbox({ port: 0, now: context.now, isConsumerDomain });
  try {
    const environment = { name: "sandbox", kind: "test" } as const;
    const api = await context.openApi({ environment, key: SANDBOX_API_KEY, url: new URL(sandbox.url) });
    await tell(sandbox.url, api, context);
  } finally {
    await sandbox.close();
  }
}

async function tell(url: string, api: WorkosApi, { output, now }: Context): Promise<void> {
  const customer = accepted(parseCustomer(DOMAIN));
  const step = (line: Text) => output.tell(text`${good("✔")} ${line}`);

  output.tell(text`${strong("From a customer's domain to an Admin Portal link")}`);
  step(text`A WorkOS stand-in is running on this machine, at ${url}.`);

  const first = await ensure(customer, { domainState: "pending" }, AGREES, api);
  step(text`No organization had ${DOMAIN}, so one was created: ${organizationLabel(first.organization)}.`);
  output.tell(
    faint(text`  ${domainStates(first.organization, customer)}: the IT admin proves it with a DNS record.`),
  );

  const second = await ensure(customer, { domainState: "pending" }, AGREES, api);
  step(text`Asked again, the same organization was ${second.action}: ${second.organization.id}.`);

  const link = await createPortalLink(second, { intent: "sso" }, api, now);
  step(text`An Admin Portal link was made for Acme's IT admin; it works for five minutes:`);
  output.tell(text`  ${link.url}`);
  output.tell(
    faint("  They choose Okta, Entra ID, Google or another provider, and set up Single Sign-On themselves."),
  );

  output.tell(text`${strong("What to do next")}`);
  output.tell(text`  With your own WorkOS environment:  ssoctl env add staging`);
  output.tell(text`                                     ssoctl link create <customer's domain>`);
  output.tell(
    text`  Without one, on a sandbox:         ssoctl sandbox, and elsewhere: ssoctl link create acme.com --env sandbox`,
  );
  if (output.format === "json") {
    output.result({
      bare: "",
      json: { organization: second.organization.id, runs: [first.action, second.action], url: link.url },
    });
  }
}
