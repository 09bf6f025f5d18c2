import type { Context } from "../../context.ts";
import { Failure } from "../../failure.ts";
import { maskKey, SANDBOX } from "../../settings/environment.ts";
import type { Settings, StoredEnvironment } from "../../settings/settings.ts";
import { faint, good, strong, type Text, text, warning } from "../../terminal/text.ts";
import { examplesFirst, type Register } from "../../ui/command.ts";

interface Row extends StoredEnvironment {
  readonly default: boolean;
  /** Masked; `null` where it is missing, or the keychain does not give it. */
  readonly key: string | null;
  /** Why the keychain does not give it. */
  readonly keyProblem: string | null;
}

export const registerEnvList: Register = (command, launch) => {
  command
    .summary("list the environments this machine knows")
    .description(
      "List the WorkOS environments that this machine knows, the default marked, and where the key of each lies. Keys are masked.",
    );
  examplesFirst(command, [["ssoctl env list", "* marks the one that is used when nothing else is said"]]);
  return command.action(() => launch(command, run));
};

async function run({ settings, output, progress, env }: Context): Promise<void> {
  const opened = await settings();
  const rows = await progress.during("Waiting for the keychain…", toRows(opened));
  const problem = rows.find(({ keyProblem }) => keyProblem !== null)?.keyProblem;
  if (problem) output.note(warning(problem));
  if (env["WORKOS_API_KEY"])
    output.note(faint("WORKOS_API_KEY is set: it goes before the default, and --env before both."));
  if (rows.length === 0) output.note(text`No WorkOS environment yet. Add one: ssoctl env add staging`);
  output.result({
    human: [...table(rows), faint(text`  ${SANDBOX}  built in: ssoctl sandbox, then --env ${SANDBOX}`)],
    bare: rows.map(({ name }) => name).join("\n"),
    json: {
      environments: rows.map((row) => ({ ...row, apiUrl: row.apiUrl ?? null })),
      settingsFile: opened.keys.file.place,
    },
  });
}

/** One after the other: a keychain that asks for a password should ask once. */
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
    if (!(error instanceof Failure) || error.code !== "unauthorized") throw error;
    return { ...found, key: null, keyProblem: error.message };
  }
}

function table(rows: readonly Row[]): Text[] {
  const widest = (words: (row: Row) => string) => Math.max(...rows.map((row) => words(row).length), 0);
  const nameWidth = widest(({ name }) => name);
  const keyWidth = widest(keyWords);
  return rows.map((row) => {
    const mark = row.default ? good("*") : text` `;
    const kind = row.kind === "test" ? text`test   ` : warning(row.kind.padEnd(7));
    const key = keyWords(row).padEnd(keyWidth);
    return text`${mark} ${strong(row.name.padEnd(nameWidth))}  ${kind}  ${key}  ${row.storage.padEnd(8)}  ${faint(row.apiUrl ?? "")}`;
  });
}

function keyWords({ key, keyProblem }: Row): string {
  return key ?? (keyProblem === null ? "key missing" : "no answer");
}
