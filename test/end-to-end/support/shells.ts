import { existsSync } from "node:fs";
import { chmod, mkdir, writeFile } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Program } from "../../support/program.ts";
import { runAtTerminal } from "../../support/pseudo-terminal.ts";

const BIN = fileURLToPath(new URL("../../../bin/ssoctl.js", import.meta.url));

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
 * Types one line into the shell, Tab and all, and Enter.
 *
 * @returns the words that ssoctl was run with, and the screen
 */
export async function typeInto(shell: RealShell, keys: string, env: Record<string, string>, cwd: string) {
  const { argv, load } = START[shell];
  const session = runAtTerminal(shell, argv, env);
  session.type(`cd '${cwd}'; ${load}; echo rea''dy\r`);
  await session.shows(/ready/u);
  session.type(`${keys}\r`);
  await session.shows(/ran:.* \./u);
  session.type("exit\r");
  const { screen } = await session.ended();
  const [, words = ""] = /ran:(?<words>.*) \./u.exec(screen) ?? [];
  return { words: [...words.matchAll(/<(?<word>[^>]*)>/gu)].map(({ groups }) => groups?.["word"]), screen };
}
