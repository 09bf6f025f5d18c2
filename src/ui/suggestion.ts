import type { Command, CommanderError, Option } from "commander";
import { type CommandLine, ssoctl } from "../command-line.ts";
import { nearest } from "./options.ts";

/** Commands by what other tools call them, for each group. `""` is `ssoctl` itself. */
const OTHER_WORDS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "": {
    org: "organization organisation organizations organisations orgs customer customers company companies",
    env: "environment environments envs profile profiles",
    link: "links",
    "env add": "login signin auth authenticate configure init setup key keys",
    "env remove": "logout signout delete rm",
    "env list": "whoami me current ls",
    "env use": "switch select",
    "link create": "portal url generate new make open",
    "link email": "invite send resend mail",
    "link revoke": "cancel disable",
    "org status": "show get view info find check describe wait watch state lookup search inspect verify",
    "org ensure": "upsert register",
    history: "log logs recent activity audit",
    doctor: "diagnose ping test health debug",
    sandbox: "serve server start dev local mock emulator",
    demo: "try example tutorial tour quickstart",
    help: "man usage commands docs",
    completion: "completions autocomplete complete",
    "--version": "version",
  },
  link: {
    "link create": "new make generate add get open url portal",
    "link email": "send resend invite reinvite mail share",
    "link revoke": "delete remove rm cancel disable end destroy",
    "org status": "status show view check info describe find wait watch",
    history: "list ls log history",
  },
  org: {
    "org status": "show get view info find check describe wait watch state lookup search inspect verify",
    "org ensure": "create new add make init upsert register",
    "link create": "link portal",
    "link email": "email invite send",
    history: "list ls log history",
  },
  env: {
    "env add": "create new set login init configure update rotate edit",
    "env list": "ls show get current status whoami view info",
    "env use": "switch select default activate",
    "env remove": "delete rm del logout unset destroy",
  },
};

/** For `ssoctl` itself, if a customer follows. */
const WITH_CUSTOMER: Readonly<Record<string, string>> = {
  "org ensure": "add",
  "link create": "setup",
  "link revoke": "delete remove rm",
  history: "list ls",
};

/** An option of one is often typed for the other. */
const SIBLINGS: Readonly<Record<string, string>> = {
  "link create": "link email",
  "link email": "link create",
};

const OTHER_FLAGS: Readonly<Record<string, string>> = {
  "--email": "--to",
  "--recipient": "--to",
  "--address": "--to",
};

interface Line {
  readonly argv: readonly string[];
  /** That refused it. */
  readonly command: Command;
  readonly root: Command;
  readonly load: (command: Command) => Promise<void>;
}

/** A command that does what was meant, with the customer and the flags that were typed. */
export async function suggestedFor(
  { code, message }: CommanderError,
  line: Line,
): Promise<CommandLine | undefined> {
  const { argv, command, root } = line;
  const noun = command === root ? "" : command.name();
  const self = pathOf(command);
  if (code === "commander.unknownOption") {
    const { typed = "" } = /'(?<typed>--[^'=]+)/u.exec(message)?.groups ?? {};
    const flag = OTHER_FLAGS[typed] ?? typed;
    const candidates = [command, await commandAt(SIBLINGS[self] ?? self, line)];
    const target = candidates.find((one) => one?.options.some(({ long }) => long === flag));
    const isTyped = (word: string) => word === typed || word.startsWith(`${typed}=`);
    const meant = argv.map((word) => (isTyped(word) ? `${flag}${word.slice(typed.length)}` : word));
    return target && printed(target, without(meant, self.split(" ")), line);
  }
  if (code === "commander.excessArguments") return together(command, line);
  const word = /unknown command '(?<word>[^']+)'/u.exec(message)?.groups?.["word"];
  if (code !== "commander.unknownCommand" || word === undefined) return;
  const rest = without(argv, [noun, word].filter(Boolean));
  const [next = ""] = operandsIn(rest, root.options);
  const meant = isCustomer(word)
    ? forCustomer(noun, word)
    : ((noun === "" && isCustomer(next) ? otherWord(WITH_CUSTOMER, word) : undefined) ??
      meaningIn(noun, word, command, root));
  if (meant === undefined) return;
  const target = await commandAt(meant, line);
  if (!target) return ssoctl(meant);
  const typed = isCustomer(word) ? [word, ...rest] : rest;
  return target.commands.length > 0 ? inGroup(target, typed, line) : printed(target, typed, line);
}

function isCustomer(word: string): boolean {
  return /[^.]\.[^.]|@|^org_/u.test(word);
}

