import { Command, InvalidArgumentError, Option } from "commander";
import manifest from "../package.json" with { type: "json" };
import { registerDemo } from "./commands/demo.ts";
import { registerEnvAdd } from "./commands/env/add.ts";
import { registerEnvList } from "./commands/env/list.ts";
import { registerEnvRemove } from "./commands/env/remove.ts";
import { registerEnvUse } from "./commands/env/use.ts";
import { examplesFirst } from "./commands/examples.ts";
import type { Launch, Register } from "./commands/launch.ts";
import { registerLinkCreate } from "./commands/link/create.ts";
import { registerLinkEmail } from "./commands/link/email.ts";
import { registerLinkRevoke } from "./commands/link/revoke.ts";
import { registerOrgEnsure } from "./commands/org/ensure.ts";
import { registerOrgStatus } from "./commands/org/status.ts";
import { registerSandbox } from "./commands/sandbox.ts";
import { EXIT_CODES } from "./exit-codes.ts";

/** Where commander writes help and versions. Errors are thrown, and become words in `main`. */
export interface HelpPorts {
  readonly write: (text: string) => void;
  /** Columns of the terminal, where there is one. */
  readonly columns: number | undefined;
}

const NOUNS: readonly (readonly [noun: string, summary: string, commands: readonly Register[]])[] = [
  ["link", "links for the customer's IT admin", [registerLinkCreate, registerLinkEmail, registerLinkRevoke]],
  ["org", "the customer's WorkOS organization", [registerOrgEnsure, registerOrgStatus]],
  [
    "env",
    "the WorkOS environments this machine knows",
    [registerEnvAdd, registerEnvList, registerEnvUse, registerEnvRemove],
  ],
];

/** The whole command tree, with the flags that every command takes. */
export function createProgram(launch: Launch, ports: HelpPorts): Command {
  const program = new Command("ssoctl")
    .description("From a customer's domain to a working Single Sign-On handoff, on WorkOS.")
    .version(manifest.version, "--version", "print the version")
    .helpOption("-h, --help", "show this help")
    .helpCommand(false)
    .exitOverride()
    .configureOutput({
      writeOut: ports.write,
      writeErr: () => {},
      ...(ports.columns !== undefined && { getOutHelpWidth: () => ports.columns ?? 80 }),
    })
    .showSuggestionAfterError();
  program.configureHelp({
    showGlobalOptions: true,
    visibleGlobalOptions: (command) => (command === program ? [] : program.options.filter(isForEveryCommand)),
  });
  addGlobalFlags(program);
  examplesFirst(program, [
    ["ssoctl link create acme.com", "a portal link for someone you are talking to now"],
    ["ssoctl org ensure acme.com", "the customer's organization, made if need be"],
    ["ssoctl demo", "the whole story, without a key"],
  ]);
  for (const [name, summary, commands] of NOUNS) addNoun(program, name, summary, commands, launch);
  registerSandbox(program, launch);
  registerDemo(program, launch);
  return program.addHelpText("after", exitCodes());
}

function addNoun(
  program: Command,
  name: string,
  summary: string,
  commands: readonly Register[],
  launch: Launch,
): void {
  const noun = program.command(name).description(summary).helpCommand(false);
  for (const register of commands) register(noun, launch);
}

function isForEveryCommand({ long }: Option): boolean {
  return long !== "--version";
}

function addGlobalFlags(program: Command): void {
  program
    .addOption(new Option("--env <name>", "the WorkOS environment to use (or set SSOCTL_ENV)"))
    .option("--json", "print one JSON object with every field")
    .option("--no-input", "never ask; fail and name the flag that would have answered")
    .option("-y, --yes", "answer yes to every question")
    .option("--timeout <seconds>", "how long to wait for one answer", toSeconds, 10)
    .option("--verbose", "show each request on stderr")
    .option("--no-color", "no colours (or set NO_COLOR)");
}

function toSeconds(typed: string): number {
  const seconds = Number(typed);
  if (typed.trim() !== "" && seconds > 0 && seconds <= 600) return seconds;
  throw new InvalidArgumentError("It must be a number of seconds up to 600.");
}

function exitCodes(): string {
  const lines = Object.values(EXIT_CODES).map(({ exit, when }) => `  ${String(exit).padStart(3)}  ${when}`);
  return `\nExit codes:\n${lines.join("\n")}`;
}
