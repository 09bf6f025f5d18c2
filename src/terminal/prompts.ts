import { Failure } from "../failure.ts";
import { sanitize } from "../sanitize.ts";
import type { Palette } from "./palette.ts";
import type { QuestionTerminal } from "./question.ts";
import type { Tone } from "./text.ts";

export interface Choice<T> {
  readonly name: string;
  readonly value: T;
}

/** Prompts at the terminal. @throws Failure `interrupted` if the user cancels */
export interface Prompts {
  /** False without a terminal, in CI and with `--no-input`. */
  readonly available: boolean;
  confirm(question: string, defaultValue: boolean): Promise<boolean>;
  /** The first choice is the default. */
  choose<T>(question: string, choices: readonly Choice<T>[]): Promise<T>;
  /** @param check returns `true`, or an error message */
  ask(
    question: string,
    defaultValue: string | undefined,
    check: (answer: string) => true | string,
  ): Promise<string>;
  askSecret(question: string, check: (answer: string) => true | string): Promise<string>;
  /** What is typed during the work is neither shown nor kept: it may be a secret, typed again. */
  unseen<T>(work: () => Promise<T>): Promise<T>;
}

interface PromptTerminal extends QuestionTerminal {
  readonly palette: Palette;
  readonly signal: AbortSignal;
}

export function createPrompts({ palette, signal, ...terminal }: PromptTerminal): Prompts {
  const answer = async <T>(question: Record<string, unknown>): Promise<T> => {
    const [{ default: inquirer }, { openQuestion }] = await Promise.all([
      import("inquirer"),
      import("./question.ts"),
    ]);
    const { input, output, closed, close } = await openQuestion(terminal);
    const prompt = inquirer.createPromptModule({
      input: input as unknown as NodeJS.ReadStream,
      output: output as NodeJS.WriteStream,
      signal: AbortSignal.any([signal, closed]),
    });
    try {
      const asked = { ...question, name: "value", theme: themeOf(palette) };
      const { value } = (await prompt([asked as never])) as { value: T };
      return value;
    } catch (error) {
      if (isCancelled(error)) throw new Failure("interrupted", "Cancelled.");
      throw error;
    } finally {
      close();
    }
  };
  return {
    available: true,
    confirm: (message, defaultValue) =>
      answer({ type: "confirm", message: sanitize(message), default: defaultValue }),
    choose: (message, choices) =>
      answer({
        type: "select",
        message: sanitize(message),
        choices: choices.map(({ name, value }) => ({ name: sanitize(name), value })),
      }),
    ask: (message, defaultValue, check) =>
      answer({ type: "input", message: sanitize(message), default: defaultValue, validate: check }),
    askSecret: (message, check) =>
      answer({
        type: "password",
        message: sanitize(message),
        mask: "•",
        validate: check,
      }),
    unseen: async (work) => (await import("./question.ts")).withoutEcho(terminal.input, work),
  };
}

/** Every color that the prompts use. Inquirer's own depend on whether stdout is a terminal. */
function themeOf(palette: Palette) {
  const paint = (tone: Tone) => (value: string) => palette([{ value, tone }]);
  const [strong, faint, accent, bad] = [paint("strong"), paint("faint"), paint("accent"), paint("bad")];
  return {
    prefix: { idle: accent("?"), done: paint("good")("✔") },
    style: {
      message: strong,
      answer: accent,
      highlight: accent,
      defaultAnswer: (value: string) => faint(`(${value})`),
      error: (value: string) => bad(`> ${value}`),
      keysHelpTip: (keys: readonly (readonly [key: string, action: string])[]) =>
        keys.map(([key, action]) => `${strong(key)} ${faint(action)}`).join(faint(" • ")),
    },
  };
}

/** Callers check `available` first and name the flag to pass instead. */
export const noPrompts: Prompts = {
  available: false,
  confirm: cannotPrompt,
  choose: cannotPrompt,
  ask: cannotPrompt,
  askSecret: cannotPrompt,
  unseen: (work) => work(),
};

function cannotPrompt(question: string): never {
  throw new Failure("usage", `Cannot prompt: ${question}`);
}

function isCancelled(error: unknown): boolean {
  return error instanceof Error && (error.name === "ExitPromptError" || error.name === "AbortPromptError");
}
