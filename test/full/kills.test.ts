import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { afterAll, beforeAll, expect, test } from "vitest";
import { installProgram, type Program } from "../support/program.ts";
import { openStage, type Stage } from "./support/play.ts";

const BIN = fileURLToPath(new URL("../../bin/ssoctl.js", import.meta.url));
const ALONE = 100;
const PAIRS = 50;
/** Milliseconds: longer than a run takes. */
const LONGEST = 300;

let program: Program;
let stage: Stage;

beforeAll(async () => {
  program = await installProgram();
  stage = await openStage({});
});
afterAll(async () => {
  await stage.close();
  await program.close();
});

const env = () => ({ SSOCTL_ENV: "sandbox", WORKOS_API_URL: stage.sandbox.url });
const ensure = (domain: string, name: string) => ["org", "ensure", domain, "--json", "--name", name];

/** Runs it and kills it (SIGKILL) at a random moment; then again, undisturbed. */
async function killed(domain: string, name: string): Promise<string> {
  const child = execa(process.execPath, [BIN, ...ensure(domain, name)], {
    env: { ...program.env, ...env() },
    extendEnv: false,
    reject: false,
  });
  const timer = setTimeout(() => child.kill("SIGKILL"), Math.random() * LONGEST);
  await child;
  clearTimeout(timer);
  const again = await program.run(ensure(domain, name), { env: env() });
  expect(again).toMatchObject({ exit: 0 });
  return JSON.parse(again.stdout).organization.id;
}

test(`${ALONE} times, killed at a random moment and run again: one organization`, {
  timeout: 300_000,
}, async () => {
  for (let time = 0; time < ALONE; time += 2) {
    const domains = [`alone-${time}.com`, `alone-${time + 1}.com`];
    const ids = await Promise.all(domains.map((domain) => killed(domain, "Acme")));
    expect(domains.map((domain) => [...stage.holders(domain)])).toEqual(ids.map((id) => [id]));
  }
});

test(`${PAIRS} pairs with two names, both killed and run again: one organization, the same id`, {
  timeout: 300_000,
}, async () => {
  for (let pair = 0; pair < PAIRS; pair += 1) {
    const domain = `pair-${pair}.com`;
    const ids = await Promise.all([killed(domain, "Acme Inc"), killed(domain, "Acme Corporation")]);
    expect([...stage.holders(domain)]).toEqual([ids[0]]);
    expect(ids[1]).toBe(ids[0]);
  }
});
