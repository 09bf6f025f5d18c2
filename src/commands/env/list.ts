import type { Context } from "../../context.ts";
import { type Environment, maskKey, SANDBOX } from "../../settings/environment.ts";
import type { Settings } from "../../settings/ports.ts";
import { faint, good, strong, type Text, text, warning } from "../../terminal/text.ts";
import type { Register } from "../launch.ts";

interface Row extends Environment {
  readonly default: boolean;
  /** Masked; `null` where it is missing. */
  readonly key: string | null;
}

export const registerEnvList: Register = (env, launch) => {
  const command = env
    .command("list")
    .summary("list the environments this machine knows")
    .description(
      "List the WorkOS environments that this machine knows, the default marked. Keys are masked.",
    );
  return command.action(() => launch(command, run));
};

async function run({ settings, output, env }: Context): Promise<void> {
  const opened = await settings();
  const rows = await Promise.all(opened.environments.list().map((environment) => toRow(environment, opened)));
  if (env["WORKOS_API_KEY"])
    output.note(faint("WORKOS_API_KEY is set: it goes before the default, and --env before both."));
  if (rows.length === 0) output.note(text`No WorkOS environment yet. Add one: ssoctl env add staging`);
  output.result({
    human: [...table(rows), faint(text`  ${SANDBOX}  built in: ssoctl sandbox, then --env ${SANDBOX}`)],
    bare: rows.map(({ name }) => name).join("\n"),
    json: {
      environments: rows.map((row) => ({ ...row, apiUrl: row.apiUrl ?? null })),
      keyPlace: opened.keys.place,
    },
  });
}

async function toRow(environment: Environment, { environments, keys }: Settings): Promise<Row> {
  const key = await keys.read(environment.name);
  return {
    ...environment,
    default: environments.defaultName() === environment.name,
    key: key === undefined ? null : maskKey(key),
  };
}

function table(rows: readonly Row[]): Text[] {
  const width = Math.max(...rows.map(({ name }) => name.length), 0);
  return rows.map((row) => {
    const mark = row.default ? good("*") : text` `;
    const kind = row.kind === "test" ? text`test   ` : warning(row.kind.padEnd(7));
    return text`${mark} ${strong(row.name.padEnd(width))}  ${kind}  ${row.key ?? "key missing"}  ${faint(row.apiUrl ?? "")}`;
  });
}
