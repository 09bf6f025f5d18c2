import type { Argument } from "commander";
import type { Context } from "../context.ts";
import { Failure } from "../failure.ts";
import { parseCustomer } from "../handoff/customer.ts";
import { recentCustomers } from "../history/history.ts";
import { checkEnvironmentName, SANDBOX } from "../settings/environment.ts";
import type { Choice } from "../terminal/prompts.ts";
import { CUSTOMER_ARGUMENT } from "./customer.ts";

/** @param command without the program name. @returns undefined if there is nothing to ask */
export async function askForArgument(
  argument: Argument,
  command: string,
  context: Context,
): Promise<string | undefined> {
  const { prompts, globals } = context;
  if (!prompts.available || globals.yes) return;
  if (argument.name() === "customer") return askForCustomer(context);
  if (command === "env add")
    return prompts.ask("Name for the environment", "staging", checked(checkEnvironmentName));
  const words = argument.argChoices ?? (await environmentNames(command, context));
  if (words.length === 0) return;
  return prompts.choose(
    argument.description,
    words.map((word) => ({ name: word, value: word })),
  );
}

const MOST_RECENT = 8;

async function askForCustomer({ prompts, openHistory }: Context): Promise<string> {
  const entries = await openHistory()
    .latest()
    .catch(() => []);
  const recent = [...recentCustomers(entries)]
    .slice(0, MOST_RECENT)
    .map(([customer, name]) => ({ name: `${customer} (${name})`, value: customer }));
  const another: Choice<string | undefined> = { name: "Another customer", value: undefined };
  const chosen =
    recent.length === 0 ? undefined : await prompts.choose("Which customer?", [another, ...recent]);
  return chosen ?? prompts.ask(`Customer (${CUSTOMER_ARGUMENT})`, undefined, checked(parseCustomer));
}

/** The default first, so that Enter changes nothing. */
async function environmentNames(command: string, { settings }: Context): Promise<readonly string[]> {
  const { environments } = await settings();
  const names = environments.list().map(({ name }) => name);
  const all = command === "env use" ? [...names, SANDBOX] : names;
  const isDefault = (name: string) => name === environments.defaultName();
  return [...all.filter(isDefault), ...all.filter((name) => !isDefault(name))];
}

function checked(parse: (typed: string) => unknown): (typed: string) => true | string {
  return (typed) => {
    try {
      parse(typed);
      return true;
    } catch (error) {
      if (error instanceof Failure) return error.message;
      throw error;
    }
  };
}
