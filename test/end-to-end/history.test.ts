import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect } from "vitest";
import type { Entry } from "../../src/history/history.ts";
import { SANDBOX_API_KEY } from "../../src/sandbox/address.ts";
import { test as withProgram } from "../support/end-to-end.ts";

const test = withProgram
  .extend("env", ({ sandbox }) => ({ WORKOS_API_KEY: SANDBOX_API_KEY, WORKOS_API_URL: sandbox.url }))
  .extend(
    "run",
    ({ freshProgram, env }) =>
      (line: string, more: Record<string, string> = {}) =>
        freshProgram.run(line.split(" "), { env: { ...env, ...more } }),
  )
  .extend("history", ({ freshProgram }) => async (line = "history"): Promise<Entry[]> => {
    const { stdout, stderr, exit } = await freshProgram.run([...line.split(" "), "--json"]);
    expect({ stderr, exit }).toEqual({ stderr: "", exit: 0 });
    return (JSON.parse(stdout) as { entries: Entry[] }).entries;
  })
  /** Everything in the settings folder. */
  .extend("kept", ({ freshProgram }) => async () => {
    const folder = join(freshProgram.home, "settings");
    const names = await readdir(folder).catch(() => []);
    const contents = await Promise.all(names.map((name) => readFile(join(folder, name), "utf8")));
    return { names, content: contents.join("") };
  });

function doneIn(entry: Entry) {
  return "done" in entry ? entry.done : undefined;
}

describe("a handoff", () => {
  test("is shown by the history, which holds neither a link nor a key", async ({
    run,
    history,
    kept,
    sandbox,
  }) => {
    const created = await run("link create acme.com --verbose");
    const written = await run("link create acme.com --message");
    await run("link email acme.com --to jane@acme.com --yes --verbose");
    await run("link revoke acme.com --yes");

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

test("killed in the middle of an entry: the others are there, and so is the next", async ({
  run,
  history,
  freshProgram,
}) => {
  await run("link create torn.com");
  const path = join(freshProgram.home, "settings", "history.jsonl");
  const whole = await readFile(path, "utf8");
  await writeFile(path, whole.slice(0, -20));
  expect(await history()).toHaveLength(1);
  await run("link create torn.com");
  expect((await history()).map((entry) => doneIn(entry)?.action)).toEqual([
    "link_created",
    "organization_created",
  ]);
});

test("several at once are all in it", async ({ run, history }) => {
  const names = Array.from({ length: 6 }, (_, number) => `together${number}.com`);
  await Promise.all(names.map((name) => run(`org ensure ${name}`)));
  expect((await history()).map(({ customer }) => customer).sort()).toEqual(names);
});

test("a hostile name does no harm in it", async ({ run, kept, freshProgram, env }) => {
  const name = "\u001b]0;owned\u0007Evil \u202eCorp<b>\u009b31m";
  const made = await freshProgram.run(["org", "ensure", "evil.com", "--name", name], { env });
  expect(made.exit).toBe(0);
  const { stdout } = await run("history evil.com", { FORCE_COLOR: "0" });
  expect(stdout).toMatch(
    /^\S+Z\tWORKOS_API_KEY\torg_\w{26}\tname .* set\tevil\.com\n\S+Z\tWORKOS_API_KEY\torg_\w{26}\torganization created\tevil\.com\n$/u,
  );
  const { content } = await kept();
  expect(content).toContain('"name":"]0;ownedEvil Corp<b>31m"');
});

test("a folder that cannot be written fails no command", async ({ run }) => {
  const { exit, stdout, stderr } = await run("org ensure unwritable.com", {
    SSOCTL_CONFIG_DIR: "/dev/null/x",
  });
  expect({ exit, stdout }).toEqual({ exit: 0, stdout: expect.stringMatching(/^org_\w+\n$/u) });
  expect(stderr).toContain("  This could not be written to the history: ");
});

test("no history yet", async ({ run, kept }) => {
  const { exit, stdout, stderr } = await run("history");
  expect({ exit, stdout }).toEqual({ exit: 0, stdout: "" });
  expect(stderr).toBe("No history yet on this machine.\n");
  expect((await kept()).names).toEqual([]);
});
