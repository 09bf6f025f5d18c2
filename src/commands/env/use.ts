import type { Context } from "../../context.ts";
import { SANDBOX } from "../../settings/environment.ts";
import { environmentNamed } from "../../settings/settings.ts";
import { strong, text } from "../../terminal/text.ts";
import { examplesFirst, type Register } from "../../ui/command.ts";

export const registerEnvUse: Register = (command, launch) => {
  command
    .argument("<name>", "an environment of ssoctl env list, or sandbox")
    .summary("set the default environment")
    .description(
      "Set the environment that commands use when neither --env nor a variable (ssoctl help environment) names one.",
    );
  examplesFirst(command, [
    ["ssoctl env use staging", "from now on staging, unless --env says otherwise"],
    ["ssoctl env use sandbox", "the stand-in that ssoctl sandbox runs"],
  ]);
  return command.action((name: string) => launch(command, (context) => run(name, context)));
};

async function run(name: string, { settings, output }: Context): Promise<void> {
  const { environments } = await settings();
  const kind = name === SANDBOX ? "test" : environmentNamed(name, environments).kind;
  await environments.setDefault(name);
  output.done(text`${strong(name)} (${kind}) is the default now.`);
  output.result({ human: [], bare: name, json: { default: name, kind } });
}
