import type { Context } from "../context.ts";
import { Failure } from "../failure.ts";
import type { Environment } from "../settings/environment.ts";

type Asker = Pick<Context, "prompts" | "globals">;

/** Defaults to No if the environment may hold real customers. @throws Failure `interrupted` or `refused` */
export async function confirm(
  question: string,
  environment: Environment,
  asker: Asker,
  byDefault = environment.kind === "test",
): Promise<void> {
  if (asker.globals.yes) return;
  if (!asker.prompts.available) return refuseUnattended(environment, asker);
  if (!(await asker.prompts.confirm(question, byDefault))) throw cancelled();
}

/** Whether somebody is there to answer, and has not said Yes to everything. */
export function isAsked({ prompts, globals }: Asker): boolean {
  return prompts.available && !globals.yes;
}

/** @throws Failure `refused` if `--yes` is required and there is no terminal to ask on */
export function refuseUnattended({ name, kind }: Environment, { prompts, globals }: Asker): void {
  if (kind === "test" || prompts.available || globals.yes) return;
  const words = kind === "live" ? "is a live environment" : "may be a live environment";
  throw new Failure("refused", `${name} ${words}. Pass --yes to confirm.`);
}

export function cancelled(): Failure {
  return new Failure("interrupted", "Cancelled.");
}
