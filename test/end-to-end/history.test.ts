import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Entry } from "../../src/history/history.ts";
import { SANDBOX_API_KEY } from "../../src/sandbox/address.ts";
import {
  installProgram,
  type Program,
  type SandboxProcess,
  startSandboxProcess,
} from "../support/program.ts";

let program: Program;
let sandbox: SandboxProcess;

beforeAll(async () => {
  const bare = await installProgram();
  sandbox = await startSandboxProcess(bare);
  await bare.close();
});
afterAll(() => sandbox.stop());
beforeEach(async () => {
  program = await installProgram({ WORKOS_API_KEY: SANDBOX_API_KEY, WORKOS_API_URL: sandbox.url });
  return () => program.close();
});

const ssoctl = (line: string, env: Record<string, string> = {}) => program.run(line.split(" "), { env });

async function history(line = "history"): Promise<Entry[]> {
  const bare = { WORKOS_API_KEY: "", WORKOS_API_URL: "" };
  const { stdout, stderr, exit } = await ssoctl(`${line} --json`, bare);
  expect({ stderr, exit }).toEqual({ stderr: "", exit: 0 });
  return (JSON.parse(stdout) as { entries: Entry[] }).entries;
}

function doneIn(entry: Entry) {
  return "done" in entry ? entry.done : undefined;
}

/** Everything in the settings folder. */
async function kept(): Promise<{ names: string[]; content: string }> {
  const folder = join(program.home, "settings");
  const names = await readdir(folder).catch(() => []);
  const contents = await Promise.all(names.map((name) => readFile(join(folder, name), "utf8")));
  return { names, content: contents.join("") };
}

describe("a handoff", () => {
  test("is shown by the history, which holds neither a link nor a key", async () => {
    const created = await ssoctl("link create acme.com --verbose");
    const written = await ssoctl("link create acme.com --message");
    await ssoctl("link email acme.com --to jane@acme.com --yes --verbose");
    await ssoctl("link revoke acme.com --yes");

    const entries = await history("history acme.com");
    expect(entries.map((entry) => ({ command: entry.command, ...doneIn(entry) }))).toEqual([
      { command: "link revoke", action: "setup_link_revoked" },
      {
        command: "link email",
        action: "invited",
        invited: "jane@acme.com",
        intents: ["sso", "domain_verification"],
      },
      { command: "link email", action: "it_contact_added", email: "jane@acme.com" },
      { command: "link create", action: "link_created", intent: "sso" },
      { command: "link create", action: "link_created", intent: "sso" },
      { command: "link create", action: "organization_created", domain: "acme.com" },
    ]);
    const shown = [...created.stderr.matchAll(/ · (?<id>req_\w+)/gu)].map(({ groups }) => groups?.["id"]);
    expect(shown).toHaveLength(7);
    expect(entries[4]?.requestIds.toSorted()).toEqual(shown.toSorted());
    expect(entries[5]?.requestIds).toEqual(shown.slice(0, 4));

    const inbox = await (await fetch(`${sandbox.url}/inbox`)).text();
    const mails = [...inbox.matchAll(/href="(?<path>\/inbox\/[^"]+)"/gu)].map(
      ({ groups }) => groups?.["path"],
    );
    const pages = await Promise.all(mails.map(async (path) => (await fetch(`${sandbox.url}${path}`)).text()));
    const secrets = [created.stdout, written.stdout, ...pages].flatMap((where) =>
      [...where.matchAll(/\/(?:portal|setup)\/(?<token>[\w-]{16,})/gu)].map(
        ({ groups }) => groups?.["token"],
      ),
    );
    expect(new Set(secrets).size).toBeGreaterThanOrEqual(3);
    const { names, content } = await kept();
    expect(names).toEqual(["history.jsonl"]);
    for (const secret of [...secrets, SANDBOX_API_KEY]) expect(content).not.toContain(secret);
  });
});

test("killed in the middle of an entry: the others are there, and so is the next", async () => {
  await ssoctl("link create torn.com");
  const path = join(program.home, "settings", "history.jsonl");
  const whole = await readFile(path, "utf8");
  await writeFile(path, whole.slice(0, -20));
  expect(await history()).toHaveLength(1);
  await ssoctl("link create torn.com");
  expect((await history()).map((entry) => doneIn(entry)?.action)).toEqual([
    "link_created",
    "organization_created",
  ]);
});

test("several at once are all in it", async () => {
  const names = Array.from({ length: 6 }, (_, number) => `together${number}.com`);
  await Promise.all(names.map((name) => ssoctl(`org ensure ${name}`)));
  expect((await history()).map(({ customer }) => customer).sort()).toEqual(names);
});

test("a hostile name does no harm in it", async () => {
  const name = "\u001b]0;owned\u0007Evil \u202eCorp<b>\u009b31m";
  const made = await program.run(["org", "ensure", "evil.com", "--name", name]);
  expect(made.exit).toBe(0);
  const { stdout } = await ssoctl("history evil.com", { FORCE_COLOR: "0" });
  expect(stdout).toMatch(
    /^\S+Z\tWORKOS_API_KEY\torg_\w{26}\tname .* set\n\S+Z\tWORKOS_API_KEY\torg_\w{26}\torganization created\n$/u,
  );
  const { content } = await kept();
  expect(content).toContain('"name":"]0;ownedEvil Corp<b>31m"');
});

test("a folder that cannot be written fails no command", async () => {
  const { exit, stdout, stderr } = await ssoctl("org ensure unwritable.com", {
    SSOCTL_CONFIG_DIR: "/dev/null/x",
  });
  expect({ exit, stdout }).toEqual({ exit: 0, stdout: expect.stringMatching(/^org_\w+\n$/u) });
  expect(stderr).toContain("  This could not be written to the history: ");
});

test("no history yet", async () => {
  const { exit, stdout, stderr } = await ssoctl("history");
  expect({ exit, stdout }).toEqual({ exit: 0, stdout: "" });
  expect(stderr).toBe("No history yet on this machine.\n");
  expect((await kept()).names).toEqual([]);
});
