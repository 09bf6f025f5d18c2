import { Placeholder, ssoctl } from "../../command-line.ts";
import type { Context } from "../../context.ts";
import { identityIn } from "../../settings/config.ts";
import type { ConfigKey } from "../../settings/settings.ts";
import { text } from "../../terminal/text.ts";
import { examplesFirst, type Register } from "../../ui/command.ts";
import { environmentOf, inEnvironment, keyArgument } from "./key.ts";

export const registerConfigGet: Register = (command, launch) => {
  command
    .addArgument(keyArgument())
    .summary("print one value")
    .description(
      "Print your company, product, sender or support contact. With --env, the value that is used in that environment. Prints nothing if it is not set.",
    );
  examplesFirst(command, [
    ["ssoctl config get company", "the value for all environments"],
    ["ssoctl config get company --env production", "what production uses"],
  ]);
  return command.action((key: ConfigKey) => launch(command, (context) => run(key, context)));
};

async function run(key: ConfigKey, context: Context): Promise<void> {
  const settings = await context.settings();
  const environment = environmentOf(context, settings);
  const value = identityIn(settings.config.read(), environment)[key];
  if (value === undefined)
    context.output.note(
      text`There is no ${key}${inEnvironment(environment)}. Set it: ${ssoctl("config", "set", key, new Placeholder("value"))}`,
    );
  context.output.result({
    bare: value ?? "",
    json: { key, value: value ?? null, environment: environment ?? null },
  });
}
