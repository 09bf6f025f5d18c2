import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { describe, expect } from "vitest";
import { SANDBOX_API_KEY } from "../../src/sandbox/address.ts";
import { sandboxEnv, test as withProgram } from "../support/end-to-end.ts";
import { atTerminal, CTRL_C } from "../support/pseudo-terminal.ts";

const BIN = fileURLToPath(new URL("../../bin/ssoctl.js", import.meta.url));

const test = withProgram
  .extend(
    "inSandbox",
    ({ program, sandbox }) =>
      (...argv: string[]) =>
        program.run(argv, { env: sandboxEnv(sandbox) }),
  )
  .extend(
    "redirected",
    ({ program, sandbox }) =>
      (line: string) =>
        execa("sh", ["-c", `"$0" "$1" ${line}`, process.execPath, BIN], {
          env: { ...program.env, ...sandboxEnv(sandbox) },
          extendEnv: false,
          reject: false,
        }),
  );

describe("the built program ends with", () => {
  test("0 when it did as asked", async ({ inSandbox }) => {
    expect(await inSandbox("link", "create", "acme.com")).toMatchObject({ exit: 0 });
  });

  test("1 where no other code fits: a settings folder that cannot be made", async ({ program }) => {
    const { exit, stdout, stderr } = await program.run(["env", "list"], {
      env: { SSOCTL_CONFIG_DIR: "/dev/null/x" },
    });
    expect({ exit, stdout }).toEqual({ exit: 1, stdout: "" });
    expect(stderr).toMatch(
      /^✖ Could not create the settings folder: .+\n {2}To use another folder, set SSOCTL_CONFIG_DIR\.\n$/u,
    );
  });

  test("2 for wrong input", async ({ inSandbox }) => {
    expect(await inSandbox("link", "create", "co.uk")).toMatchObject({ exit: 2, stdout: "" });
  });

  test("3 for a customer without an organization", async ({ inSandbox }) => {
    expect(await inSandbox("org", "ensure", "nobody.com", "--no-create")).toMatchObject({
      exit: 3,
      stdout: "",
    });
  });

  test("4 without a key, and with a wrong one", async ({ program, sandbox }) => {
    expect(await program.run(["link", "create", "acme.com"])).toMatchObject({ exit: 4, stdout: "" });
    const env = { WORKOS_API_KEY: "sk_test_wrong", WORKOS_API_URL: sandbox.url };
    const { exit, stderr } = await program.run(["link", "create", "acme.com"], { env });
    expect(exit).toBe(4);
    expect(stderr).toContain("✖ WorkOS does not accept this key (401).");
    expect(stderr).not.toContain("sk_test_wrong");
  });

  test.for([
    ["env", "use", "sk_test_abcdefgh"],
    ["org", "sk_test_abcdefgh"],
    ["org", "ensure", "acme.com", "--allow-domain", "sk_test_abcdefgh"],
    ["org", "ensure", "acme.com", "--name", "sk_test_abcdefgh"],
    ["org", "ensure", "acme.com", "--external-id", "sk_test_abcdefgh"],
    ["link", "create", "acme.com", "--intent", "sk_test_abcdefgh"],
    ["link", "email", "acme.com", "--to", "WORKOS_API_KEY=sk_test_abcdefgh"],
  ])("2 for an API key in the wrong place, which is not repeated: %j", async (words, { inSandbox }) => {
    const { exit, stdout, stderr } = await inSandbox(...words);
    expect({ exit, stdout }).toEqual({ exit: 2, stdout: "" });
    expect(stderr).not.toContain("abcdefgh");
  });

  test("5 when several organizations have the domain", async ({ inSandbox, sandbox }) => {
    for (const name of ["Twin", "Twin (old)"]) {
      const made = await fetch(`${sandbox.url}/organizations`, {
        method: "POST",
        headers: { Authorization: `Bearer ${SANDBOX_API_KEY}`, "Content-Type": "application/json" },
        body: JSON.stringify({ name, domain_data: [{ domain: "twin.com", state: "pending" }] }),
      });
      expect(made.status).toBe(201);
    }
    const { exit, stdout, stderr } = await inSandbox("link", "create", "twin.com");
    expect({ exit, stdout }).toEqual({ exit: 5, stdout: "" });
    expect(stderr).toContain("✖ 2 organizations have twin.com:");
  });

  test("6 when nothing answers", async ({ program }) => {
    const taken: Server = createServer().listen(0, "127.0.0.1");
    await new Promise((resolve) => taken.once("listening", resolve));
    const { port } = taken.address() as AddressInfo;
    await new Promise((resolve) => taken.close(resolve));
    const env = sandboxEnv({ url: `http://127.0.0.1:${port}` });
    const { exit, stdout, stderr } = await program.run(["link", "create", "acme.com"], { env });
    expect({ exit, stdout }).toEqual({ exit: 6, stdout: "" });
    expect(stderr).toContain(`✖ Nothing is listening at http://127.0.0.1:${port}. Nothing was changed.`);
    expect(stderr).toContain("Is the sandbox running? Start it: ssoctl sandbox");
  });

  test("8 for a consumer domain", async ({ inSandbox }) => {
    expect(await inSandbox("link", "create", "gmail.com")).toMatchObject({ exit: 8, stdout: "" });
  });

  test("130 when a question is cancelled", async ({ program, sandbox }) => {
    const session = atTerminal(program, ["link", "create", "new.com"], sandboxEnv(sandbox));
    await session.shows("Create");
    session.type(CTRL_C);
    expect(await session.ended()).toMatchObject({ exit: 130 });
  });

  test("130 when it is interrupted while WorkOS keeps it waiting", async ({ program }) => {
    const silent = createServer(() => {}).listen(0, "127.0.0.1");
    await new Promise((resolve) => silent.once("listening", resolve));
    const url = `http://127.0.0.1:${(silent.address() as AddressInfo).port}`;
    const session = atTerminal(program, ["link", "create", "acme.com"], sandboxEnv({ url }));
    await session.shows("Waiting for WorkOS…");
    session.type(CTRL_C);
    const { exit, screen } = await session.ended();
    expect(exit).toBe(130);
    expect(screen).toContain("✖ Interrupted.");
    silent.closeAllConnections();
    silent.close();
  });
});

describe.skipIf(process.platform !== "linux")("a full disk", () => {
  test.for(["", "link", "--help", "--version", "link create acme.com"])(
    "under the result is given in words: ssoctl %s",
    async (command, { redirected }) => {
      const { exitCode, stderr } = await redirected(`${command} > /dev/full`);
      expect(exitCode).toBe(1);
      expect(stderr).toMatch(/^✖ Could not write the output: ENOSPC.*$/mu);
      expect(stderr).not.toContain("    at ");
    },
  );

  test("under the words costs no result", async ({ redirected }) => {
    const { exitCode, stdout } = await redirected("link create acme.com 2> /dev/full");
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^http:.+\/portal\//u);
  });
});

test("a reader that has seen enough is no failure, and nothing is said of it", async ({ program }) => {
  const line = 'set -o pipefail; "$0" "$1" --help | head -n 0';
  const { exitCode, stderr } = await execa("bash", ["-c", line, process.execPath, BIN], {
    env: program.env,
    extendEnv: false,
    reject: false,
  });
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
});
