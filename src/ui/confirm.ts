import type { Context } from "../context.ts";
import { Failure } from "../failure.ts";
import type { Environment } from "../settings/environment.ts";

type Asker = Pick<Context, "prompts" | "globals">;

/**
 * A person's yes to something that WorkOS will do. At a terminal it is asked, with No as the default where the
 * environment may hold real customers; without one, such an environment needs `--yes`.
 *
 * @throws Failure `interrupted` after a no, `refused` where nobody can be asked
 */
export async function confirm(question: string, environment: Environment, asker: Asker): Promise<void> {
  if (asker.globals.yes) return;
  if (!asker.prompts.available) return refuseUnattended(environment, asker);
  if (!(await asker.prompts.confirm(question, environment.kind === "test"))) throw cancelled();
}

/** @throws Failure `refused` where an environment that may hold real customers needs a yes that nobody can give */
export function refuseUnattended({ name, kind }: Environment, { prompts, globals }: Asker): void {
  if (kind === "test" || prompts.available || globals.yes) return;
  const words = kind === "live" ? "is a live environment" : "may be a live environment";
  throw new Failure("refused", `${name} ${words}. Pass --yes to confirm.`);
}

/** A question was answered No. */
export function cancelled(): Failure {
  return new Failure("interrupted", "Cancelled.");
}
