import { mkdtemp } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { SANDBOX_API_KEY } from "../../src/sandbox/address.ts";
import type { World } from "../../src/sandbox/world.ts";
import type { FaultProxy } from "../support/fault-proxy.ts";
import { type Ended, IN_FILE, installProgram, type Program } from "../support/program.ts";
import { atTerminal, ENTER } from "../support/pseudo-terminal.ts";
import {
  check,
  checkNamed,
  newTally,
  openStage,
  renderTallies,
  type Stage,
  type Tally,
} from "./support/play.ts";

/** The reproductions that once harmed a customer, by processes, in each world that WorkOS may be. */
const WORLDS: readonly (readonly [string, Partial<World>])[] = [
  ["keys honored", {}],
  ["keys honored, lists 5 s behind", { listDelay: 5000 }],
  ["keys ignored", { organizationKeys: "ignored" }],
  ["keys ignored, lists 5 s behind", { organizationKeys: "ignored", listDelay: 5000 }],
  ["keys honored, a held domain is refused", { heldDomains: "refused" }],
  ["keys ignored, a held domain is refused", { organizationKeys: "ignored", heldDomains: "refused" }],
];

const BIN = fileURLToPath(new URL("../../bin/ssoctl.js", import.meta.url));
const RUNNERS = 20;
const ROUNDS = 4;
const NAMES = ["Acme", "Acme Inc", "Acme Corporation", "ACME"];
const ENVIRONMENTS = ["stg", "staging", "ci"];
const DELAY = 150;

const tallies: Tally[] = [];
let program: Program;
let stage: Stage;

beforeAll(async () => {
  program = await installProgram();
});
afterAll(async () => {
  await program.close();
  console.log(`\n${renderTallies(tallies)}\n`);
});

const viaKey = (way: FaultProxy) => ({ WORKOS_API_KEY: SANDBOX_API_KEY, WORKOS_API_URL: way.url });
const random = (most: number) => Math.floor(Math.random() * most);
const slow = { there: () => random(DELAY), back: () => random(DELAY) };

