import { Placeholder, ssoctl } from "../../command-line.ts";
import type { Context } from "../../context.ts";
import { sanitize } from "../../sanitize.ts";
import { identityIn, identityOf } from "../../settings/config.ts";
import { CONFIG_KEYS, type ConfigKey, type Identity } from "../../settings/settings.ts";
import { faint, strong, type Text, text } from "../../terminal/text.ts";
import { examplesFirst, type Register } from "../../ui/command.ts";
import { environmentOf } from "./key.ts";

interface Row {
  readonly key: ConfigKey;
  readonly value: string;
  /** Empty for all environments. */
  readonly environment: string;
}

export const registerConfigList: Register = (command, launch) => {
  command
    .summary("list who notes to customers are from")
    .description(
      "List your company, product, sender and support contact, and the values of single environments. With --env, the values that are used in that environment.",
    );
  examplesFirst(command, [
    ["ssoctl config list", "all values"],
    ["ssoctl config list --env production", "what production uses"],
  ]);
  return command.action(() => launch(command, run));
};

async function run(context: Context): Promise<void> {
  const { output } = context;
  const settings = await context.settings();
  const environment = environmentOf(context, settings);
  const config = settings.config.read();
  const all = Object.entries(environment === undefined ? (config.environments ?? {}) : {});
  const own = all.map(([name, values]) => [sanitize(name), identityOf(values)] as const);
  const used = identityIn(config, environment);
  const rows = [...rowsOf(used, ""), ...own.flatMap(([name, values]) => rowsOf(values, name))];
  if (rows.length === 0)
    output.note(
      text`Nothing is set. For example: ${ssoctl("config", "set", "company", new Placeholder("value"))}`,
    );
  output.result({
    human: rows.map(line),
    bare: rows.map(({ key, value, environment: name }) => [key, value, name].join("\t")).join("\n"),
    json: {
      ...valuesOf(used),
      environments: Object.fromEntries(own.map(([name, values]) => [name, valuesOf(values)])),
      environment: environment ?? null,
    },
  });
}

function rowsOf(values: Identity, environment: string): Row[] {
  return CONFIG_KEYS.flatMap((key) => {
    const value = values[key];
    return value === undefined ? [] : [{ key, value, environment }];
  });
}

function line({ key, value, environment }: Row): Text {
  return text`${key.padEnd(8)} ${strong(value)}${environment === "" ? "" : faint(`  ${environment} only`)}`;
}

function valuesOf(values: Identity) {
  return Object.fromEntries(CONFIG_KEYS.map((key) => [key, values[key] ?? null]));
}
