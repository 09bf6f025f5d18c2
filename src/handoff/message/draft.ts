import MailComposer from "nodemailer/lib/mail-composer";
import type { Recipient } from "../email-address.ts";
import { toHtml } from "./html.ts";
import type { Message } from "./template.ts";

/**
 * A message as an `.eml` file (RFC 5322, RFC 2045–2047) that mail programs open ready to send: `X-Unsent: 1` says that
 * it is a draft, and there is no sender, for the mail program knows it.
 */
export async function toDraft(
  { subject, text }: Message,
  recipients: readonly Recipient[],
  date: Date,
): Promise<Buffer> {
  return new MailComposer({
    to: recipients.map(({ name, readable }) => ({ name, address: readable })),
    subject,
    text,
    html: toHtml(text),
    date,
    headers: { "X-Unsent": "1" },
    newline: "windows",
  })
    .compile()
    .build();
}
