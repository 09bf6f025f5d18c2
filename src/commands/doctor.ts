import manifest from "../../package.json" with { type: "json" };
import { type Context, clockWords } from "../context.ts";
import { ENVIRONMENT_VARIABLES } from "../environment-variables.ts";
import { Failure } from "../failure.ts";
import { maskKey } from "../settings/environment.ts";
import type { Settings, StoredEnvironment } from "../settings/settings.ts";
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
  const settings = await openSettings(context);
  const checks = [
    checkProgram(context),
    ...(settings instanceof Failure ? [damaged(settings)] : await checkSettings(settings, context)),
    ...checkClock(context),
    checkVariables(context),
    checkClipboard(context),
    checkTerminal(context),
  ];
  context.output.result({
    human: checks.flatMap(lines),
    bare: checks.map(({ state, what, found }) => [state, what, found]),
    json: { checks: checks.map(({ isKey: _, ...check }) => ({ ...check, fix: check.fix ?? null })) },
  });
  const failures = checks.filter(({ state }) => state === "failure");
  if (failures.length > 0) throw verdict(failures);
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
  return [
    text`${mark} ${what.padEnd(12)} ${found}`,
    ...(fix ? [faint(text`  ${" ".repeat(12)} ${fix}`)] : []),
  ];
}

async function openSettings({ settings }: Context): Promise<Settings | Failure> {
  return settings().catch((error: unknown) => {
    if (error instanceof Failure) return error;
    throw error;
  });
}

function damaged({ message, facts }: Failure): Check {
  return { what: "settings", state: "failure", found: message, fix: facts.hint };
}

export interface Check {
  readonly what: string;
  readonly state: "ok" | "warning" | "failure";
  readonly found: string;
  readonly fix?: string | undefined;
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

async function checkSettings(settings: Settings, context: Context): Promise<Check[]> {
  const { environments, keys } = settings;
  const [rights, keychain] = await Promise.all([keys.file.problem(), keys.keychain.problem()]);
  const checks = await Promise.all(
    environments.list().map((environment) => key(environment, settings, context)),
  );
  return [
    {
      what: "settings",
      state: rights ? "warning" : "ok",
      found: rights ?? keys.file.location,
      fix: rights && "The next change of the settings fixes it.",
    },
    {
      what: "keychain",
      state: keychain ? "warning" : "ok",
      found: keychain ?? `keys are stored in ${keys.keychain.location}`,
      fix: keychain && "Keys are stored in the settings file.",
    },
    ...(checks.length > 0 ? checks : [noEnvironment(context)]),
  ];
}

function noEnvironment({ env }: Context): Check {
  const variable = Boolean(env["WORKOS_API_KEY"]);
  return {
    what: "environments",
    state: variable ? "ok" : "warning",
    found: variable ? "none stored; WORKOS_API_KEY is used" : "none yet",
    fix: variable ? undefined : "Add one: ssoctl env add staging",
  };
}

async function key(
  environment: StoredEnvironment,
  { keys, environments }: Settings,
  context: Context,
): Promise<Check> {
  const { name, kind, storage, apiUrl } = environment;
  const byDefault = environments.defaultName() === name ? ", the default" : "";
  try {
    const value = await keys[storage].read(name);
    if (value === undefined)
      return {
        what: name,
        state: "failure",
        isKey: true,
        found: `its key is missing from ${keys[storage].location}`,
        fix: `Add it again: ssoctl env add ${name}`,
      };
    await tryKey(environment, value, apiUrl, context);
    return {
      what: name,
      state: "ok",
      found: `${kind}${byDefault} · ${maskKey(value)} in the ${storage} works`,
    };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return {
      what: name,
      state: "failure",
      isKey: error.code === "unauthorized",
      found: `${kind}${byDefault} · ${error.message}`,
      fix: error.facts.hint,
    };
  }
}

async function tryKey(
  environment: StoredEnvironment,
  value: string,
  apiUrl: string | undefined,
  context: Context,
) {
  const url = parseApiUrl(apiUrl ?? WORKOS_URL, `The API URL of ${environment.name}`);
  const api = await context.openApi({ environment, key: value, url });
  await api.checkKey();
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

function checkClipboard({ env, runtime }: Context): Check {
  const remote = Boolean(env["SSH_CONNECTION"] || env["SSH_TTY"]);
  const display = runtime.platform !== "linux" || Boolean(env["DISPLAY"] || env["WAYLAND_DISPLAY"]);
  if (!remote && display)
    return { what: "clipboard", state: "ok", found: "the system's, then the terminal's (OSC 52)" };
  const why = remote ? "this is an SSH session" : "there is no display";
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
