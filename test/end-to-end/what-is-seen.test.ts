import { mkdir, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect } from "vitest";
import { SANDBOX_API_KEY } from "../../src/sandbox/address.ts";
import { sandboxEnv, test as withProgram } from "../support/end-to-end.ts";
import { startFaultProxy } from "../support/fault-proxy.ts";
import { IN_FILE, type Program } from "../support/program.ts";
import { atTerminal, CTRL_C } from "../support/pseudo-terminal.ts";

const test = withProgram.extend("proxy", async ({ sandbox }, { onCleanup }) => {
  const proxy = await startFaultProxy(sandbox.url);
  onCleanup(proxy.close);
  return proxy;
});

/** As on a machine where the key was valid until yesterday. */
async function storeKey(
  { env }: Program,
  name: string,
  apiUrl: string,
  key = "sk_test_yesterday",
): Promise<void> {
  const folder = env["SSOCTL_CONFIG_DIR"] ?? "";
  const environments = { [name]: { kind: "test", apiUrl } };
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const content = JSON.stringify({ default: name, environments, keys: { [name]: key } });
  await writeFile(join(folder, "config.json"), content, { mode: 0o600 });
}

describe("a key that WorkOS does not accept (401)", () => {
  const REFUSED = "✖ WorkOS does not accept this key (401).";

  test.for(["staging", "eu-production"])(
    "of %s: its name, and the command that replaces it",
    async (name, { freshProgram, sandbox }) => {
      await storeKey(freshProgram, name, sandbox.url);
      const { exit, stderr } = await freshProgram.run(["org", "status", "acme.com"]);
      expect(exit).toBe(4);
      expect(stderr).toMatch(
        new RegExp(
          `${REFUSED.replace(/[()]/gu, "\\$&")}\n {2}Replace the key of ${name}: ssoctl env add ${name}\n`,
          "u",
        ),
      );
      const doctor = await freshProgram.run(["doctor", "--json"]);
      expect(JSON.parse(doctor.stdout).checks).toContainEqual(
        expect.objectContaining({ what: name, fix: `Replace the key of ${name}: ssoctl env add ${name}` }),
      );
    },
  );

  test("that command keeps everything but the key", async ({ freshProgram, sandbox }) => {
    await storeKey(freshProgram, "staging", sandbox.url);
    const add = ["env", "add", "staging", "--key-stdin", "--yes", ...IN_FILE];
    expect(await freshProgram.run(add, { stdin: SANDBOX_API_KEY })).toMatchObject({ exit: 0 });
    expect(await freshProgram.run(["org", "ensure", "kept.com"])).toMatchObject({ exit: 0 });
  });

  test("of WORKOS_API_KEY: the variable", async ({ freshProgram, sandbox }) => {
    const env = { WORKOS_API_KEY: "sk_test_yesterday", WORKOS_API_URL: sandbox.url };
    const { exit, stderr } = await freshProgram.run(["org", "ensure", "acme.com"], { env });
    expect(exit).toBe(4);
    expect(stderr).toContain(
      `${REFUSED} Nothing was changed.\n  The key is that of WORKOS_API_KEY. Correct it`,
    );
    expect(stderr).not.toContain("ssoctl env add");
  });

  test("of the sandbox: start it again", async ({ program, proxy }) => {
    proxy.add({ route: "*", times: null, fault: { kind: "answer", status: 401, body: {} } });
    const { exit, stderr } = await program.run(["org", "status", "acme.com"], { env: sandboxEnv(proxy) });
    expect(exit).toBe(4);
    expect(stderr).toContain(
      `${REFUSED}\n  Another server may be at ${proxy.url}. Start the sandbox again: ssoctl sandbox\n`,
    );
  });
});

test("a wait has words, and after five seconds the time that has passed", async ({ program, proxy }) => {
  proxy.add({ route: "*", times: null, fault: { kind: "hang" } });
  const session = atTerminal(program, ["org", "status", "acme.com", "--timeout", "60"], sandboxEnv(proxy));
  await session.shows("Waiting for WorkOS…");
  expect(session.screen()).not.toMatch(/Waiting for WorkOS… \d/u);
  await session.shows("Waiting for WorkOS… 5 s");
  await session.shows("Waiting for WorkOS… 6 s");
  session.type(CTRL_C);
  expect(await session.ended()).toMatchObject({ exit: 130 });
});

