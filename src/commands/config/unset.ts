import type { Context } from "../../context.ts";
import { ownValues, withValue } from "../../settings/config.ts";
import type { ConfigKey } from "../../settings/settings.ts";
import { text } from "../../terminal/text.ts";
import { examplesFirst, type Register } from "../../ui/command.ts";
import { environmentOf, inEnvironment, keyArgument } from "./key.ts";

export const registerConfigUnset: Register = (command, launch) => {
  command
    .addArgument(keyArgument())
    .summary("remove one value")
    .description(
      "Remove your company, product, sender or support contact. With --env, only the value of that environment.",
    );
  examplesFirst(command, [
    ["ssoctl config unset support", "notes name no support contact"],
    ["ssoctl config unset company --env staging", "staging uses the value for all"],
  ]);
  return command.action((key: ConfigKey) => launch(command, (context) => run(key, context)));
};

async function run(key: ConfigKey, context: Context): Promise<void> {
  const settings = await context.settings();
  const environment = environmentOf(context, settings);
  const isSet = ownValues(settings.config.read(), environment)[key] !== undefined;
  if (isSet) await settings.config.change((config) => withValue(config, key, undefined, environment));
  context.output.done(
    isSet
      ? text`Removed the ${key}${inEnvironment(environment)}.`
      : text`There was no ${key}${inEnvironment(environment)}.`,
  );
  context.output.result({
    human: [],
    bare: key,
    json: { key, removed: isSet, environment: environment ?? null },
  });
}
