import { mkdtemp, readFile } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { SANDBOX_API_KEY } from "../../src/sandbox/address.ts";
import { type Sandbox, startSandbox } from "../../src/sandbox/server.ts";
import type { World } from "../../src/sandbox/world.ts";
import { type FaultProxy, type FaultRequest, startFaultProxy } from "../support/fault-proxy.ts";
import { type Ended, installProgram, type Program } from "../support/program.ts";
import { type Facts, factsOf, falseClaims, omissions } from "./support/claims.ts";
import {
  COMMANDS,
  cell,
  FAULTS,
  type MatrixCommand,
  type MatrixFault,
  renderMatrix,
  type Step,
} from "./support/fault-matrix.ts";

/** How many runs go on side by side: enough to sleep through each other's waits. */
const AT_ONCE = 4 * availableParallelism();

/** Attempts of one request. */
const MOST_ATTEMPTS = 3;

let program: Program;

beforeAll(async () => {
  program = await installProgram();
});
afterAll(() => program.close());

interface Seen extends Ended {
  readonly before: Facts;
  readonly after: Facts;
  /** Tokens that open the Admin Portal. */
  readonly tokens: readonly string[];
  /** How often each fault was met. */
  readonly used: readonly number[];
  /** The settings file; empty where there is none. */
  readonly settings: string;
}

/** A sandbox, and the proxy through which the program reaches it. */
interface Stage {
  readonly sandbox: Sandbox;
  readonly proxy: FaultProxy;
}

async function withStage<T>(world: Partial<World>, work: (stage: Stage) => Promise<T>): Promise<T> {
  const sandbox = await startSandbox({ port: 0, world });
  const proxy = await startFaultProxy(sandbox.url);
  try {
    return await work({ sandbox, proxy });
  } finally {
    await proxy.close();
    await sandbox.close();
  }
}

