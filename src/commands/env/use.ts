import type { Context } from "../../context.ts";
import { SANDBOX } from "../../settings/environment.ts";
import { environmentNamed } from "../../settings/settings.ts";
import { strong, text } from "../../terminal/text.ts";
import { examplesFirst, type Register } from "../../ui/command.ts";

export const registerEnvUse: Register = (command, launch) => {
  command
    .argument("<name>", "environment to use by default, or sandbox")
    .summary("set the default environment")
    .description(
      "Set the environment that commands use unless --env or an environment variable selects another one (see ssoctl help environment).",
    );
  examplesFirst(command, [
    ["ssoctl env use staging", "use staging unless --env is passed"],
    ["ssoctl env use sandbox", "use the local sandbox (start it: ssoctl sandbox)"],
  ]);
  return command.action((name: string) => launch(command, (context) => run(name, context)));
};

const BUILT_IN = { name: SANDBOX, kind: "test" } as const;

async function run(typed: string, { settings, output }: Context): Promise<void> {
  const { environments } = await settings();
  const isSandbox = typed.toLowerCase() === SANDBOX;
  const { name, kind } = isSandbox ? BUILT_IN : environmentNamed(typed, environments);
  await environments.setDefault(name);
  output.done(text`${strong(name)} (${kind}) is now the default environment.`);
  output.result({ human: [], bare: name, json: { default: name, kind } });
}
