import { type CommandLine, type Render, renderSentence, type Sentence } from "../command-line.ts";
import { EXIT_CODES, type Failure } from "../failure.ts";
import { maskKeys, sanitize } from "../sanitize.ts";
import { layOut } from "./layout.ts";
import type { Palette } from "./palette.ts";
import type { Stream } from "./streams.ts";
import { bad, faint, good, Text, text } from "./text.ts";

export type Format = "terminal" | "pipe" | "json";

/** Printed with tabs in between. */
export type Row = readonly string[];

export interface Result {
  /** At a terminal. Default: `bare`. Empty if the notes on stderr are enough. */
  readonly human?: Text | readonly Text[];
  readonly bare: string | readonly Row[];
  readonly json: Readonly<Record<string, unknown>>;
}

/** The changes that a failed run made, or may have made. */
export interface KnownChanges {
  readonly sentences: readonly Sentence[];
  readonly done: readonly object[];
  readonly unknown: readonly object[];
}

interface OutputPorts {
  readonly format: Format;
  readonly stdout: Stream;
  readonly stderr: Stream;
  readonly outPalette: Palette;
  readonly errPalette: Palette;
  readonly render: Render;
  /** Columns that a text takes at a terminal. Default: its length. */
  readonly widthOf?: (text: string) => number;
  /** Further members of the `--json` result. */
  readonly more?: () => Readonly<Record<string, unknown>>;
}

/** Writes results to stdout and messages to stderr. With `--json` there are no messages. */
export class Output {
  readonly format: Format;
  readonly #ports: OutputPorts;

  constructor(ports: OutputPorts) {
    this.format = ports.format;
    this.#ports = ports;
  }

  result({ human, bare, json }: Result): void {
    const { stdout, format, more } = this.#ports;
    if (format === "json") return void stdout.write(`${toJson({ ...json, ...more?.() })}\n`);
    if (format === "terminal" && human) return void this.#toStdout(human);
    const block = typeof bare === "string" ? safeBlock(bare) : bare.map(safeRow).join("\n");
    if (block !== "") stdout.write(`${block}\n`);
  }

  /** For JSON. */
  plain(said: Sentence | CommandLine): string {
    return renderSentence(
      typeof said === "string" || Array.isArray(said) ? said : [said],
      this.#ports.render,
    );
  }

  /** Text on stdout, for commands whose result is a text (`demo`). */
  print(lines: Text | readonly Text[]): void {
    if (this.format !== "json") this.#toStdout(lines);
  }

  /** A message on stderr; none with `--json`. Cells of lines that are given together are aligned. */
  note(lines: Text | readonly Text[]): void {
    if (this.format !== "json") this.#toStderr(lines);
  }

  done(line: Text): void {
    this.note(text`${good("✔")} ${line}`);
  }

  failure(failure: Failure, { sentences, done, unknown }: KnownChanges): void {
    const { code, facts } = failure;
    const message = maskKeys(failure.message);
    const { status, requestId, details = [], data } = facts;
    if (this.format === "json") {
      const hint = facts.hint && this.plain(facts.hint);
      const { exit } = EXIT_CODES[code];
      const error = { code, exitCode: exit, message, done, unknown, hint, status, requestId, ...data };
      this.#ports.stderr.write(`${toJson({ error })}\n`);
      return;
    }
    const isShort = sentences.length === 1 && details.length === 0;
    this.#toStderr(text`${bad("✖")} ${message}${isShort ? text` ${sentences[0] ?? ""}` : ""}`);
    for (const detail of details) this.#toStderr(text`    ${detail}`);
    for (const sentence of isShort ? [] : sentences) this.#toStderr(text`  ${sentence}`);
    if (facts.hint) this.#toStderr(text`  ${facts.hint}`);
    if (requestId) this.#toStderr(text`  ${faint(`request ID: ${requestId}`)}`);
  }

  #toStdout(lines: Text | readonly Text[]): void {
    this.#write(lines, this.#ports.stdout, this.#ports.outPalette);
  }

  #toStderr(lines: Text | readonly Text[]): void {
    this.#write(lines, this.#ports.stderr, this.#ports.errPalette);
  }

  /** The only place where text is wrapped: at the width of a terminal, and never in a pipe. */
  #write(texts: Text | readonly Text[], stream: Stream, palette: Palette): void {
    const { render, widthOf = lengthOf } = this.#ports;
    const lines = (texts instanceof Text ? [texts] : texts).map((line) => ({
      pieces: line.rendered(render),
      hang: line.hang,
    }));
    const laidOut = layOut(lines, { columns: stream.columns, widthOf });
    stream.write(laidOut.map((line) => `${palette(line)}\n`).join(""));
  }
}

function lengthOf(text: string): number {
  return text.length;
}

/** A text of several lines, such as a note. Its own characters are kept, but none that drive a terminal. */
function safeBlock(block: string): string {
  return block.replace(/[^\P{Cc}\t\n\r]/gu, "");
}

function safeRow(row: Row): string {
  return row.map(sanitize).join("\t");
}

/** JSON that is safe to print: also escapes the control and formatting characters that `JSON.stringify` does not. */
export function toJson(value: unknown): string {
  return JSON.stringify(value).replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (character) =>
    character
      .split("")
      .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`)
      .join(""),
  );
}
