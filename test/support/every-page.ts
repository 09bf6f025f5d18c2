import type { Page } from "playwright-core";
import type { Invited } from "./invitation.ts";

const DAY = 24 * 60;

/** Goes through the sandbox and stops at each page that it can show; yields a name for it. */
export async function* everyPage(page: Page, { sandbox, organization, call, pass }: Invited) {
  const go = (path: string) => page.goto(new URL(path, sandbox.url).href);
  const press = (name: string) => page.getByRole("button", { name }).click();
  const link = async (body: object): Promise<string> =>
    (await call("POST", "/portal/generate_link", { organization, ...body })).link;
  const invite = async (email: string, intents: string[]): Promise<string> => {
    const contacts = `/organizations/${organization}/it_contacts`;
    const { id } = await call("POST", contacts, { email });
    await call("POST", `${contacts}/${id}/invite`, { intents });
    return `${contacts}/${id}`;
  };
  const newestMail = async () => (await call("GET", "/_sandbox/inbox"))[0];

  await go("/");
  yield "start";
  await go("/inbox");
  yield "inbox";
  const mail = await newestMail();
  await go(`/inbox/${mail.id}`);
  yield "mail";
  await go("/inbox/mail_x");
  yield "mail-unknown";
  await go("/nowhere");
  yield "unknown";

  await go(mail.url);
  yield "overview";
  const session = page.url();
  await go(`${session}/sso`);
  yield "domain-first";
  await go(`${session}/domains`);
  yield "domain";
  await press("I have added the record");
  yield "domain-verified";
  await go(session);
  yield "overview-halfway";
  await go(`${session}/sso`);
  yield "choose-provider";
  for (const provider of ["okta", "entra", "google", "other"]) {
    await go(`${session}/sso/${provider}`);
    yield `provider-${provider}`;
  }
  await page.getByLabel("Metadata URL").fill("okta");
  await press("Activate Single Sign-On");
  yield "provider-refused";
  await go(`${session}/sso/okta`);
  await press("Activate Single Sign-On");
  yield "done";
  await go(mail.url);
  yield "setup-completed";

  await go(
    await link({ return_url: "https://app.example.com/x", success_url: "https://app.example.com/done" }),
  );
  yield "portal-overview";
  const portal = page.url();
  await go(`${portal}/sso`);
  yield "sso-settings";
  await press("Test the sign-in");
  yield "test-sign-in";
  await go(`${portal}/directory`);
  yield "choose-directory";
  await press("Okta");
  yield "directory-done";
  await go(`${portal}/directory`);
  yield "directory-settings";
  await go(await link({ intent: "audit_logs" }));
  yield "unsupported-overview";
  await go(`${page.url()}/audit_logs`);
  yield "unsupported";

  const contact = await invite("joe@acme.com", ["sso"]);
  await call("POST", `${contact}/revoke`, {});
  await go((await newestMail()).url);
  yield "setup-revoked";
  await invite("joan@acme.com", ["sso"]);
  const [used, late] = [await link({ intent: "sso" }), await link({ intent: "sso" })];
  await go(used);
  await go(used);
  yield "portal-used";
  pass(30 * DAY);
  await go(late);
  yield "portal-expired";
  await go((await newestMail()).url);
  yield "setup-expired";
  await go("/setup/x");
  yield "setup-unknown";
  await go("/portal/x");
  yield "portal-unknown";
  await go("/session/x");
  yield "session-unknown";
}
