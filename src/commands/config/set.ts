import { ssoctl } from "../../command-line.ts";
import type { Context } from "../../context.ts";
import { refuse, shorten } from "../../failure.ts";
import { parseRecipient } from "../../handoff/recipient.ts";
import { cleanName } from "../../sanitize.ts";
import { withValue } from "../../settings/config.ts";
import type { ConfigKey } from "../../settings/settings.ts";
import { strong, text } from "../../terminal/text.ts";
import { examplesFirst, type Register } from "../../ui/command.ts";
import { parseRedirectUrl } from "../../urls.ts";
import { environmentOf, inEnvironment, keyArgument, keyLines } from "./key.ts";

const MAX_LENGTH = 200;

export const registerConfigSet: Register = (command, launch) => {
  command
    .addArgument(keyArgument())
    .argument("<value...>", "the value; several words are joined")
    .summary("set who notes to customers are from")
    .description(
      "Set your company, product, sender or support contact. Notes and messages to customers name them. With --env, the value is used in that environment only.",
    );
  examplesFirst(command, [
    ["ssoctl config set company Initech", "between Acme and Initech"],
    ["ssoctl config set sender Sam Rep", "signs the notes"],
    ["ssoctl config set support help@initech.com --env production", "in production only"],
  ]);
  command.addHelpText("after", keyLines());
  return command.action((key: ConfigKey, words: string[]) =>
    launch(command, (context) => run(key, words.join(" "), context)),
  );
};

async function run(key: ConfigKey, typed: string, context: Context): Promise<void> {
  const value = checkValue(key, typed);
  const settings = await context.settings();
  const environment = environmentOf(context, settings);
  await settings.config.change((config) => withValue(config, key, value, environment));
  context.output.done(text`The ${key}${inEnvironment(environment)} is ${strong(value)}.`);
  context.output.result({ human: [], bare: value, json: { key, value, environment: environment ?? null } });
}

/** @throws Failure `usage` */
function checkValue(key: ConfigKey, typed: string): string {
  const value = cleanName(typed);
  if (value === "") refuse(`The ${key} is empty.`, [`To remove it: `, ssoctl("config", "unset", key)]);
  if (/^["'`]?sk_\w/u.test(value)) refuse(`This is an API key, not a ${key}.`);
  if (value.length > MAX_LENGTH) refuse(`The ${key} may have ${MAX_LENGTH} characters at most.`);
  return key === "support" ? checkSupport(value) : value;
}

function checkSupport(value: string): string {
  if (/^https?:/iu.test(value)) {
    const url = new URL(parseRedirectUrl(value, "support"));
    if (url.protocol !== "https:" || url.username !== "" || url.password !== "")
      refuse(`support: "${shorten(value)}" must be an https URL without a password.`);
    return url.href;
  }
  if (!value.includes("@"))
    refuse(`support: "${shorten(value)}" is neither an email address nor an https URL.`);
  return parseRecipient(value.replace(/^mailto:/iu, "")).readable;
}
