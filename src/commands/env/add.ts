import { text as readAll } from "node:stream/consumers";
import { Option } from "commander";
import type { Context } from "../../context.ts";
import { Failure } from "../../failure.ts";
import { parseApiUrl, WORKOS_URL } from "../../settings/api-url.ts";
import {
  checkEnvironmentName,
  checkKey,
  type Environment,
  type EnvironmentKind,
  kindOfKey,
  maskKey,
} from "../../settings/environment.ts";
import type { Settings } from "../../settings/ports.ts";
import { faint, strong, text } from "../../terminal/text.ts";
import { examplesFirst } from "../examples.ts";
import type { Register } from "../launch.ts";

interface AddFlags {
  readonly keyStdin?: boolean;
  readonly kind?: Exclude<EnvironmentKind, "unknown">;
  readonly apiUrl?: string;
}

export const registerEnvAdd: Register = (env, launch) => {
  const command = env
    .command("add")
    .argument("<name>", "what you will call it: staging, production")
    .summary("add a WorkOS environment, or replace its key")
    .description(
      "Add a WorkOS environment to this machine. Its API key is asked for, or read from stdin, and checked before it is kept.",
    )
    .option("--key-stdin", "read the API key from stdin")
    .addOption(
      new Option("--kind <kind>", "test or live, where the key does not tell").choices(["test", "live"]),
    )
    .option("--api-url <url>", "where its API is, if not at WorkOS");
  examplesFirst(command, [
    ["ssoctl env add staging", "asks for the key"],
    ["pass show workos/live | ssoctl env add production --key-stdin", "from a password manager"],
  ]);
  return command.action((name: string, flags: AddFlags) =>
    launch(command, (context) => run(name, flags, context)),
  );
};

async function run(name: string, flags: AddFlags, context: Context): Promise<void> {
  const { output } = context;
  checkEnvironmentName(name);
  const url = parseApiUrl(flags.apiUrl ?? WORKOS_URL, "--api-url");
  const settings = await context.settings();
  await agreeToReplace(name, settings, context);
  const key = await readKey(name, flags, context);
  const environment: Environment = {
    name,
    kind: agreedKind(key, flags.kind),
    ...(flags.apiUrl !== undefined && { apiUrl: url.origin }),
  };
  const api = await context.openApi({ environment, key, url });
  await api.checkKey();
  const isDefault = await keep(environment, key, settings);
  output.done(
    text`${strong(name)} · ${environment.kind} · ${maskKey(key)} works${isDefault ? ", and is the default" : ""}.`,
  );
  output.note(faint(text`  Its key is in ${settings.keys.place}, readable by you alone.`));
  output.result({
    human: [],
    bare: name,
    json: { name, kind: environment.kind, apiUrl: url.origin, default: isDefault, key: maskKey(key) },
  });
}

/** @returns whether it is the default now: the first one is */
async function keep(
  environment: Environment,
  key: string,
  { environments, keys }: Settings,
): Promise<boolean> {
  await keys.write(environment.name, key);
  environments.save(environment);
  if (environments.defaultName() === undefined) environments.setDefault(environment.name);
  return environments.defaultName() === environment.name;
}

async function agreeToReplace(
  name: string,
  { environments }: Settings,
  { prompts, globals }: Context,
): Promise<void> {
  if (globals.yes || !environments.list().some((known) => known.name === name)) return;
  if (!prompts.available) {
    throw new Failure("conflict", `There is an environment "${name}" already. Nothing was changed.`, {
      hint: "To replace it and its key, add --yes.",
    });
  }
  if (await prompts.confirm(`There is an environment "${name}" already. Replace it and its key?`, false))
    return;
  throw new Failure("interrupted", "Not replaced. Nothing was changed.");
}

async function readKey(name: string, { keyStdin }: AddFlags, { prompts, stdin }: Context): Promise<string> {
  if (keyStdin) return checkKey(await readAll(stdin));
  if (!prompts.available) {
    throw new Failure("usage", "There is no terminal to ask for the API key.", {
      hint: "Give it on stdin: --key-stdin",
    });
  }
  const typed = await prompts.askSecret(`API key of ${name} (WorkOS dashboard, API Keys)`, (answer) => {
    return /^\s*sk_[\w-]+\s*$/u.test(answer) || "A WorkOS API key begins with sk_ and has no spaces.";
  });
  return checkKey(typed);
}

/** @throws Failure `refused` where the key says otherwise */
function agreedKind(key: string, wanted: AddFlags["kind"]): EnvironmentKind {
  const told = kindOfKey(key);
  if (wanted === undefined || told === "unknown" || told === wanted) return wanted ?? told;
  throw new Failure(
    "refused",
    `The key is a ${told} one (${maskKey(key)}), not ${wanted}. Nothing was changed.`,
  );
}
