import { sentence } from "../../command-line.ts";
import type { Context } from "../../context.ts";
import { Failure } from "../../failure.ts";
import { environmentNamed } from "../../settings/settings.ts";
import { strong, text } from "../../terminal/text.ts";
import { examplesFirst, type Register } from "../../ui/command.ts";

export const registerEnvRemove: Register = (command, launch) => {
  command
    .argument("<name>", "environment to remove")
    .summary("remove an environment and its API key")
    .description("Remove a WorkOS environment and its API key from this machine. Nothing changes in WorkOS.");
  examplesFirst(command, [["ssoctl env remove staging", "its API key stays valid in WorkOS"]]);
  return command.action((name: string) => launch(command, (context) => run(name, context)));
};

async function run(typed: string, context: Context): Promise<void> {
  const { environments, keys } = await context.settings();
  const { name, storage } = environmentNamed(typed, environments);
  await confirmRemoval(name, context);
  // Remove the environment even if the keychain is not available.
  const removing = keys[storage].remove(name).catch((error: unknown) => error);
  const failure = await context.progress.during("Waiting for the keychain…", removing);
  await environments.remove(name);
  if (failure instanceof Failure)
    throw failure.with({
      hint: sentence`Environment ${name} was removed. ${failure.facts.hint ?? ""}`,
    });
  if (failure) throw failure;
  context.output.done(text`Removed ${strong(name)} and its API key from this machine.`);
  context.output.result({
    human: [],
    bare: name,
    json: { removed: name, default: environments.defaultName() ?? null },
  });
}

async function confirmRemoval(name: string, { prompts, globals }: Context): Promise<void> {
  if (globals.yes) return;
  if (!prompts.available) {
    throw new Failure("usage", `Removing ${name} and its API key requires confirmation.`, {
      hint: "Pass --yes to confirm.",
    });
  }
  if (await prompts.confirm(`Remove ${name} and its API key?`, false)) return;
  throw new Failure("interrupted", "Cancelled.");
}
