import type { Readable, Writable } from "node:stream";
import { Failure } from "../failure.ts";
import { sanitize } from "../sanitize.ts";

export interface Choice<T> {
  readonly name: string;
  readonly value: T;
}

/** Questions to the person at the terminal. Each fails with `interrupted` when it is cancelled. */
export interface Prompts {
  /** Whether there is somebody to ask. */
  readonly available: boolean;
  confirm(question: string, byDefault: boolean): Promise<boolean>;
  /** The first choice is the default. */
  choose<T>(question: string, choices: readonly Choice<T>[]): Promise<T>;
  /** @param check returns `true`, or what is wrong with the answer */
  ask(
    question: string,
    byDefault: string | undefined,
    check: (answer: string) => true | string,
  ): Promise<string>;
  /** What is typed is masked. */
  askSecret(question: string, check: (answer: string) => true | string): Promise<string>;
}

interface PromptStreams {
  readonly input: Readable;
  /** Questions go to stderr: stdout is for the result. */
  readonly output: Writable;
  readonly signal: AbortSignal;
}

/** Prompts by inquirer, which is loaded at the first question. */
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
    confirm: (message, byDefault) =>
      answer({ type: "confirm", message: sanitize(message), default: byDefault }),
    choose: (message, choices) =>
      answer({
        type: "select",
        message: sanitize(message),
        choices: choices.map(({ name, value }) => ({ name: sanitize(name), value })),
      }),
    ask: (message, byDefault, check) =>
      answer({ type: "input", message: sanitize(message), default: byDefault, validate: check }),
    askSecret: (message, check) =>
      answer({ type: "password", message: sanitize(message), mask: "•", validate: check }),
  };
}

/** Where nobody can be asked, code must not come here: it names the flag that would have answered. */
export const noPrompts: Prompts = {
  available: false,
  confirm: nobody,
  choose: nobody,
  ask: nobody,
  askSecret: nobody,
};

function nobody(question: string): never {
  throw new Failure("usage", `There is no terminal to ask: ${question}`);
}

function isCancelled(error: unknown): boolean {
  return error instanceof Error && (error.name === "ExitPromptError" || error.name === "AbortPromptError");
}
