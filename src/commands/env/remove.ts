import type { Context } from "../../context.ts";
import { Failure } from "../../failure.ts";
import { environmentNamed } from "../../settings/settings.ts";
import { strong, text } from "../../terminal/text.ts";
import { examplesFirst, type Register } from "../../ui/command.ts";

export const registerEnvRemove: Register = (command, launch) => {
  command
    .argument("<name>", "an environment of ssoctl env list")
    .summary("forget an environment and its key")
    .description("Forget a WorkOS environment and its key on this machine. In WorkOS nothing changes.");
  examplesFirst(command, [
    ["ssoctl env remove staging", "its key is deleted here; in WorkOS it stays valid"],
  ]);
  return command.action((name: string) => launch(command, (context) => run(name, context)));
};

async function run(name: string, context: Context): Promise<void> {
  const { environments, keys } = await context.settings();
  const { storage } = environmentNamed(name, environments);
  await agree(name, context);
  // A keychain that is gone must not keep an environment on the list for ever.
  const removing = keys[storage].remove(name).catch((error: unknown) => error);
  const failure = await context.progress.during("Waiting for the keychain…", removing);
  await environments.remove(name);
  if (failure instanceof Failure)
    throw failure.with({ hint: `${name} was removed from the list. ${failure.facts.hint ?? ""}`.trim() });
  if (failure) throw failure;
  context.output.done(text`${strong(name)} and its key are forgotten on this machine.`);
  context.output.result({
    human: [],
    bare: name,
    json: { removed: name, default: environments.defaultName() ?? null },
  });
}

async function agree(name: string, { prompts, globals }: Context): Promise<void> {
  if (globals.yes) return;
  if (!prompts.available) {
    throw new Failure("usage", `Forgetting ${name} and its key needs a yes.`, {
      hint: "Add --yes.",
    });
  }
  if (await prompts.confirm(`Forget ${name} and its key?`, false)) return;
  throw new Failure("interrupted", "Cancelled.");
}
