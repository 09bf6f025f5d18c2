import manifest from "../../package.json" with { type: "json" };
import { type Sentence, sentence, ssoctl } from "../command-line.ts";
import { type Context, clockWords } from "../context.ts";
import { ENVIRONMENT_VARIABLES } from "../environment-variables.ts";
import { Failure } from "../failure.ts";
import { fileProblem } from "../files.ts";
import { SANDBOX_API_KEY, SANDBOX_URL } from "../sandbox/address.ts";
import { checkKey, type Environment, kindOfKey, maskKey, SANDBOX } from "../settings/environment.ts";
import type { Settings } from "../settings/settings.ts";
import { bad, faint, good, type Text, text, warning } from "../terminal/text.ts";
import { examplesFirst, type Register } from "../ui/command.ts";
import { parseApiUrl, WORKOS_URL } from "../urls.ts";

export const registerDoctor: Register = (command, launch) => {
  command.description(
    "Check Node, settings, API keys, clipboard and terminal. Each key is tried with one harmless request.\nExit code 0: no problem, or only warnings. 4: a key does not work. 1: another problem.",
  );
  examplesFirst(command, [
    ["ssoctl doctor", "what is wrong and how to fix it"],
    ["ssoctl doctor --json", "for a bug report; keys are masked"],
  ]);
  return command.action(() => launch(command, run));
};

async function run(context: Context): Promise<void> {
  const opened = context.settings();
  const withSettings = (what: string, check: (settings: Settings) => Checked | Promise<Checked>) =>
    opened.then(
      (settings) => attempt(what, () => check(settings)),
      () => [],
    );
  // Before the keys are read, so that a locked keychain asks only once.
  const keychain = await context.progress.during(
    "Waiting for the keychain…",
    withSettings("keychain", checkKeychain),
  );
  const checks = (
    await Promise.all([
      attempt("program", () => checkProgram(context)),
      attempt("settings", async () => checkSettings(await opened)),
      keychain,
      withSettings("environments", (settings) => checkEnvironments(settings, context)),
      attempt("WORKOS_API_KEY", () => checkVariableKey(context)),
      attempt("history", () => checkHistory(context)),
      attempt("certificates", () => checkCertificates(context)),
      attempt("variables", () => checkVariables(context)),
      attempt("clipboard", () => checkClipboard(context)),
      attempt("terminal", () => checkTerminal(context)),
    ])
  )
    .flat()
    .concat(checkClock(context));
  context.output.result({
    human: checks.flatMap(lines),
    bare: checks.map(({ state, what, found }) => [state, what, found]),
    json: {
      checks: checks.map(({ isKey: _, ...check }) => ({
        ...check,
        fix: check.fix ? context.output.plain(check.fix) : null,
      })),
    },
  });
  const failures = checks.filter(({ state }) => state === "failure");
  if (failures.length > 0) throw verdict(failures);
}

type Checked = Check | readonly Check[] | undefined;

/** Whatever is wrong is a line of its own; the other checks still run. */
async function attempt(what: string, check: () => Checked | Promise<Checked>): Promise<Check[]> {
  try {
    return [(await check()) ?? []].flat();
  } catch (error) {
    if (error instanceof Failure) {
      if (error.code === "interrupted") throw error;
      const isKey = error.code === "unauthorized";
      return [{ what, state: "failure", isKey, found: error.message, fix: error.facts.hint }];
    }
    return [{ what, state: "failure", found: error instanceof Error ? error.message : String(error) }];
  }
}

/** Sets the exit code. The report is already on stdout. */
function verdict(failures: readonly Check[]): Failure {
  const what = failures.map((check) => check.what).join(", ");
  return new Failure(
    failures.some(({ isKey }) => isKey) ? "unauthorized" : "unexpected",
    `Problem: ${what}.`,
  );
}

function lines({ what, state, found, fix }: Check): Text[] {
  const mark = { ok: good("✔"), warning: warning("!"), failure: bad("✖") }[state];
  return [text`${mark} ${what.padEnd(11)}\t${found}`, ...(fix ? [faint(text`  \t${fix}`)] : [])];
}

export interface Check {
  readonly what: string;
  readonly state: "ok" | "warning" | "failure";
  readonly found: string;
  readonly fix?: Sentence | undefined;
  /** An invalid key has its own exit code. */
  readonly isKey?: boolean;
}

