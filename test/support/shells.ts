import { existsSync } from "node:fs";
import { chmod, mkdir, writeFile } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Program } from "./program.ts";
import { runAtTerminal, type Session } from "./pseudo-terminal.ts";

const BIN = fileURLToPath(new URL("../../bin/ssoctl.js", import.meta.url));

export type RealShell = "bash" | "zsh" | "fish";

/** Why a shell is not tested, for the name of the test that is skipped; "" where it is installed. */
export function whyNot(shell: RealShell): string {
  const folders = (process.env["PATH"] ?? "").split(delimiter);
  return folders.some((folder) => existsSync(join(folder, shell)))
    ? ""
    : ` (skipped: ${shell} is not installed)`;
}

/** A folder for PATH in which `ssoctl` completes as ever, and else says with which words it was run. */
export async function installTelltale({ home }: Program): Promise<string> {
  const folder = join(home, "bin");
  await mkdir(folder);
  const lines = [
    "#!/bin/sh",
    `case "$1" in __complete|completion) exec '${process.execPath}' '${BIN}' "$@" ;; esac`,
    'printf "ran:"; printf " <%s>" "$@"; echo " ."',
  ];
  await writeFile(join(folder, "ssoctl"), `${lines.join("\n")}\n`);
  await chmod(join(folder, "ssoctl"), 0o755);
  return folder;
}

const START: Readonly<Record<RealShell, { readonly argv: readonly string[]; readonly load: string }>> = {
  bash: { argv: ["--norc", "--noprofile", "-i"], load: 'eval "$(ssoctl completion bash)"' },
  zsh: {
    argv: ["-f", "-i"],
    load: 'autoload -U compinit; compinit -D -u; eval "$(ssoctl completion zsh)"',
  },
  fish: { argv: ["--no-config", "-i"], load: "ssoctl completion fish | source" },
};

/**
 * An interactive shell that has loaded the completion.
 *
 * @param load how it is loaded
 */
export async function openShell(
  shell: RealShell,
  env: Record<string, string>,
  cwd: string,
  load = START[shell].load,
): Promise<Session> {
  const session = runAtTerminal(shell, START[shell].argv, env);
  session.type(`cd '${cwd}'; ${load}; echo rea''dy\r`);
  await session.shows("ready");
  return session;
}

/**
 * Types one line, Tab and all, and Enter, and leaves the shell.
 *
 * @returns the words that ssoctl was run with
 */
export async function runLine(session: Session, keys: string): Promise<string[]> {
  session.type(`${keys}\r`);
  await session.shows(/ran:.* \./u);
  session.type("exit\r");
  const { screen } = await session.ended();
  const [, words = ""] = /ran:(.*) \./u.exec(screen) ?? [];
  return [...words.matchAll(/<([^>]*)>/gu)].map(([, word = ""]) => word);
}