function forCustomer(noun: string, word: string): string | undefined {
  if (noun === "env") return;
  if (noun === "org") return "org status";
  return word.includes("@") && !word.includes("://") ? "link email" : "link create";
}

function meaningIn(noun: string, word: string, command: Command, root: Command): string | undefined {
  const exact = otherWord(OTHER_WORDS[noun] ?? {}, word);
  if (exact !== undefined) return exact;
  const path = noun === "" ? "" : `${noun} `;
  // `status` for `org status`
  const group =
    noun === "" ? root.commands.find((one) => one.commands.some((verb) => verb.name() === word)) : undefined;
  if (group) return `${group.name()} ${word}`;
  const near = nearest(
    word,
    command.commands.map((one) => one.name()),
  );
  return near === undefined ? undefined : `${path}${near}`;
}

function otherWord(words: Readonly<Record<string, string>>, word: string): string | undefined {
  const wanted = word.toLowerCase();
  return Object.entries(words).find(([, others]) => others.split(" ").includes(wanted))?.[0];
}

/** For `organizations create acme.com`. */
async function inGroup(group: Command, typed: readonly string[], line: Line): Promise<CommandLine> {
  const [verb = ""] = operandsIn(typed, line.root.options);
  const isKnown = group.commands.some((one) => one.name() === verb);
  const meant = isKnown ? `${group.name()} ${verb}` : meaningIn(group.name(), verb, group, line.root);
  const target = meant === undefined ? undefined : await commandAt(meant, line);
  return target ? printed(target, without(typed, [verb]), line) : ssoctl(group.name());
}

/** `link create Acme Inc` for a name without quotes, and `link email acme.com jane@acme.com`. */
function together(command: Command, line: Line): CommandLine | undefined {
  const { args } = command;
  const flags = without(line.argv, [...pathOf(command).split(" "), ...args]);
  if (command.registeredArguments[0]?.name() !== "customer") return;
  if (!args.some(isCustomer)) return printed(command, [args.join(" "), ...flags], line);
  const [customer = "", person = ""] = args;
  const isPerson = args.length === 2 && person.includes("@") && pathOf(command) === "link email";
  return isPerson ? printed(command, [customer, "--to", person, ...flags], line) : undefined;
}

async function commandAt(path: string, { root, load }: Line): Promise<Command | undefined> {
  let command: Command | undefined = root;
  for (const name of path.split(" ")) command = command?.commands.find((one) => one.name() === name);
  if (command && command.commands.length === 0) await load(command);
  return command;
}

/** Only what the command takes. The environment is added where commands are printed. */
function printed(target: Command, typed: readonly string[], { root }: Line): CommandLine {
  const path = pathOf(target);
  const isRemote = /^(?:link|org) /u.test(path);
  const options = [...target.options, ...root.options].filter(({ long }) => !isRemote || long !== "--env");
  const { operands, flags } = split(typed, options, root.options);
  const parameters = target.registeredArguments;
  const kept = parameters.at(-1)?.variadic ? operands : operands.slice(0, parameters.length);
  // Other commands ask for what is missing.
  const missing = path === "env add" && kept.length === 0 ? ["staging"] : [];
  return ssoctl(...path.split(" "), ...kept, ...missing, ...flags);
}

interface Parts {
  readonly operands: readonly string[];
  readonly flags: readonly string[];
}

/** @param known may be left out, but their values are not operands */
function split(typed: readonly string[], kept: readonly Option[], known: readonly Option[]): Parts {
  const operands: string[] = [];
  const flags: string[] = [];
  for (let at = 0; at < typed.length; at++) {
    const word = typed[at] ?? "";
    if (word === "--") return { operands: [...operands, ...typed.slice(at + 1)], flags };
    if (!word.startsWith("-")) operands.push(word);
    else {
      const is = ({ long, short }: Option) => [long, short].includes(word.split("=", 1)[0] ?? "");
      const option = kept.find(is) ?? known.find(is);
      const hasValue = option && (option.required || option.optional) && !word.includes("=");
      const value = hasValue ? typed.slice(at + 1, at + 2) : [];
      at += value.length;
      if (kept.some(is)) flags.push(word, ...value);
    }
  }
  return { operands, flags };
}

function operandsIn(typed: readonly string[], options: readonly Option[]): readonly string[] {
  return split(typed, options, options).operands;
}

/** Without the first of each. */
function without(argv: readonly string[], words: readonly string[]): string[] {
  const left = [...words];
  return argv.filter((word) => {
    const at = left.indexOf(word);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
}

function pathOf(command: Command): string {
  const { parent } = command;
  return parent?.parent ? `${pathOf(parent)} ${command.name()}` : command.name();
}