const OLDEST_NODE = [20, 20] as const;

function checkProgram({ runtime }: Context): Check {
  const [major = 0, minor = 0] = runtime.node.split(".").map(Number);
  const old = major < OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor < OLDEST_NODE[1]);
  return {
    what: "program",
    state: old ? "failure" : "ok",
    found: `ssoctl ${manifest.version} on Node ${runtime.node}, ${runtime.platform}`,
    fix: old ? `Use Node ${OLDEST_NODE.join(".")} or newer.` : undefined,
  };
}

async function checkSettings(settings: Settings): Promise<Check> {
  settings.checkAccess();
  const { keys } = settings;
  const rights = await keys.file.problem();
  return {
    what: "settings",
    state: rights ? "warning" : "ok",
    found: rights ?? keys.file.location,
    fix: rights && "The next change of the settings fixes it.",
  };
}

async function checkKeychain({ keys }: Settings): Promise<Check> {
  const problem = await keys.keychain.problem();
  return {
    what: "keychain",
    state: problem ? "warning" : "ok",
    found: problem ?? `keys are stored in ${keys.keychain.location}`,
    fix: problem && "Keys are stored in the settings file.",
  };
}

async function checkEnvironments(settings: Settings, context: Context): Promise<Check[]> {
  const { environments, keys } = settings;
  const all = environments.list();
  const chosen = context.env["SSOCTL_ENV"] || environments.defaultName();
  const isStored = chosen === undefined || all.some(({ name }) => name === chosen);
  const checks = await Promise.all([
    ...all.map((environment) =>
      attempt(environment.name, async () => {
        const { name, kind, storage, apiUrl } = environment;
        const byDefault = environments.defaultName() === name ? ", the default" : "";
        const key = await context.progress.during("Waiting for the keychain…", keys[storage].read(name));
        if (key === undefined)
          throw new Failure("unauthorized", `its key is missing from ${keys[storage].location}`, {
            hint: sentence`Add it again: ${ssoctl("env", "add", name)}`,
          });
        const url = () => parseApiUrl(apiUrl ?? WORKOS_URL, `The API URL of ${name}`);
        return tryKey({ environment, key, url }, `${kind}${byDefault}`, `in the ${storage}`, context);
      }),
    ),
    isStored ? [] : attempt(chosen, () => checkChosen(chosen, context)),
  ]);
  return all.length > 0 || chosen !== undefined ? checks.flat() : [noEnvironment(context)];
}

/** What SSOCTL_ENV or the settings select, if it is not stored. */
function checkChosen(name: string, context: Context): Promise<Check> | Check {
  const { env } = context;
  const source = env["SSOCTL_ENV"] ? "SSOCTL_ENV" : "the default";
  if (name !== SANDBOX)
    return {
      what: name,
      state: "failure",
      isKey: true,
      found: `selected by ${source}, but not stored`,
      fix: sentence`Add it: ${ssoctl("env", "add", name)} · or select another one: ${ssoctl("env", "list")}`,
    };
  const url = () => parseApiUrl(env["WORKOS_API_URL"] || SANDBOX_URL, "WORKOS_API_URL");
  const environment = { name, kind: "test" } as const;
  return tryKey({ environment, key: SANDBOX_API_KEY, url }, "test, built-in", `of ${source}`, context);
}

function noEnvironment({ env }: Context): Check {
  const variable = Boolean(env["WORKOS_API_KEY"]);
  return {
    what: "environments",
    state: variable ? "ok" : "warning",
    found: variable ? "none stored; WORKOS_API_KEY is used" : "none yet",
    fix: variable ? undefined : sentence`Add one: ${ssoctl("env", "add", "staging")}`,
  };
}

/** Tried even if an environment takes precedence over it. */
async function checkVariableKey(context: Context): Promise<Check | undefined> {
  const { env } = context;
  const name = "WORKOS_API_KEY";
  const typed = env[name];
  if (!typed) return;
  const key = keyIn(typed, name);
  const url = () => parseApiUrl(env["WORKOS_API_URL"] || WORKOS_URL, "WORKOS_API_URL");
  const kind = kindOfKey(key);
  return tryKey({ environment: { name, kind }, key, url }, kind, "in the environment", context);
}

