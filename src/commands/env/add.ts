import { text as readAll } from "node:stream/consumers";
import { Option } from "commander";
import type { Context } from "../../context.ts";
import { Failure } from "../../failure.ts";
import {
  checkEnvironmentName,
  checkKey,
  type EnvironmentKind,
  kindOfKey,
  maskKey,
} from "../../settings/environment.ts";
import type { Settings, Storage, StoredEnvironment } from "../../settings/settings.ts";
import { faint, strong, text, warning } from "../../terminal/text.ts";
import { examplesFirst, type Register } from "../../ui/command.ts";
import { oneOf } from "../../ui/options.ts";
import { parseApiUrl, WORKOS_URL } from "../../urls.ts";

interface AddFlags {
  readonly keyStdin?: boolean;
  readonly kind?: Exclude<EnvironmentKind, "unknown">;
  readonly apiUrl?: string;
  readonly storage?: Storage;
}

export const registerEnvAdd: Register = (command, launch) => {
  command
    .argument("<name>", "what you will call it: staging, production")
    .summary("add a WorkOS environment, or replace its key")
    .description(
      "Add a WorkOS environment to this machine. Its API key (in the WorkOS dashboard: API Keys) is asked for, or read from stdin, and checked before it is kept. It is kept in the operating system's keychain, or where none answers in the settings file, readable by you alone.",
    )
    .option("--key-stdin", "read the key from stdin instead of asking")
    .addOption(
      oneOf(
        new Option("--kind <kind>", "test, or live with real customers, where the key does not tell"),
        ["test", "live"],
        { staging: "test", sandbox: "test", production: "live", prod: "live" },
      ),
    )
    .option("--api-url <url>", "where its API is, if not at WorkOS")
    .addOption(
      oneOf<Storage>(
        new Option("--storage <place>", "where to keep the key (default: the keychain if one answers)"),
        ["keychain", "file"],
        { keyring: "keychain", disk: "file" },
      ),
    );
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
  await confirmReplacement(name, settings, context);
  const storage = flags.storage === "file" ? "file" : await askKeychain(flags.storage, settings, context);
  const key = await readKey(name, flags, context);
  const environment: StoredEnvironment = {
    name,
    kind: kindOf(key, flags.kind),
    ...(flags.apiUrl !== undefined && { apiUrl: url.origin }),
    storage,
  };
  const api = await context.openApi({ environment, key, url });
  await api.checkKey().catch(sayNotStored);
  const isDefault = await keep(environment, key, settings, context);
  output.done(
    text`${strong(name)} · ${environment.kind} · ${maskKey(key)} works${isDefault ? ", and is the default" : ""}.`,
  );
  const { place } = settings.keys[storage];
  const fellBack = storage === "file" && flags.storage === undefined;
  output.note(
    storage === "keychain"
      ? faint(text`  Its key is in ${place}.`)
      : faint(
          text`  Its key is in ${place}, readable by you alone${fellBack ? ": no keychain answers" : ""}.`,
        ),
  );
  output.result({
    human: [],
    bare: name,
    json: {
      name,
      kind: environment.kind,
      apiUrl: url.origin,
      default: isDefault,
      key: maskKey(key),
      storage,
    },
  });
}

function sayNotStored(error: unknown): never {
  if (!(error instanceof Failure)) throw error;
  const hint =
    error.code === "unauthorized" ? "Copy the key again, and run the same command." : error.facts.hint;
  throw error.with({ hint: `The key was not stored. ${hint ?? ""}`.trim() });
}

/**
 * Before the key is asked for, so that nobody types one in vain.
 *
 * @throws Failure `usage` where the keychain was asked for and there is none: another flag helps, another try does not
 */
async function askKeychain(
  wanted: Storage | undefined,
  { keys }: Settings,
  { progress }: Context,
): Promise<Storage> {
  const problem = await progress.during("Waiting for the keychain…", keys.keychain.problem());
  if (problem === undefined) return "keychain";
  if (wanted === undefined) return "file";
  throw new Failure("usage", problem, {
    hint: "If it is locked, unlock it. To keep the key in a file that you alone can read: --storage file",
  });
}

/** @returns whether it is the default now: the first one is */
async function keep(
  environment: StoredEnvironment,
  key: string,
  { environments, keys }: Settings,
  { output, progress }: Context,
): Promise<boolean> {
  const { name, storage } = environment;
  const before = environments.list().find((known) => known.name === name)?.storage ?? storage;
  await progress.during("Waiting for the keychain…", keys[storage].write(name, key));
  await environments.save(environment);
  await environments.claimDefault(name);
  if (before !== storage) {
    await keys[before].remove(name).catch((error: unknown) => {
      if (!(error instanceof Failure)) throw error;
      output.note(warning(`The old key stays behind. ${error.message} ${error.facts.hint ?? ""}`));
    });
  }
  return environments.defaultName() === name;
}

async function confirmReplacement(
  name: string,
  { environments }: Settings,
  { prompts, globals }: Context,
): Promise<void> {
  if (globals.yes || !environments.list().some((known) => known.name === name)) return;
  if (!prompts.available) {
    throw new Failure("conflict", `There is an environment "${name}" already.`, {
      hint: "To replace it and its key, add --yes.",
    });
  }
  if (await prompts.confirm(`There is an environment "${name}" already. Replace it and its key?`, false))
    return;
  throw new Failure("interrupted", "Cancelled.");
}

async function readKey(name: string, { keyStdin }: AddFlags, { prompts, stdin }: Context): Promise<string> {
  if (keyStdin) return checkKey(await readAll(stdin()));
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
function kindOf(key: string, wanted: AddFlags["kind"]): EnvironmentKind {
  const told = kindOfKey(key);
  if (wanted === undefined || told === "unknown" || told === wanted) return wanted ?? told;
  throw new Failure("refused", `The key is a ${told} one (${maskKey(key)}), not ${wanted}.`);
}
