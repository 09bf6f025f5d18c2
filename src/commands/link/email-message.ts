import type { Context } from "../../context.ts";
import { Failure } from "../../failure.ts";
import { INTENT_WORDS } from "../../handoff/intents.ts";
import { messageFacts } from "../../handoff/message/facts.ts";
import { type Message, renderTemplate } from "../../handoff/message/template.ts";
import { LINK_MESSAGE } from "../../handoff/message/templates.ts";
import { createPortalLink, type PortalLink } from "../../handoff/portal-link.ts";
import type { Done } from "../../history/port.ts";
import { faint, good, text } from "../../terminal/text.ts";
import { copyWords } from "../copy-words.ts";
import { similarJson } from "../decisions.ts";
import { clockTime, environmentJson, organizationJson } from "../organization-view.ts";
import { deed } from "../recorded.ts";
import type { EmailWishes } from "./email-wishes.ts";
import type { Scene } from "./scene.ts";

/** Makes a portal link and a message of the person's own around it: to paste, or as a draft in the mail program. */
export async function writeMessage(scene: Scene, wishes: EmailWishes, context: Context): Promise<void> {
  const link = await createPortalLink(scene.ensured, { intent: wishes.intent }, scene.api, context.now);
  const message = compose(scene, wishes, link);
  await (wishes.via === "text" ? handOver : handOverDraft)(message, link, scene, wishes, context);
  await context.record(deed(scene.customer, scene.ensured.organization, messageWritten(wishes, link)));
  context.output.note(
    faint(
      text`  The link works until ${clockTime(link.expiresAt)}: send it now, to someone who is waiting for it.`,
    ),
  );
}

function compose(
  { ensured }: Scene,
  { recipients, provider, template }: EmailWishes,
  link: PortalLink,
): Message {
  const facts = messageFacts({
    organization: ensured.organization,
    recipient: recipients[0],
    purposes: [INTENT_WORDS[link.intent]],
    provider,
    link,
  });
  return renderTemplate(template ?? LINK_MESSAGE, facts, `Your link to set up ${facts.purpose}`);
}

function messageWritten({ via, recipients }: EmailWishes, { intent }: PortalLink): Done {
  return { action: "message_written", via, to: recipients.map(({ readable }) => readable), intent };
}

type HandOver = (
  message: Message,
  link: PortalLink,
  scene: Scene,
  wishes: EmailWishes,
  context: Context,
) => Promise<void>;

const handOver: HandOver = async (message, link, scene, { copy }, { output, clipboard }) => {
  const whole = `Subject: ${message.subject}\n\n${message.text.trimEnd()}`;
  const copied = (copy ?? output.format === "terminal") ? await clipboard.copy(message.text) : undefined;
  output.result({ bare: whole, json: { ...messageJson(message, link, scene), copied: copied === "copied" } });
  if (copied) output.note(copyWords("The message", copied));
};

const handOverDraft: HandOver = async (
  message,
  link,
  scene,
  { recipients, out },
  { output, files, browser, now },
) => {
  // The MIME library is large, and only drafts need it.
  const { toDraft } = await import("../../handoff/message/draft.ts");
  const path = out ?? (await files.temporary("setup-link.eml"));
  await files.writePrivately(path, await toDraft(message, recipients, now())).catch((cause: unknown) => {
    throw new Failure("usage", `--out: ${path} cannot be written.`, { cause });
  });
  const opened = output.format === "terminal" && (await browser.open(path));
  output.result({ bare: path, json: { ...messageJson(message, link, scene), file: path, opened } });
  output.note(
    opened
      ? text`${good("✔")} Handed to your mail program, ready to send.`
      : text`Open it in your mail program; it is ready to send.`,
  );
};

function messageJson(message: Message, { intent, expiresAt }: PortalLink, { ensured, environment }: Scene) {
  return {
    organization: organizationJson(ensured.organization),
    action: ensured.action,
    similar: ensured.similar.map(similarJson),
    intent,
    expiresAt: expiresAt.toISOString(),
    message,
    environment: environmentJson(environment),
  };
}
