import { Argument, InvalidArgumentError } from "commander";
import type { Context } from "../../context.ts";
import { SANDBOX } from "../../settings/environment.ts";
import { CONFIG_KEYS, type ConfigKey, environmentNamed, type Settings } from "../../settings/settings.ts";

export const KEY_WORDS: Readonly<Record<ConfigKey, string>> = {
  company: "your company, as customers know it",
  product: "what they sign in to",
  sender: "the name that signs a note",
  support: "an email address or https URL for questions",
};

export function keyLines(): string {
  const lines = CONFIG_KEYS.map((key) => `  ${key.padEnd(8)} ${KEY_WORDS[key]}`);
  return `\nWhat can be set:\n${lines.join("\n")}`;
}

export function keyArgument(): Argument {
  return new Argument("<key>", "which value").choices(CONFIG_KEYS).argParser((typed: string) => {
    const key = CONFIG_KEYS.find((known) => known === typed.toLowerCase());
    if (key) return key;
    throw new InvalidArgumentError(`Allowed choices are ${CONFIG_KEYS.join(", ")}.`);
  });
}

/** Only what `--env` names: the environment of other commands may be set for the whole shell. @throws Failure `usage` */
export function environmentOf(
  { globals: { env } }: Pick<Context, "globals">,
  { environments }: Settings,
): string | undefined {
  if (env === undefined || env === SANDBOX) return env;
  return environmentNamed(env, environments).name;
}

/** ` in staging`, or nothing for all environments. */
export function inEnvironment(environment: string | undefined): string {
  return environment === undefined ? "" : ` in ${environment}`;
}
