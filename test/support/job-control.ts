import { expect } from "vitest";
import type { Program } from "./program.ts";
import { CTRL_Z, isCursorShown, runAtTerminal, type Session } from "./pseudo-terminal.ts";

/** An interactive bash in which `ssoctl` runs the program. */
export async function openJobShell(
  { command, env: own }: Program,
  env: Record<string, string>,
): Promise<Session> {
  const session = runAtTerminal("/bin/bash", ["--norc", "--noprofile", "-i"], { ...own, ...env });
  const line = command.map((word) => `"${word}"`).join(" ");
  await session.typeUntil(`alias ssoctl='${line}'; echo rea''dy\r`, "ready");
  return session;
}

/** Ctrl-Z, a command in the shell, and `fg`: the question is shown again, and takes keys as before. */
export async function suspendAndResume(session: Session, question: string): Promise<void> {
  await session.typeUntil(CTRL_Z, "Stopped");
  expect(isCursorShown(session.raw())).toBe(true);
  await session.typeUntil("echo in-the-$((40 + 2))-shell\r", "in-the-42-shell");
  await session.typeUntil("fg\r", question);
  expect(session.isRaw()).toBe(true);
}

/** Leaves the shell. @returns the exit code of the last command, and all output */
export async function leave(session: Session): Promise<{ exit: number; raw: string; screen: string }> {
  session.type("exit $?\r");
  return session.ended();
}
