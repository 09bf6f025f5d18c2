import { type Command, InvalidArgumentError } from "commander";
import { Placeholder, sentence, ssoctl } from "../command-line.ts";
import type { Context } from "../context.ts";
import { ExitWith, Failure, refuse } from "../failure.ts";
import { fileProblem } from "../files.ts";
import { SANDBOX_API_KEY, SANDBOX_PORT } from "../sandbox/address.ts";
import type { Activity } from "../sandbox/model.ts";
import type { Seed } from "../sandbox/seed.ts";
import type { Sandbox } from "../sandbox/server.ts";
import { SANDBOX } from "../settings/environment.ts";
import { faint, strong, text } from "../terminal/text.ts";
import { examplesFirst, type Register } from "../ui/command.ts";
import { clockTime } from "../ui/views.ts";

interface SandboxFlags {
  readonly port?: number;
  readonly seed?: string;
}

export const registerSandbox: Register = (command, launch) => {
  command
    .usage("[options] [-- command...]")
    .argument("[command...]", "a command to run on a sandbox of its own, after --")
    .description(
      "Run a stand-in for WorkOS on this machine. Nothing in it is real, and Ctrl-C deletes everything. Use it with --env sandbox.\nIn a pipe it prints only its URL.\nWith a command, for CI: the command runs on a sandbox of its own, with an empty settings folder, and gives the exit code.",
    )
    .option("--port <port>", "port (default: 4747; with a command, a free one); 0 picks one", toPort)
    .option("--seed <file>", "JSON file with what is there at the start");
  examplesFirst(command, [
    ["ssoctl sandbox", "then: ssoctl link create acme.com --env sandbox"],
    ["ssoctl sandbox --seed customers.json", "with organizations; see docs/sandbox.md"],
    ["ssoctl sandbox -- ./smoke.sh", "run a script on it, and stop"],
  ]);
  return command.action((words: string[], flags: SandboxFlags) =>
    launch(command, (context) => run(checkedWords(words, command), flags, context)),
  );
};

/** A command without `--` would lose its options to ssoctl. */
function checkedWords(words: readonly string[], command: Command): readonly string[] {
  const isSeparated = rootOf(command).rawArgs.includes("--");
  if (isSeparated === words.length > 0) {
    if (words[0] === "") refuse("The command after -- is empty.");
    return words;
  }
  const example = ssoctl("sandbox", "--", ...(isSeparated ? [new Placeholder("command")] : words));
  return refuse(
    isSeparated ? "The command after -- is missing." : `Unknown argument: ${words[0]}.`,
    sentence`To run a command on a sandbox: ${example}`,
  );
}

/** Of Commander, but not in its types. */
function rootOf(command: Command): Command & { readonly rawArgs: readonly string[] } {
  return command.parent ? rootOf(command.parent) : (command as ReturnType<typeof rootOf>);
}

async function run(words: readonly string[], flags: SandboxFlags, context: Context): Promise<void> {
  const [file, ...args] = words;
  const port = flags.port ?? (file === undefined ? SANDBOX_PORT : 0);
  const seed = flags.seed === undefined ? undefined : await readSeed(flags.seed, context);
  const isQuiet = file !== undefined && !context.globals.verbose;
  const sandbox = await start(port, seed, isQuiet, context);
  try {
    if (file !== undefined) throw new ExitWith(await runOn(sandbox, [file, ...args], context));
    announce(sandbox.url, context);
    await interrupted(context.signal);
  } finally {
    await sandbox.close();
  }
}

async function readSeed(path: string, { files, signal }: Context): Promise<Seed> {
  let content: string;
  try {
    content = await files.read(path);
  } catch (error) {
    signal.throwIfAborted();
    throw new Failure("usage", `--seed: ${path} could not be read: ${fileProblem(error)}.`);
  }
  const { parseSeed, SeedError } = await import("../sandbox/seed.ts");
  try {
    return parseSeed(content);
  } catch (error) {
    if (!(error instanceof SeedError)) throw error;
    const [first, ...others] = error.problems;
    throw new Failure("usage", `--seed: ${path}: ${first}.`, {
      details: others.map((problem) => `${problem}.`),
      hint: "docs/sandbox.md describes the file.",
    });
  }
}

async function start(
  port: number,
  seed: Seed | undefined,
  isQuiet: boolean,
  { now, globals, output }: Context,
): Promise<Sandbox> {
  const { startSandbox } = await import("../sandbox/server.ts");
  try {
    return await startSandbox({
      port,
      now,
      seed,
      onRequest: ({ method, path, status }) => {
        if (globals.verbose) output.note(faint(text`${method} ${path} · ${status}`));
      },
      onActivity: (activity) => {
        if (!isQuiet) output.note(text`${clockTime(now())} ${wordsOf(activity)}`);
      },
    });
  } catch (error) {
    throw cannotListen(port, error);
  }
}

function wordsOf(activity: Activity): string {
  switch (activity.what) {
    case "emailed":
      return `emailed ${activity.email}: ${activity.subject}`;
    case "opened":
      return `${activity.link} of ${activity.organization} opened`;
    case "verified":
      return `${activity.domain} of ${activity.organization} verified`;
    case "activated":
      return `Single Sign-On of ${activity.organization} active, with ${activity.provider}`;
    case "linked":
      return `directory of ${activity.organization} linked, with ${activity.provider}`;
    case "signed_in":
      return `test sign-in to ${activity.organization}, with ${activity.provider}`;
  }
}

function cannotListen(port: number, cause: unknown): Failure {
  if ((cause as NodeJS.ErrnoException).code !== "EADDRINUSE") {
    return new Failure("unexpected", `Cannot listen on 127.0.0.1:${port}: ${(cause as Error).message}`, {
      cause,
    });
  }
  return new Failure("conflict", `Port ${port} is in use.`, {
    hint: sentence`A sandbox may be running already. To use another port: ${ssoctl("sandbox", "--port", "0")}`,
    cause,
  });
}

/** Its own key, so that the command never reaches WorkOS with a real one. */
function runOn(sandbox: Sandbox, words: readonly [string, ...string[]], { runCommand, signal }: Context) {
  signal.throwIfAborted();
  return runCommand({
    words,
    variables: {
      WORKOS_API_URL: sandbox.url,
      WORKOS_API_KEY: SANDBOX_API_KEY,
      SSOCTL_ENV: SANDBOX,
    },
  });
}

function announce(url: string, { output }: Context): void {
  const port = Number(new URL(url).port);
  const attempt = ssoctl("link", "create", "acme.com", "--env", "sandbox");
  const inbox = `${url}/inbox`;
  output.result({
    human: [
      text`WorkOS sandbox on ${strong(url)} · API key ${SANDBOX_API_KEY} · nothing is stored`,
      text`Inbox: ${inbox}`,
      text`Try: ${port === SANDBOX_PORT ? attempt : attempt.with({ WORKOS_API_URL: url })}`,
      faint("Press Ctrl-C to stop."),
    ],
    bare: url,
    json: { url, apiKey: SANDBOX_API_KEY, inboxUrl: inbox },
  });
  if (output.format === "pipe") output.note(text`Inbox: ${inbox}`);
}

function interrupted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener("abort", () => resolve(), { once: true });
  });
}

function toPort(typed: string): number {
  const port = Number(typed);
  if (/^\d{1,5}$/u.test(typed) && port <= 65_535) return port;
  throw new InvalidArgumentError("Use a number from 0 to 65535.");
}
