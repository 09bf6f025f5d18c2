import type { Readable, Writable } from "node:stream";
import { Failure } from "../failure.ts";
import { sanitize } from "../sanitize.ts";

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
}

interface PromptStreams {
  readonly input: Readable;
  readonly output: Writable;
  readonly signal: AbortSignal;
}

export function createPrompts(streams: PromptStreams): Prompts {
  const answer = async <T>(question: Record<string, unknown>): Promise<T> => {
    const { default: inquirer } = await import("inquirer");
    const prompt = inquirer.createPromptModule({
      input: streams.input as NodeJS.ReadStream,
      output: streams.output as NodeJS.WriteStream,
      signal: streams.signal,
    });
    try {
      const { value } = (await prompt([{ ...question, name: "value" } as never])) as { value: T };
      return value;
    } catch (error) {
      if (isCancelled(error)) throw new Failure("interrupted", "Cancelled.");
      throw error;
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
      answer({ type: "password", message: sanitize(message), mask: "•", validate: check }),
  };
}

/** Callers check `available` first and name the flag to pass instead. */
export const noPrompts: Prompts = {
  available: false,
  confirm: cannotPrompt,
  choose: cannotPrompt,
  ask: cannotPrompt,
  askSecret: cannotPrompt,
};

function cannotPrompt(question: string): never {
  throw new Failure("usage", `Cannot prompt: ${question}`);
}

function isCancelled(error: unknown): boolean {
  return error instanceof Error && (error.name === "ExitPromptError" || error.name === "AbortPromptError");
}
