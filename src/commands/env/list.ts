import { ssoctl } from "../../command-line.ts";
import type { Context } from "../../context.ts";
import { Failure, type FailureCode } from "../../failure.ts";
import { maskKey, SANDBOX } from "../../settings/environment.ts";
import type { Settings, StoredEnvironment } from "../../settings/settings.ts";
import { faint, good, strong, type Text, text, warning } from "../../terminal/text.ts";
import { examplesFirst, type Register } from "../../ui/command.ts";

interface Row extends StoredEnvironment {
  readonly default: boolean;
  /** Masked; `null` if it is missing or cannot be read. */
  readonly key: string | null;
  readonly keyProblem: string | null;
}

export const registerEnvList: Register = (command, launch) => {
  command
    .summary("list the environments on this machine")
    .description(
      "List the WorkOS environments on this machine, which one is the default, and where each API key is stored. API keys are masked.",
    );
  examplesFirst(command, [["ssoctl env list", "* marks the default environment"]]);
  return command.action(() => launch(command, run));
};

async function run({ settings, output, progress, env }: Context): Promise<void> {
  const opened = await settings();
  const rows = await progress.during("Waiting for the keychain…", toRows(opened));
  const problem = rows.find(({ keyProblem }) => keyProblem !== null)?.keyProblem;
  if (problem) output.note(warning(problem));
  if (env["WORKOS_API_KEY"])
    output.note(faint("WORKOS_API_KEY is set and overrides the default. --env overrides both."));
  if (rows.length === 0)
    output.note(text`No WorkOS environments yet. Add one: ${ssoctl("env", "add", "staging")}`);
  output.result({
    human: [
      ...table(rows),
      faint(text`  ${SANDBOX}  built-in: run ${ssoctl("sandbox")}, then pass --env ${SANDBOX}`),
    ],
    bare: rows.map(({ name }) => [name]),
    json: {
      environments: rows.map((row) => ({ ...row, apiUrl: row.apiUrl ?? null })),
      settingsFile: opened.keys.file.location,
    },
  });
}

const UNREADABLE: ReadonlySet<FailureCode> = new Set(["unauthorized", "refused"]);

/** One at a time, so that a locked keychain opens only one unlock dialog. */
async function toRows(settings: Settings): Promise<Row[]> {
  const rows: Row[] = [];
  for (const environment of settings.environments.list()) rows.push(await toRow(environment, settings));
  return rows;
}

async function toRow(environment: StoredEnvironment, { environments, keys }: Settings): Promise<Row> {
  const found = { ...environment, default: environments.defaultName() === environment.name };
  try {
    const key = await keys[environment.storage].read(environment.name);
    return { ...found, key: key === undefined ? null : maskKey(key), keyProblem: null };
  } catch (error) {
    if (!(error instanceof Failure) || !UNREADABLE.has(error.code)) throw error;
    return { ...found, key: null, keyProblem: error.message };
  }
}

function table(rows: readonly Row[]): Text[] {
  return rows.map((row) => {
    const mark = row.default ? good("*") : text` `;
    const kind = row.kind === "test" ? text`test   ` : warning(row.kind.padEnd(7));
    return text`${mark} ${strong(row.name)}\t${kind}\t${keyLabel(row)}\t${row.storage.padEnd(row.apiUrl ? 8 : 0)}${row.apiUrl ? faint(text`\t${row.apiUrl}`) : ""}`;
  });
}

function keyLabel({ key, keyProblem }: Row): string {
  return key ?? (keyProblem === null ? "key missing" : "unavailable");
}
