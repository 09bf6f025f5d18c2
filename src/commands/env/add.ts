import { Option } from "commander";
import { sentence, ssoctl } from "../../command-line.ts";
import type { Context } from "../../context.ts";
import { Failure } from "../../failure.ts";
import { fileProblem, readStream } from "../../files.ts";
import { SANDBOX_API_KEY } from "../../sandbox/address.ts";
import {
  checkEnvironmentName,
  checkKey,
  type EnvironmentKind,
  isQuoted,
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
    .argument("<name>", "name for the environment, such as staging")
    .summary("add a WorkOS environment, or replace its API key")
    .description(
      "Add a WorkOS environment to this machine. You are prompted for its API key, which you find in the WorkOS dashboard under API Keys. The API key is checked with WorkOS, then stored in your system's keychain, or in the settings file if no keychain is available.",
    )
    .option("--key-stdin", "read the API key from stdin")
    .addOption(
      oneOf(
        new Option("--kind <kind>", "environment kind, if the API key does not show it"),
        ["test", "live"],
        { staging: "test", sandbox: "test", production: "live", prod: "live" },
      ),
    )
    .option("--api-url <url>", `API base URL (default: ${WORKOS_URL})`)
    .addOption(
      oneOf<Storage>(
        new Option("--storage <place>", "where to store the API key (default: keychain, if available)"),
        ["keychain", "file"],
        { keyring: "keychain", disk: "file" },
      ),
    );
  examplesFirst(command, [
    ["ssoctl env add staging", "prompts for the API key"],
    ["op read op://Work/WorkOS/key | ssoctl env add production --key-stdin", "from a password manager"],
  ]);
  return command.action((name: string, flags: AddFlags) =>
    launch(command, (context) => run(name, flags, context)),
  );
};

