import { SANDBOX_API_KEY } from "../../../src/sandbox/address.ts";
import { type Sandbox, startSandbox } from "../../../src/sandbox/server.ts";
import type { World } from "../../../src/sandbox/world.ts";
import { type FaultProxy, startFaultProxy } from "../../support/fault-proxy.ts";
import type { Ended } from "../../support/program.ts";

/** What the table shows of a play in a world; all rounds together. */
export interface Tally {
  readonly play: string;
  readonly world: string;
  rounds: number;
  /** Organizations with the domain at the end of a round: the most of any round. */
  left: number;
  /** What was said and is not so. */
  wrongClaims: string[];
  /** Successes that named an organization that was not there, or without the domain. */
  foreign: string[];
  /** Organizations that share a domain, and that no exit 5 named. */
  unnamed: string[];
  deletes: number;
  /** Writes before the last question was answered. */
  earlyWrites: number;
}

export function newTally(play: string, world: string): Tally {
  return {
    play,
    world,
    rounds: 0,
    left: 0,
    wrongClaims: [],
    foreign: [],
    unnamed: [],
    deletes: 0,
    earlyWrites: 0,
  };
}

export function renderTallies(tallies: readonly Tally[]): string {
  const rows = tallies.map(({ wrongClaims, foreign, unnamed, ...tally }) => [
    tally.play,
    tally.world,
    tally.rounds,
    tally.left,
    wrongClaims.length,
    foreign.length,
    unnamed.length,
    tally.deletes,
    tally.earlyWrites,
  ]);
  const head = [
    "play",
    "world",
    "rounds",
    "organizations left",
    "wrong claims",
    "missing or foreign",
    "duplicates unnamed",
    "DELETE requests",
    "writes before the last answer",
  ];
  const lines = [head, ...rows].map((row) => row.map(String));
  const widths = head.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
  return lines
    .map((line) =>
      line
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

/** A WorkOS of one world, with ways to do what people do in its dashboard. */
export interface Stage {
  readonly sandbox: Sandbox;
  readonly listDelay: number;
  ask<T = { id: string }>(method: string, path: string, body?: unknown): Promise<T>;
  /** The organizations that have a domain now, by id. */
  holders(domain: string): Set<string>;
  /** A way of a process of its own to WorkOS. */
  open(delays?: Parameters<typeof startFaultProxy>[1]): Promise<FaultProxy>;
  close(): Promise<void>;
  readonly ways: readonly FaultProxy[];
}

export async function openStage(world: Partial<World>): Promise<Stage> {
  const sandbox = await startSandbox({ port: 0, world });
  const ways: FaultProxy[] = [];
  return {
    sandbox,
    ways,
    listDelay: world.listDelay ?? 0,
    ask: async <T>(method: string, path: string, body?: unknown) => {
      const answer = await fetch(sandbox.url + path, {
        method,
        headers: { Authorization: `Bearer ${SANDBOX_API_KEY}` },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
      if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
      return (await answer.json()) as T;
    },
    holders: (domain) => {
      const held = [...sandbox.state.organizationDomains.values()].filter((one) => one.domain === domain);
      return new Set(held.map(({ organizationId }) => organizationId));
    },
    open: async (delays) => {
      const way = await startFaultProxy(sandbox.url, delays);
      ways.push(way);
      return way;
    },
    close: async () => {
      await Promise.all(ways.map((way) => way.close()));
      await sandbox.close();
    },
  };
}

interface Said {
  readonly organization?: { readonly id: string; readonly name: string };
  readonly action?: string;
  readonly error?: {
    readonly exitCode: number;
    readonly candidates?: readonly { id: string }[];
    readonly done: readonly { action: string; organization: { id: string | null } }[];
    readonly unknown: readonly { action: string }[];
  };
}

/** What a process said with `--json`; nothing where it was killed. */
function said({ stdout, stderr }: Ended): Said {
  const text = stdout.trim() || stderr.trim();
  return text.startsWith("{") ? JSON.parse(text) : {};
}

/**
 * Holds what a process said to what is there, and to what it sent.
 *
 * @param since when the process was started
 */
export function check(
  ended: Ended,
  domain: string,
  since: Date,
  way: FaultProxy,
  stage: Stage,
  tally: Tally,
): void {
  const { organization, action, error } = said(ended);
  const { organizations } = stage.sandbox.state;
  if (ended.exit === 0) {
    const id = organization?.id ?? "";
    if (!stage.holders(domain).has(id)) tally.foreign.push(`${id} for ${domain}`);
    const made = organizations.get(id)?.createdAt ?? new Date(0);
    if (action === "created" && made < since) tally.wrongClaims.push(`${id} was created before`);
  }
  for (const { action: done, organization: named } of error?.done ?? []) {
    const made = organizations.get(named.id ?? "")?.createdAt;
    if (done === "organization_created" && (!made || made < since))
      tally.wrongClaims.push(`${named.id} was not created by this run`);
  }
  const lost = way.requests.filter(({ method, answered }) => method !== "GET" && !answered);
  if (error && lost.length > 0 && error.done.length + error.unknown.length === 0)
    tally.wrongClaims.push(`says that nothing was changed after a lost answer: ${ended.stderr}`);
  tally.deletes += way.requests.filter(({ method }) => method === "DELETE").length;
}

/** Several organizations with one domain must be named by somebody's exit 5. */
export function checkNamed(endings: readonly Ended[], domain: string, stage: Stage, tally: Tally): void {
  const left = [...stage.holders(domain)];
  tally.left = Math.max(tally.left, left.length);
  if (left.length < 2) return;
  const named = new Set(
    endings
      .filter(({ exit }) => exit === 5)
      .flatMap((ended) => said(ended).error?.candidates?.map(({ id }) => id) ?? []),
  );
  tally.unnamed.push(...left.filter((id) => !named.has(id)));
}