async function ask(sandbox: Sandbox, path: string, body: unknown): Promise<{ id: string }> {
  const answer = await fetch(sandbox.url + path, {
    method: "POST",
    headers: { Authorization: `Bearer ${SANDBOX_API_KEY}` },
    body: JSON.stringify(body),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${text}`);
  return text === "" ? { id: "" } : JSON.parse(text);
}

async function set(setting: MatrixCommand["setting"], sandbox: Sandbox): Promise<void> {
  if (setting === "nothing") return;
  const domain_data = [{ domain: "acme.com", state: "pending" }];
  const { id } = await ask(sandbox, "/organizations", { name: "Acme", domain_data });
  if (setting === "organization") return;
  const contacts = `/organizations/${id}/it_contacts`;
  const contact = await ask(sandbox, contacts, { email: "jane@acme.com" });
  await ask(sandbox, `${contacts}/${contact.id}/invite`, { intents: ["sso"] });
}

async function run(
  { argv }: MatrixCommand,
  { sandbox: { state }, proxy }: Stage,
  faults: readonly FaultRequest[],
  flags: readonly string[] = [],
): Promise<Seen> {
  const { url } = proxy;
  const before = factsOf(state);
  proxy.clear();
  const added = faults.map(proxy.add);
  const folder = await mkdtemp(join(program.home, "settings-"));
  const isAdding = argv[0] === "env";
  const ended = await program.run([...argv, ...(isAdding ? ["--api-url", url] : []), "--verbose", ...flags], {
    env: {
      SSOCTL_CONFIG_DIR: folder,
      ...(!isAdding && { SSOCTL_ENV: "sandbox", WORKOS_API_URL: url }),
    },
    stdin: isAdding ? SANDBOX_API_KEY : "",
  });
  return {
    ...ended,
    before,
    after: factsOf(state),
    tokens: [...state.portalLinks.keys(), ...[...state.setupInvitations.values()].map(({ token }) => token)],
    used: added.map(({ used }) => used),
    settings: await readFile(join(folder, "config.json"), "utf8").catch(() => ""),
  };
}

/** What must hold however a run ends. */
function faultsOf(seen: Seen): string[] {
  const { exit, stdout, stderr, before, after, tokens, used, settings } = seen;
  return [
    ...falseClaims(stderr, before, after),
    ...(exit !== 0 ? omissions(stderr, before, after) : []),
    ...(exit !== 0 && stdout !== "" ? [`fails, and prints ${JSON.stringify(stdout)}`] : []),
    ...(exit === 0 && stdout === "" ? ["is well, and prints nothing"] : []),
    ...(exit !== 0 && !stderr.includes("✖ ") ? ["fails without a word"] : []),
    ...(stderr.includes(SANDBOX_API_KEY) ? ["shows the key"] : []),
    ...(tokens.some((token) => stderr.includes(token)) ? ["shows a portal token on stderr"] : []),
    ...(after.organizations.length > 1 ? ["made the organization twice"] : []),
    ...(new Set(after.contacts).size < after.contacts.length ? ["added the contact twice"] : []),
    ...(exit !== 0 && settings.includes("staging") ? ["fails, and keeps the environment"] : []),
    ...used
      .filter((times) => times < 1 || times > MOST_ATTEMPTS)
      .map((times) => `sent the request ${times} times`),
  ];
}

/** What a run that is well must have done, by its command. */
function undone({ argv }: MatrixCommand, { stdout, before, after, settings }: Seen): string[] {
  const [noun, verb] = argv;
  const checks: Readonly<Record<string, () => boolean>> = {
    "org ensure": () => /^org_[0-9A-Z]{26}\n$/u.test(stdout) && after.organizations.length === 1,
    "org status": () => stdout === "none\n",
    "link create": () =>
      /^http:\/\/127\.0\.0\.1:\d+\/portal\/[\w-]+\n$/u.test(stdout) && after.links > before.links,
    "link email": () =>
      after.invitations.length === 1 && after.invitations[0]?.id !== before.invitations[0]?.id,
    "link revoke": () => stdout === "revoked\n" && after.invitations.length === 0,
    "env add": () => stdout === "staging\n" && settings.includes('"staging"'),
  };
  const isDone = checks[`${noun} ${verb}`];
  if (isDone === undefined) throw new Error(`${noun} ${verb} is not known here`);
  return isDone() ? [] : [`is well, but not done: ${JSON.stringify(stdout)}`];
}

async function check(
  command: MatrixCommand,
  step: Step,
  fault: MatrixFault,
  often: "once" | "always",
  otherKeys: World["otherKeys"],
): Promise<string[]> {
  const seen = await withStage({ otherKeys }, async (stage) => {
    await set(command.setting, stage.sandbox);
    const times = often === "once" ? 1 : null;
    // The limit is short only where it is what ends the wait, so that a slow machine does not add timeouts of its own.
    const flags = fault.isWaitedFor ? ["--timeout", "0.3"] : [];
    return run(command, stage, [{ route: step.route, fault: fault.fault, times }], flags);
  });
  const expected = cell(step, fault, otherKeys)[often];
  const problems = [
    ...(seen.exit === expected ? [] : [`ends with ${seen.exit}, not ${expected}`]),
    ...faultsOf(seen),
    ...(seen.exit === 0 ? undone(command, seen) : []),
  ];
  return problems.map(
    (problem) => `${command.words} · ${step.words} · ${fault.words}, ${often}: ${problem}\n${seen.stderr}`,
  );
}

/** A fault after which no other attempt is made is met once, however often it would strike. */
function oftens({ isRetried }: MatrixFault): ("once" | "always")[] {
  return isRetried ? ["once", "always"] : ["once"];
}

async function inTurns<T>(jobs: readonly (() => Promise<T>)[]): Promise<T[]> {
  const results: T[] = [];
  const waiting = jobs.entries();
  const take = async () => {
    for (const [index, job] of waiting) results[index] = await job();
  };
  await Promise.all(Array.from({ length: AT_ONCE }, take));
  return results;
}

const steps = COMMANDS.flatMap((command) =>
  command.steps.map((step) => [command.words, step.words, command, step] as const),
);

describe.each(["ignored", "honored"] as const)(
  "every fault, once and for good, in every request of every command; other keys %s",
  (otherKeys) => {
    test.each(steps)("%s · %s", { timeout: 120_000 }, async (_command, _step, command, step) => {
      const jobs = FAULTS.flatMap((fault) =>
        oftens(fault).map((often) => () => check(command, step, fault, often, otherKeys)),
      );
      expect((await inTurns(jobs)).flat().join("\n")).toBe("");
    });
  },
);

describe("an organization whose answer is lost, and that can't be looked for either", () => {
  const creating = COMMANDS.filter(({ steps: each }) =>
    each.some(({ route }) => route === "POST /organizations"),
  );
  const cut = { kind: "close", when: "before" } as const;

  test.each(creating)("$words: says that it is not known, and the next run finds it", async (command) => {
    await withStage({}, async (stage) => {
      const lost = await run(command, stage, [
        { route: "POST /organizations", fault: { kind: "close", when: "after" }, times: null },
        { route: "GET /organizations", fault: cut, times: null, skip: 3 },
      ]);
      expect(lost).toMatchObject({ exit: 6, stdout: "" });
      expect(falseClaims(lost.stderr, lost.before, lost.after)).toEqual([]);
      expect(omissions(lost.stderr, lost.before, lost.after)).toEqual([]);
      const again = await run(command, stage, []);
      expect([again.exit, ...faultsOf(again), ...undone(command, again)]).toEqual([0]);
    });
  });
});

describe("everything down at once", () => {
  test.each(COMMANDS)("$words: nothing was changed", async (command) => {
    await withStage({}, async (stage) => {
      await set(command.setting, stage.sandbox);
      const seen = await run(command, stage, [{ route: "*", fault: { kind: "html" }, times: null }]);
      expect([seen.exit, ...faultsOf(seen)]).toEqual([6]);
      expect(seen.after).toEqual(seen.before);
    });
  });
});

test("the docs have the matrix", async () => {
  const page = await readFile(new URL("../../docs/reliability.md", import.meta.url), "utf8");
  const shown = /<!-- fault matrix -->\n+(.*?)\n+<!-- \/fault matrix -->/su.exec(page)?.[1];
  expect(shown).toBe(renderMatrix());
});
