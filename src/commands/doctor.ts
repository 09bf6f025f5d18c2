import type { Context } from "../context.ts";
import { Failure } from "../failure.ts";
import type { Settings } from "../settings/ports.ts";
import { bad, faint, good, type Text, text, warning } from "../terminal/text.ts";
import {
  type Check,
  checkClipboard,
  checkProgram,
  checkProxy,
  checkSettings,
  checkTerminal,
  checkVariables,
} from "./doctor-checks.ts";
import { examplesFirst } from "./examples.ts";
import type { Register } from "./launch.ts";

export const registerDoctor: Register = (program, launch) => {
  const command = program
    .command("doctor")
    .description(
      "Check what the program needs: Node, settings, keys, clipboard, proxy and terminal. Each key is tried by one harmless request.\nIts exit code is 0 where all is well or only worth a look, 4 where a key does not work, 1 where anything else is broken.",
    );
  examplesFirst(command, [
    ["ssoctl doctor", "what is wrong, and what to do about it"],
    ["ssoctl doctor --json", "for a bug report; keys are masked"],
  ]);
  return command.action(() => launch(command, run));
};

async function run(context: Context): Promise<void> {
  const settings = await openSettings(context);
  const checks = [
    checkProgram(context),
    ...(settings instanceof Failure ? [damaged(settings)] : await checkSettings(settings, context)),
    ...checkVariables(context),
    checkClipboard(context),
    checkProxy(context),
    checkTerminal(context),
  ];
  context.output.result({
    human: checks.flatMap(lines),
    bare: checks.map(({ state, what, found }) => `${state}\t${what}\t${found}`).join("\n"),
    json: { checks: checks.map(({ isKey: _, ...check }) => ({ ...check, mend: check.mend ?? null })) },
  });
  const failures = checks.filter(({ state }) => state === "failure");
  if (failures.length > 0) throw verdict(failures);
}

/** The report is on stdout by then; this is for the exit code. */
function verdict(failures: readonly Check[]): Failure {
  const what = failures.map((check) => check.what).join(", ");
  return new Failure(
    failures.some(({ isKey }) => isKey) ? "unauthorized" : "unexpected",
    `Not well: ${what}.`,
  );
}

function lines({ what, state, found, mend }: Check): Text[] {
  const mark = { ok: good("✔"), warning: warning("!"), failure: bad("✖") }[state];
  return [
    text`${mark} ${what.padEnd(12)} ${found}`,
    ...(mend ? [faint(text`  ${" ".repeat(12)} ${mend}`)] : []),
  ];
}

async function openSettings({ settings }: Context): Promise<Settings | Failure> {
  return settings().catch((error: unknown) => {
    if (error instanceof Failure) return error;
    throw error;
  });
}

function damaged({ message, facts }: Failure): Check {
  return { what: "settings", state: "failure", found: message, mend: facts.hint };
}
