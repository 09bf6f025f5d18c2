import { EXIT_CODES, type Failure } from "../failure.ts";
import type { Palette } from "./palette.ts";
import { bad, faint, good, Text, text } from "./text.ts";

/** How stdout is read: by a person, by a pipe that wants one bare value, or by a program. */
export type Format = "terminal" | "pipe" | "json";

/** One result in its three views. */
export interface Result {
  /** At a terminal; where it is missing, the bare value is good for people too. Empty: the notes said it all. */
  readonly human?: Text | readonly Text[];
  /** Into a pipe: the one value that a script is after, or lines of them. */
  readonly bare: string;
  /** With `--json`: everything. */
  readonly json: Readonly<Record<string, unknown>>;
}

/** What is known of changes when a run fails. */
export interface KnownChanges {
  readonly sentences: readonly string[];
  /** Members of the `--json` error object. */
  readonly done: readonly object[];
  readonly unknown: readonly object[];
}

interface OutputPorts {
  readonly format: Format;
  readonly stdout: { write(chunk: string): unknown };
  readonly stderr: { write(chunk: string): unknown };
  readonly outPalette: Palette;
  readonly errPalette: Palette;
  /** Further members of the `--json` result. */
  readonly more?: () => Readonly<Record<string, unknown>>;
}

/** Where words go: results to stdout, everything for people to stderr, and with `--json` no words at all. */
export class Output {
  readonly format: Format;
  readonly #ports: OutputPorts;

  constructor(ports: OutputPorts) {
    this.format = ports.format;
    this.#ports = ports;
  }

  result({ human, bare, json }: Result): void {
    const { stdout, outPalette, format, more } = this.#ports;
    if (format === "json") return void stdout.write(`${toJson({ ...json, ...more?.() })}\n`);
    if (format === "terminal" && human) {
      const lines = human instanceof Text ? [human] : human;
      return void stdout.write(lines.map((line) => `${outPalette(line)}\n`).join(""));
    }
    if (bare !== "") stdout.write(`${bare}\n`);
  }

  /** A line of a story on stdout, where the story is what was asked for. */
  tell(line: Text): void {
    if (this.format !== "json") this.#ports.stdout.write(`${this.#ports.outPalette(line)}\n`);
  }

  /** A line on stderr for the person; programs that read `--json` get none. */
  note(line: Text): void {
    if (this.format !== "json") this.#toStderr(line);
  }

  /** A finished step. */
  done(line: Text): void {
    this.note(text`${good("✔")} ${line}`);
  }

  failure({ code, message, facts }: Failure, { sentences, done, unknown }: KnownChanges): void {
    const { hint, status, requestId, details = [], data } = facts;
    if (this.format === "json") {
      const { exit } = EXIT_CODES[code];
      const error = { code, exitCode: exit, message, done, unknown, hint, status, requestId, ...data };
      this.#ports.stderr.write(`${toJson({ error })}\n`);
      return;
    }
    const isShort = sentences.length === 1 && details.length === 0;
    this.#toStderr(text`${bad("✖")} ${isShort ? `${message} ${sentences[0]}` : message}`);
    for (const detail of details) this.#toStderr(text`    ${detail}`);
    for (const sentence of isShort ? [] : sentences) this.#toStderr(text`  ${sentence}`);
    if (hint) this.#toStderr(text`  ${hint}`);
    if (requestId) this.#toStderr(text`  ${faint(`request ${requestId}`)}`);
  }

  #toStderr(line: Text): void {
    this.#ports.stderr.write(`${this.#ports.errPalette(line)}\n`);
  }
}

/**
 * JSON that is as harmless in a terminal as in a program: control and formatting characters beyond those that
 * JSON escapes itself (C1 controls, right-to-left overrides) are escaped too, so nothing is lost.
 */
export function toJson(value: unknown): string {
  return JSON.stringify(value).replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (character) =>
    character
      .split("")
      .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`)
      .join(""),
  );
}
