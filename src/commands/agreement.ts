import type { Context } from "../context.ts";
import { Failure } from "../failure.ts";
import type { Environment } from "../settings/environment.ts";

/**
 * A person's yes to something that WorkOS will do. At a terminal it is asked, with No as the default where the
 * environment may hold real customers; without one, such an environment needs `--yes`.
 *
 * @throws Failure `interrupted` after a no, `refused` where nobody can be asked
 */
export async function agree(
  question: string,
  environment: Environment,
  { prompts, globals }: Pick<Context, "prompts" | "globals">,
): Promise<void> {
  if (globals.yes) return;
  const careful = environment.kind !== "test";
  if (prompts.available) {
    if (await prompts.confirm(question, !careful)) return;
    throw new Failure("interrupted", "Not done. Nothing was sent.");
  }
  if (!careful) return;
  const kind = environment.kind === "live" ? "is live" : "may be live";
  throw new Failure("refused", `${environment.name} ${kind}, so this needs a yes. Nothing was sent.`, {
    hint: "Add --yes.",
  });
}
