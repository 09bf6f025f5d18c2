import type { Context } from "../context.ts";

const NEXT: readonly { readonly name: string; readonly value: readonly string[] | null }[] = [
  { name: "Add a WorkOS environment, with its API key", value: ["env", "add"] },
  { name: "Watch the demo, without an API key", value: ["demo"] },
  { name: "Start the sandbox, a stand-in for WorkOS on this machine", value: ["sandbox"] },
  { name: "Nothing now", value: null },
];

/** On a machine without an environment. @returns the command line to run */
export async function askForFirstCommand({
  prompts,
  globals,
  env,
  settings,
}: Context): Promise<readonly string[] | undefined> {
  if (!prompts.available || globals.yes || globals.json) return;
  if (globals.env ?? (env["SSOCTL_ENV"] || env["WORKOS_API_KEY"])) return;
  const { environments } = await settings();
  if (environments.list().length > 0 || environments.defaultName() !== undefined) return;
  return (await prompts.choose("No WorkOS environment on this machine yet. What next?", NEXT)) ?? undefined;
}