describe.skipIf(process.platform === "win32")("without a home folder that can be written", () => {
  const settings = ({ env: { SSOCTL_CONFIG_DIR: _, ...env } }: Program, HOME: string) => ({ ...env, HOME });

  test.for(["/dev/null", "/proc/nobody", "/nonexistent/home"])(
    "(%s) env list shows what there is",
    async (home, { freshProgram }) => {
      const program = { ...freshProgram, env: settings(freshProgram, home) };
      const { exit, screen } = await atTerminal(program, ["env", "list"], {}, "/", 80).ended();
      expect(screen).toBe(
        "No WorkOS environments yet. Add one: ssoctl env add staging\n  sandbox  built-in: run ssoctl sandbox, then pass --env sandbox\n",
      );
      expect(exit).toBe(0);
    },
  );

  test("env list makes no folder in one that can", async ({ freshProgram }) => {
    expect(await freshProgram.run(["env", "list"])).toMatchObject({ exit: 0, stdout: "" });
    expect(await freshProgram.run(["history"])).toMatchObject({ exit: 0, stdout: "" });
    expect(await readdir(freshProgram.home)).toEqual([]);
  });
});

function count(line: string, spelling: string): number {
  return line.split(spelling).length - 1;
}

describe("a domain in letters that are not ASCII", () => {
  const DOMAIN = "münchen-gmbh.de";
  const ASCII = "xn--mnchen-gmbh-thb.de";

  test("has both spellings, the ASCII one once in a line", async ({ program, freshSandbox }) => {
    const env = sandboxEnv(freshSandbox);
    const session = atTerminal(program, ["org", "ensure", ASCII, "--name", "München GmbH"], env);
    await session.shows(`No organization for ${DOMAIN} (${ASCII}). Create "München GmbH" in sandbox?`);
    session.type("\r");
    expect((await session.ended()).exit).toBe(0);
    const screens = [session.screen()];
    for (const argv of [
      ["link", "email", DOMAIN, "--to", `jane@${DOMAIN}`, "--yes"],
      ["link", "create", DOMAIN],
      ["org", "status", DOMAIN],
      ["org", "ensure", `eu.${DOMAIN}`, "--strict", "--yes"],
      ["org", "ensure", `eu.${DOMAIN}`, "--dry-run", "--yes"],
      ["link", "revoke", ASCII, "--yes"],
      ["history"],
    ])
      screens.push((await atTerminal(program, argv, env).ended()).screen);
    const lines = screens.join("\n").split("\n");
    // A question is written again for each answer, on its own line.
    expect(lines.filter((line) => count(line, ASCII) > 1 && !line.includes("?"))).toEqual([]);
    const both = new RegExp(`${DOMAIN} \\((?:eu\\.)?${ASCII}\\)`, "u");
    const others = lines.filter((line) => line.includes(ASCII) && !both.test(line));
    expect(others).toEqual([`${ASCII} → ${DOMAIN}`, `${ASCII} → ${DOMAIN}`]);
    expect(lines.some((line) => line.startsWith("München GmbH  org_"))).toBe(true);
  });

  test("is shown in ASCII alone where the other form would hide something", async ({
    program,
    freshSandbox,
  }) => {
    // With a joiner that nobody sees.
    const hidden = "xn--mgba3gch31f060k.com";
    const made = await fetch(`${freshSandbox.url}/organizations`, {
      method: "POST",
      headers: { Authorization: `Bearer ${SANDBOX_API_KEY}`, "Content-Type": "application/json" },
      body: JSON.stringify({ name: "Hidden", domain_data: [{ domain: hidden, state: "pending" }] }),
    });
    const { id } = (await made.json()) as { id: string };
    const { stdout } = await program.run(["org", "status", id, "--json"], { env: sandboxEnv(freshSandbox) });
    expect(JSON.parse(stdout).next.text).toContain(`verifies ${hidden} and`);
  });

  test("is a column of its own in a piped history", async ({ freshProgram, freshSandbox }) => {
    const env = sandboxEnv(freshSandbox);
    await freshProgram.run(["org", "ensure", DOMAIN], { env });
    const { stdout } = await freshProgram.run(["history"], { env });
    expect(stdout).toMatch(/^\S+\tsandbox\torg_\w{26}\torganization created\tmünchen-gmbh\.de\n$/u);
  });
});