describe.each(WORLDS)("%s", (name, world) => {
  const isHonored = world.organizationKeys !== "ignored";
  let tally: Tally;

  beforeEach(async ({ task }) => {
    stage = await openStage(world);
    tally = newTally(task.name, name);
    tallies.push(tally);
  });
  afterEach(async () => {
    await stage.close();
    const { wrongClaims, foreign, unnamed, deletes, earlyWrites } = tally;
    expect({ wrongClaims, foreign, unnamed, deletes, earlyWrites }).toEqual({
      wrongClaims: [],
      foreign: [],
      unnamed: [],
      deletes: 0,
      earlyWrites: 0,
    });
  });

  test("one is asked while another creates, and an older one gets the domain", {
    timeout: 60_000,
  }, async () => {
    const older = await stage.ask("POST", "/organizations", { name: "Older", domain_data: [] });
    const [mine, theirs] = [await stage.open(), await stage.open()];
    const asked = atTerminal(program, ["link", "create", "acme.com"], viaKey(mine));
    await asked.shows('Create "Acme"');
    const since = new Date();
    const other = await program.run(["link", "create", "acme.com", "--json"], { env: viaKey(theirs) });
    check(other, "acme.com", since, theirs, stage, tally);
    const body = { organization_id: older.id, domain: "acme.com" };
    await stage.ask("POST", "/organization_domains", body).catch(() => {});
    tally.earlyWrites += mine.requests.filter(({ method }) => method !== "GET").length;
    asked.type(ENTER);
    const { exit, screen } = await asked.ended();
    const left = [...stage.holders("acme.com")];
    tally.rounds += 1;
    tally.left = left.length;
    if (left.length === 1) expect(exit).toBe(0);
    // The older one is not listed yet: the answer is one that has the domain.
    else if (stage.listDelay > 0 && exit === 0) {
      if (!left.some((id) => screen.includes(id))) tally.foreign.push(screen);
    } else {
      expect(exit).toBe(5);
      tally.unnamed.push(...left.filter((id) => !screen.includes(id)));
    }
  });

  test("what WorkOS repeats for a key was renamed since, and has another domain", {
    timeout: 60_000,
  }, async () => {
    const way = await stage.open();
    const first = await program.run(["link", "create", "acme.com", "--json"], { env: viaKey(way) });
    const { id } = JSON.parse(first.stdout).organization;
    const changes = { name: "Beta Corp", domain_data: [{ domain: "beta.io", state: "pending" }] };
    await stage.ask("PUT", `/organizations/${id}`, changes);
    await new Promise((resolve) => setTimeout(resolve, stage.listDelay));
    const since = new Date();
    const again = await program.run(["link", "create", "acme.com", "--json"], { env: viaKey(way) });
    check(again, "acme.com", since, way, stage, tally);
    tally.rounds += 1;
    tally.left = stage.holders("acme.com").size;
    expect(again.exit).toBe(0);
    expect(JSON.parse(again.stdout)).toMatchObject({ action: "created", organization: { name: "Acme" } });
  });

  test("the domain moves between the last look and the POST", { timeout: 60_000 }, async () => {
    const older = await stage.ask("POST", "/organizations", { name: "Older", domain_data: [] });
    const way = await stage.open();
    const happens = () =>
      stage.ask("POST", "/organization_domains", { organization_id: older.id, domain: "acme.com" });
    way.add({ route: "POST /organizations", times: 1, fault: { kind: "meanwhile", happens } });
    const since = new Date();
    const ended = await program.run(["link", "create", "acme.com", "--json"], { env: viaKey(way) });
    check(ended, "acme.com", since, way, stage, tally);
    checkNamed([ended], "acme.com", stage, tally);
    tally.rounds += 1;
    expect(ended.exit).toBe(world.heldDomains === "refused" ? 0 : 5);
  });

  test(`${RUNNERS} processes, four names, three environments, delays, lost answers and kills`, {
    timeout: 600_000,
  }, async () => {
    for (let round = 1; round <= ROUNDS; round += 1) {
      const domain = `round-${round}.com`;
      const endings = await Promise.all(
        Array.from({ length: RUNNERS }, (_, runner) => race(domain, runner, tally)),
      );
      // One who comes later, and one for each that was killed, end like the others.
      const late = await Promise.all(
        endings.filter(({ exit }) => exit === undefined).map((_, at) => race(domain, 2 * at + 1, tally)),
      );
      checkNamed([...endings, ...late], domain, stage, tally);
      if (isHonored) {
        const [only = ""] = stage.holders(domain);
        const ids = [...endings, ...late]
          .filter(({ exit }) => exit === 0)
          .map(({ stdout }) => JSON.parse(stdout).organization.id);
        expect(stage.holders(domain).size).toBe(1);
        expect(new Set(ids)).toEqual(new Set([only]));
      }
      tally.rounds += 1;
    }
  });
});

/** One process; every fifth loses an answer, and every seventh is killed. */
async function race(domain: string, runner: number, tally: Tally): Promise<Ended> {
  const way = await stage.open(slow);
  if (runner % 5 === 4)
    way.add({ route: "POST /organizations", times: 1, fault: { kind: "close", when: "after" } });
  const chosen = NAMES[runner % NAMES.length] ?? "Acme";
  const name = ENVIRONMENTS[runner % ENVIRONMENTS.length] ?? "ci";
  const folder = await mkdtemp(join(program.home, "settings-"));
  const env = { SSOCTL_CONFIG_DIR: folder };
  await program.run(["env", "add", name, "--key-stdin", "--api-url", way.url, ...IN_FILE], {
    env,
    stdin: SANDBOX_API_KEY,
  });
  const since = new Date();
  const child = execa(process.execPath, [BIN, "org", "ensure", domain, "--json", "--name", chosen], {
    env: { ...program.env, ...env },
    extendEnv: false,
    reject: false,
  });
  if (runner % 7 === 6) setTimeout(() => child.kill("SIGKILL"), random(1500));
  const { stdout, stderr, exitCode } = await child;
  const ended = { stdout, stderr, exit: exitCode };
  check(ended, domain, since, way, stage, tally);
  return ended;
}
