import { hiddenIn } from "./sanitize.ts";

/** What the reader fills in: `<address>`. */
export class Placeholder {
  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }
}

type Word = string | Placeholder;

interface CommandParts {
  /** Nothing for flags that are added to a command. */
  readonly program: string | undefined;
  readonly words: readonly Word[];
  /** Set for this command only. */
  readonly variables: Readonly<Record<string, string>>;
}

/** What is printed to be pasted into a shell. Only `renderCommand` turns it into text. */
export class CommandLine {
  readonly parts: CommandParts;

  constructor(parts: CommandParts) {
    this.parts = parts;
  }

  with(variables: CommandParts["variables"]): CommandLine {
    return new CommandLine({ ...this.parts, variables });
  }
}

/** `ssoctl("link", "revoke", id)` */
export function ssoctl(...words: readonly Word[]): CommandLine {
  return runs("ssoctl", ...words);
}

/** `runs("chmod", "600", path)` */
export function runs(program: string, ...words: readonly Word[]): CommandLine {
  return new CommandLine({ program, words, variables: {} });
}

/** The command of this run for another customer: `retry("org_01…", "--allow-domain", …)` */
export type Retry = (customer: string, ...more: readonly string[]) => CommandLine;

/** To add to a command: `flags("--allow-recipient", address)` */
export function flags(...words: readonly Word[]): CommandLine {
  return new CommandLine({ program: undefined, words, variables: {} });
}

export const CUSTOMER = new Placeholder("customer");
export const ADDRESS = new Placeholder("address");
export const ENVIRONMENT = new Placeholder("name");

/** Words with commands in them. */
export type Sentence = string | readonly (string | CommandLine)[];

/** `` sentence`Try again: ${ssoctl("link", "revoke", id)}` `` */
export function sentence(
  template: TemplateStringsArray,
  ...values: readonly (Sentence | CommandLine)[]
): Sentence {
  return template.flatMap((literal, index) => {
    const value = values[index] ?? "";
    return [literal, ...(Array.isArray(value) ? value : [value])];
  });
}

export type Shell = "posix" | "powershell" | "cmd";

type Variables = Readonly<Record<string, string | undefined>>;

/** The shell that a command is pasted into, as far as the environment shows. */
export function shellOf(platform: string, env: Variables): Shell {
  if (platform !== "win32" || env["MSYSTEM"] || env["SHELL"]) return "posix";
  // Only PowerShell adds the user's own folder to the two of the system.
  return (env["PSModulePath"] ?? "").split(";").length > 2 ? "powershell" : "cmd";
}

export interface RenderOptions {
  readonly shell: Shell;
  /** For commands that reach WorkOS: the environment of this run, unless it is the default. */
  readonly environment: string | undefined;
}

export type Render = (command: CommandLine) => string;

/** Quoted so that the shell passes exactly these words. A word that it cannot pass becomes a placeholder. */
export function renderCommand({ parts }: CommandLine, { shell, environment }: RenderOptions): string {
  const { program, words, variables } = parts;
  const quote = (word: Word) => (word instanceof Placeholder ? shown(word) : QUOTE[shell](word));
  const isRemote = program === "ssoctl" && (words[0] === "link" || words[0] === "org");
  const isChosen = environment === undefined || words.includes("--env");
  const chosen = isRemote && !isChosen ? ["--env", environment] : [];
  return [
    ...Object.entries(variables).map(([name, value]) => ASSIGN[shell](name, value)),
    ...(program === undefined ? [] : [program]),
    ...[...words, ...chosen].map(quote),
  ].join(" ");
}

export function renderSentence(said: Sentence, render: Render): string {
  if (typeof said === "string") return said;
  return said.map((part) => (part instanceof CommandLine ? render(part) : part)).join("");
}

function shown({ name }: Placeholder): string {
  return `<${name}>`;
}

const VALUE = new Placeholder("value");

/** Needs no quotes in any of the shells. */
const PLAIN = /^(?:--?[a-z-]+|[\p{L}\p{N}_./:+][\p{L}\p{M}\p{N}_./:+@-]*)$/u;

const QUOTE: Readonly<Record<Shell, (word: string) => string>> = {
  posix: (word) => {
    if (hiddenIn(word).length > 0) return shown(VALUE);
    return PLAIN.test(word) ? word : `'${word.replace(/['\\]/gu, String.raw`'\$&'`)}'`;
  },
  // Windows PowerShell 5 does not pass on double quotes, nor a backslash before the quote that it adds itself.
  powershell: (word) => {
    if (hiddenIn(word).length > 0 || /"|\\$/u.test(word)) return shown(VALUE);
    return PLAIN.test(word) ? word : `'${word.replace(/['\u2018-\u201b]/gu, "$&$&")}'`;
  },
  // %NAME% and !NAME! are replaced even within quotes.
  cmd: (word) => {
    if (hiddenIn(word).length > 0 || /["%!]|\\$/u.test(word)) return shown(VALUE);
    return PLAIN.test(word) ? word : `"${word}"`;
  },
};

/** For URLs: values without quotes in them. */
const ASSIGN: Readonly<Record<Shell, (name: string, value: string) => string>> = {
  posix: (name, value) => `${name}=${value}`,
  powershell: (name, value) => `$env:${name}='${value}';`,
  cmd: (name, value) => `set "${name}=${value}" &&`,
};
