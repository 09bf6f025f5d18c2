import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { stripVTControlCharacters } from "node:util";
import { spawn } from "@lydell/node-pty";
import xterm from "@xterm/headless";
import type { Program } from "./program.ts";

const SIZE = { cols: 160, rows: 40 };
const BIN = fileURLToPath(new URL("../../bin/ssoctl.js", import.meta.url));

/** The built program at a real pseudo-terminal, with simulated typing. */
export interface Session {
  /** Waits until the screen shows this. Fails if the program ends first. */
  shows(words: string | RegExp): Promise<void>;
  /** Types, and waits until the screen shows this after it. */
  typeUntil(keys: string, words: string | RegExp): Promise<void>;
  type(keys: string): void;
  /** Of what was started. */
  readonly pid: number;
  /** Runs `stty` on this terminal. */
  stty(...settings: readonly string[]): string;
  /** Whether the program gets every key at once, and none is echoed. */
  isRaw(): boolean;
  /** All output so far, including escape sequences. */
  raw(): string;
  /** Closes the terminal, as a terminal's window does. */
  hangUp(): void;
  /** What has been shown so far. */
  screen(): string;
  /** All output, including escape sequences. */
  ended(): Promise<{ exit: number; raw: string; screen: string }>;
}

export const ENTER = "\r";
export const DOWN = "\u001b[B";
export const CTRL_C = "\u0003";
export const CTRL_D = "\u0004";
export const CTRL_Z = "\u001a";

/** Whether the last of these sequences that was written shows the cursor. Without any, it is shown. */
export function isCursorShown(raw: string): boolean {
  return raw.lastIndexOf("\u001b[?25h") >= raw.lastIndexOf("\u001b[?25l");
}

/** The process that a shell waits for. */
export function childOf({ pid }: Session): number {
  return Number(execFileSync("pgrep", ["-P", String(pid)]).toString());
}

/** What is on the screen of a terminal in the end: a real emulator reads the escape sequences. */
export async function visible(raw: string, cols = SIZE.cols): Promise<string[]> {
  const terminal = new xterm.Terminal({ ...SIZE, cols, allowProposedApi: true });
  await new Promise<void>((resolve) => terminal.write(raw, resolve));
  const { active } = terminal.buffer;
  const lines = Array.from({ length: active.length }, (_, y) => active.getLine(y)?.translateToString(true));
  return lines.join("\n").trimEnd().split("\n");
}

export function atTerminal(
  program: Program,
  argv: readonly string[],
  env: Record<string, string> = {},
  folder = process.cwd(),
  cols = SIZE.cols,
): Session {
  return runAtTerminal(process.execPath, [BIN, ...argv], { ...program.env, ...env }, folder, cols);
}

/** Any program at a real pseudo-terminal. */
export function runAtTerminal(
  file: string,
  argv: readonly string[],
  env: Record<string, string>,
  folder = process.cwd(),
  cols = SIZE.cols,
): Session {
  const terminal = spawn(file, [...argv], {
    ...SIZE,
    cols,
    cwd: folder,
    env: { TERM: "xterm-256color", ...env },
  });
  let raw = "";
  let exit: number | undefined;
  const waiting = new Set<() => void>();
  const wake = () => {
    for (const look of [...waiting]) look();
  };
  terminal.onData((chunk) => {
    raw += chunk;
    wake();
  });
  terminal.onExit(({ exitCode }) => {
    exit = exitCode;
    wake();
  });
  const until = (reached: () => boolean) =>
    new Promise<void>((resolve, reject) => {
      const look = () => {
        if (reached()) resolve();
        else if (exit !== undefined) reject(new Error(`It ended with ${exit} before that:\n${plain(raw)}`));
        else return;
        waiting.delete(look);
      };
      waiting.add(look);
      look();
    });
  const shows = (words: string | RegExp, from = 0) =>
    until(() => {
      const shown = plain(raw.slice(from));
      return typeof words === "string" ? shown.includes(words) : words.test(shown);
    });
  const stty = (...settings: readonly string[]) => {
    const { ptsName } = terminal as unknown as { readonly ptsName: string };
    return execFileSync("stty", [
      process.platform === "darwin" ? "-f" : "-F",
      ptsName,
      ...settings,
    ]).toString();
  };
  return {
    shows: (words) => shows(words),
    typeUntil: (keys, words) => {
      const from = raw.length;
      terminal.write(keys);
      return shows(words, from);
    },
    pid: terminal.pid,
    stty,
    isRaw: () => / -icanon\b/u.test(stty("-a")) && / -echo\b/u.test(stty("-a")),
    raw: () => raw,
    hangUp: () => (terminal as unknown as { destroy(): void }).destroy(),
    screen: () => plain(raw),
    type: (keys) => terminal.write(keys),
    ended: async () => {
      await until(() => exit !== undefined);
      return { exit: exit ?? -1, raw, screen: plain(raw) };
    },
  };
}

/** The visible text, without escape sequences. */
function plain(raw: string): string {
  return stripVTControlCharacters(raw).replace(/\r\n/gu, "\n");
}
