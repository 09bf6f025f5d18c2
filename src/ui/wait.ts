import { type Command, InvalidArgumentError, Option } from "commander";
import ms, { type StringValue } from "ms";
import { sentence, ssoctl } from "../command-line.ts";
import type { Context } from "../context.ts";
import { Failure } from "../failure.ts";
import { displayDomain } from "../handoff/domain.ts";
import { GOAL_WORDS, type Goal, goalOf, intentLabel } from "../handoff/intents.ts";
import { waitFor } from "../handoff/waiting.ts";
import { duration } from "../terminal/spinner.ts";
import { strong, text } from "../terminal/text.ts";
import type { Intent, Organization, WorkosReads } from "../workos/port.ts";

export interface WaitFlags {
  /** Milliseconds. */
  readonly waitTimeout?: number;
}

interface LinkWaitFlags extends WaitFlags {
  readonly wait?: boolean;
  /** Empty means SSO. */
  readonly intent: readonly Intent[];
}

const WAIT_TIMEOUT = "30m";

export function addWaitTimeout(command: Command): Command {
  return command.addOption(
    new Option("--wait-timeout <duration>", `with --wait: 90s, 30m, 2h (default: ${WAIT_TIMEOUT})`).argParser(
      toMilliseconds,
    ),
  );
}

/** @throws Failure `usage` if `--wait-timeout` is set without `--wait` */
export function checkWait({ wait, waitTimeout }: WaitFlags & { readonly wait?: unknown }): void {
  if (waitTimeout !== undefined && !wait) throw new Failure("usage", "--wait-timeout belongs to --wait.");
}

/** @throws Failure `usage` if WorkOS does not report this setup, or for `--wait-timeout` without `--wait` */
export function goalToWaitFor(flags: LinkWaitFlags): Goal | undefined {
  checkWait(flags);
  if (!flags.wait) return;
  const [first = "sso", ...others] = flags.intent;
  const goal = goalOf([first, ...others]);
  if (goal) return goal;
  throw new Failure(
    "usage",
    `--wait does not work for ${intentLabel(first)}: WorkOS does not report when it is set up.`,
  );
}

/** @throws Failure `timed_out` */
export async function waitAndTell(
  goal: Goal,
  organization: Organization,
  flags: WaitFlags,
  api: WorkosReads,
  context: Pick<Context, "output" | "progress" | "elapsed" | "sleep">,
): Promise<void> {
  const reached = await waitInSight(goal, organization, flags, api, context);
  context.output.done(text`${strong(organization.name)} · ${REACHED[goal](reached)}`);
}

/** Shows progress. @returns what was reached, in words. @throws Failure `timed_out` */
export async function waitInSight(
  goal: Goal,
  organization: Organization,
  { waitTimeout = toMilliseconds(WAIT_TIMEOUT) }: WaitFlags,
  api: WorkosReads,
  { progress, elapsed, sleep }: Pick<Context, "progress" | "elapsed" | "sleep">,
): Promise<string> {
  const { name, id } = organization;
  const began = elapsed();
  const words = () => `Waiting for ${GOAL_WORDS[goal]} at ${name}… ${duration(elapsed() - began)}`;
  const waiting = waitFor(goal, organization, waitTimeout, { api, elapsed, sleep });
  const reached = await progress.during(words, waiting);
  if (reached !== undefined) return reached;
  throw new Failure("timed_out", `Timed out while waiting for ${GOAL_WORDS[goal]} at ${name}.`, {
    hint: sentence`Check later: ${ssoctl("org", "status", id)}`,
  });
}

const REACHED: Readonly<Record<Goal, (what: string) => string>> = {
  sso: (provider) => `SSO is active: ${provider}.`,
  domain: (domain) => `${displayDomain(domain)} is verified.`,
  directory: (provider) => `the directory is linked: ${provider}.`,
};

function toMilliseconds(typed: string): number {
  const milliseconds = /^[\d.]+ ?[a-z]*$/u.test(typed)
    ? ms((/^[\d.]+$/u.test(typed) ? `${typed}s` : typed) as StringValue)
    : 0;
  if (milliseconds > 0) return milliseconds;
  throw new InvalidArgumentError("Use a duration such as 90s, 30m or 2h.");
}