async function run(name: string, flags: AddFlags, context: Context): Promise<void> {
  const { output } = context;
  checkEnvironmentName(name);
  if (flags.keyStdin) checkStdin(context);
  const settings = await context.settings();
  // A new key changes nothing else.
  const before = settings.environments.list().find((known) => known.name === name);
  const apiUrl = flags.apiUrl ?? before?.apiUrl;
  const url = parseApiUrl(apiUrl ?? WORKOS_URL, "--api-url");
  settings.checkAccess();
  await confirmReplacement(name, settings, context);
  const storage = flags.storage === "file" ? "file" : await chooseStorage(flags.storage, settings, context);
  const key = await readAcceptedKey(name, flags, url, context);
  const environment: StoredEnvironment = {
    name,
    kind: kindOf(key, flags.kind, before?.kind),
    ...(apiUrl !== undefined && { apiUrl: url.origin }),
    storage,
  };
  const isDefault = await store(environment, key, settings, context);
  output.done(
    text`Saved ${strong(name)} (${environment.kind})${isDefault ? " as the default environment" : ""}.`,
  );
  const { location } = settings.keys[storage];
  const fellBack = storage === "file" && flags.storage === undefined;
  output.note(
    faint(
      text`  API key ${maskKey(key)} works. It is stored in ${location}${fellBack ? " (no keychain available)" : ""}.`,
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

const MOST_TRIES = 3;

/** Asks again for a key that WorkOS does not accept. */
async function readAcceptedKey(
  name: string,
  flags: AddFlags,
  url: URL,
  context: Context,
  tries = 1,
): Promise<string> {
  const { output, prompts } = context;
  const key = await readKey(name, flags, context);
  if (key === SANDBOX_API_KEY && url.origin === WORKOS_URL) throw isSandboxKey();
  const kind = kindOf(key, flags.kind);
  try {
    await prompts.unseen(async () => {
      const api = await context.openApi({ environment: { name, kind }, key, url });
      await api.checkKey();
    });
    return key;
  } catch (error) {
    const isRefused = error instanceof Failure && error.facts.status === 401;
    if (!isRefused || !prompts.available || flags.keyStdin || tries === MOST_TRIES)
      return addNotStored(error);
    output.note(
      warning(
        text`! WorkOS does not accept ${maskKey(key)} (401). Copy the whole key from the WorkOS dashboard.`,
      ),
    );
  }
  return readAcceptedKey(name, flags, url, context, tries + 1);
}

function isSandboxKey(): Failure {
  return new Failure("usage", "This is the API key of the sandbox, which is built in.", {
    hint: sentence`Start it: ${ssoctl("sandbox")} · then: ${ssoctl("link", "create", "acme.com", "--env", "sandbox")}`,
  });
}

function addNotStored(error: unknown): never {
  if (!(error instanceof Failure)) throw error;
  const hint =
    error.code === "unauthorized" ? "Copy the API key again and run the same command." : error.facts.hint;
  throw error.with({
    hint: hint ? sentence`The API key was not stored. ${hint}` : "The API key was not stored.",
  });
}

/** Runs before the prompt for the API key. @throws Failure `usage` if `--storage keychain` is not possible */
async function chooseStorage(
  wanted: Storage | undefined,
  { keys }: Settings,
  { progress }: Context,
): Promise<Storage> {
  const problem = await progress.during("Waiting for the keychain…", keys.keychain.problem());
  if (problem === undefined) return "keychain";
  if (wanted === undefined) return "file";
  throw new Failure("usage", problem, {
    hint: "If the keychain is locked, unlock it. To store the API key in the settings file, pass --storage file.",
  });
}

/** @returns whether it is the default; the first environment becomes the default */
async function store(
  environment: StoredEnvironment,
  key: string,
  { environments, keys }: Settings,
  { output, progress }: Context,
): Promise<boolean> {
  const { name, storage } = environment;
  const oldStorage = environments.list().find((known) => known.name === name)?.storage ?? storage;
  await progress.during("Waiting for the keychain…", keys[storage].write(name, key));
  await environments.save(environment);
  await environments.claimDefault(name);
  if (oldStorage !== storage) {
    await keys[oldStorage].remove(name).catch((error: unknown) => {
      if (!(error instanceof Failure)) throw error;
      output.note(
        warning(sentence`The old API key may still be stored. ${error.message} ${error.facts.hint ?? ""}`),
      );
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
    throw new Failure("conflict", `Environment "${name}" already exists.`, {
      hint: "Pass --yes to replace it and its API key.",
    });
  }
  if (await prompts.confirm(`Environment "${name}" already exists. Replace it and its API key?`, false))
    return;
  throw new Failure("interrupted", "Cancelled.");
}

/** At a terminal, a key typed for `--key-stdin` would be visible. */
function checkStdin({ stdin }: Context): void {
  if (!stdin().isTTY) return;
  throw new Failure(
    "usage",
    "--key-stdin reads the API key from a pipe or a file, and stdin is a terminal.",
    {
      hint: "Without --key-stdin you are prompted for the API key.",
    },
  );
}

async function readStdin({ stdin, signal }: Context): Promise<string> {
  return readStream(stdin(), signal).catch((cause: unknown) => {
    if (cause instanceof Failure) throw cause;
    throw new Failure("usage", `--key-stdin: stdin cannot be read: ${fileProblem(cause)}.`, { cause });
  });
}

async function readKey(name: string, { keyStdin }: AddFlags, context: Context): Promise<string> {
  if (keyStdin) return checkKey(await readStdin(context));
  const { prompts } = context;
  if (!prompts.available) {
    throw new Failure("usage", "Cannot prompt for the API key.", {
      hint: "Pass it on stdin with --key-stdin.",
    });
  }
  const typed = await prompts.askSecret(`API key for ${name} (WorkOS dashboard > API Keys)`, (answer) => {
    if (isQuoted(answer.trim())) return "Paste the key without quotes.";
    return /^\s*sk_[\w-]+\s*$/u.test(answer) || "A WorkOS API key starts with sk_ and has no spaces.";
  });
  return checkKey(typed);
}

function kindOf(key: string, wanted: AddFlags["kind"], before: EnvironmentKind = "unknown"): EnvironmentKind {
  const keyKind = kindOfKey(key);
  if (keyKind === "unknown") return wanted ?? before;
  if (wanted === undefined || keyKind === wanted) return keyKind;
  throw new Failure("refused", `This is a ${keyKind} API key (${maskKey(key)}), not a ${wanted} one.`, {
    hint: `Use a ${wanted} API key, or omit --kind.`,
  });
}
