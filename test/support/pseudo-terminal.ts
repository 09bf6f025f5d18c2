import { fileURLToPath } from "node:url";
import { stripVTControlCharacters } from "node:util";
import { spawn } from "@lydell/node-pty";
import type { Program } from "./program.ts";

const BIN = fileURLToPath(new URL("../../bin/ssoctl.js", import.meta.url));

/** The built program at a real pseudo-terminal, with simulated typing. */
export interface Session {
  /** Waits until the screen shows this. Fails if the program ends first. */
  shows(words: string | RegExp): Promise<void>;
  type(keys: string): void;
  /** What has been shown so far. */
  screen(): string;
  /** All output, including escape sequences. */
  ended(): Promise<{ exit: number; raw: string; screen: string }>;
}

export const ENTER = "\r";
export const DOWN = "\u001b[B";
export const CTRL_C = "\u0003";

export function atTerminal(
  program: Program,
  argv: readonly string[],
  env: Record<string, string> = {},
  folder = process.cwd(),
): Session {
  return runAtTerminal(process.execPath, [BIN, ...argv], { ...program.env, ...env }, folder);
}

/** Any program at a real pseudo-terminal. */
export function runAtTerminal(
  file: string,
  argv: readonly string[],
  env: Record<string, string>,
  folder = process.cwd(),
): Session {
  const terminal = spawn(file, [...argv], {
    cols: 160,
    rows: 40,
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
  return {
    shows: (words) =>
      until(() => (typeof words === "string" ? plain(raw).includes(words) : words.test(plain(raw)))),
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