/** A key of the wrong form is a key that does not work. */
function keyIn(typed: string, name: string): string {
  try {
    return checkKey(typed, name);
  } catch (error) {
    if (error instanceof Failure) throw new Failure("unauthorized", error.message, error.facts);
    throw error;
  }
}

interface Access {
  readonly environment: Environment;
  readonly key: string;
  readonly url: () => URL;
}

async function tryKey({ environment, key, url }: Access, kind: string, where: string, context: Context) {
  try {
    const api = await context.openApi({ environment, key, url: url() });
    await api.checkKey();
  } catch (error) {
    if (!(error instanceof Failure) || error.code === "interrupted") throw error;
    throw new Failure(error.code, `${kind} · ${error.message}`, error.facts);
  }
  const check: Check = {
    what: environment.name,
    state: "ok",
    found: `${kind} · ${maskKey(key)} ${where} works`,
  };
  return check;
}

async function checkHistory({ openHistory }: Context): Promise<undefined> {
  await openHistory().read();
}

/** Node ignores a file that it cannot use. */
async function checkCertificates({ env, files }: Context): Promise<Check | undefined> {
  const path = env["NODE_EXTRA_CA_CERTS"];
  if (!path) return;
  const content = await files.read(path).catch((cause: unknown) => {
    throw new Failure("unexpected", `NODE_EXTRA_CA_CERTS: ${path} cannot be read: ${fileProblem(cause)}.`, {
      hint: "Set it to a readable file with PEM certificates, or unset it.",
    });
  });
  const count = await countCertificates(content);
  if (count > 0) return { what: "certificates", state: "ok", found: `${count} in ${path}` };
  throw new Failure("unexpected", `NODE_EXTRA_CA_CERTS: ${path} is not a PEM certificate file.`, {
    hint: "Ask your IT for the certificate in PEM form: it begins with -----BEGIN CERTIFICATE-----.",
  });
}

/** @returns 0 if one of them cannot be read */
async function countCertificates(content: string): Promise<number> {
  const { X509Certificate } = await import("node:crypto");
  const pem = /-----BEGIN (?<type>(?:X509 |TRUSTED )?CERTIFICATE)-----.*?-----END \k<type>-----/gsu;
  try {
    return [...content.matchAll(pem)].map(([one]) => new X509Certificate(one)).length;
  } catch {
    return 0;
  }
}

/** Known once a key was tried. */
function checkClock({ clockAhead }: Context): Check[] {
  const ahead = clockAhead();
  if (ahead === undefined) return [];
  const found = clockWords(ahead);
  const fix = found && "Set this machine's clock: secure connections depend on it.";
  return [{ what: "clock", state: found ? "warning" : "ok", found: found ?? "agrees with WorkOS's", fix }];
}

/** Shows only names, because a value may be a key or contain a password. */
function checkVariables({ env }: Context): Check {
  const known = new Set<string>(ENVIRONMENT_VARIABLES.flatMap(({ names }) => names));
  const set = Object.keys(env).filter((name) => env[name] && known.has(name.toUpperCase()));
  return { what: "variables", state: "ok", found: set.length > 0 ? `set: ${set.join(", ")}` : "none set" };
}

async function checkClipboard({ env, clipboard }: Context): Promise<Check> {
  const { system, terminal } = await clipboard.check();
  const program = "program" in system ? system.program : undefined;
  if (program !== undefined) {
    const then = terminal ? ", then the terminal's (OSC 52)" : "";
    return { what: "clipboard", state: "ok", found: `the system's (${program})${then}` };
  }
  const why = "reason" in system ? system.reason : "";
  if (!terminal)
    return { what: "clipboard", state: "warning", found: `none: ${why}`, fix: "The link is always printed." };
  return {
    what: "clipboard",
    state: "warning",
    found: `only the terminal's (OSC 52): ${why}`,
    fix: env["TMUX"]
      ? "In tmux, set: set -g set-clipboard on"
      : "Your terminal must allow it; the link is always printed.",
  };
}

function checkTerminal({ output, prompts, env }: Context): Check {
  const asks = prompts.available ? "prompts" : "never prompts";
  const color = env["NO_COLOR"] ? ", NO_COLOR is set" : "";
  return { what: "terminal", state: "ok", found: `${output.format}; ${asks}${color}` };
}
