import { chmod, mkdir, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { expect } from "vitest";
import { SANDBOX_API_KEY } from "../../src/sandbox/address.ts";
import { watch } from "../sandbox/support/watch.ts";
import { test as withProgram } from "../support/end-to-end.ts";
import { IN_FILE } from "../support/program.ts";

/** Two environments: production is the default, staging is named by the flag. */
const test = withProgram
  .extend("staging", async ({ freshSandbox }, { onCleanup }) => {
    const staging = await watch(freshSandbox.url);
    onCleanup(staging.close);
    return staging;
  })
  .extend("production", async ({ sandbox }, { onCleanup }) => {
    const production = await watch(sandbox.url);
    onCleanup(production.close);
    return production;
  })
  .extend("reps", async ({ freshProgram, staging, production }) => {
    for (const [name, { url }] of Object.entries({ production, staging })) {
      const adding = ["env", "add", name, "--key-stdin", "--api-url", url, ...IN_FILE];
      await freshProgram.run(adding, { stdin: SANDBOX_API_KEY });
    }
    return freshProgram;
  })
  /** Pastes a line into `sh`, where `ssoctl` is the program. */
  .extend("paste", async ({ reps }) => {
    const bin = join(reps.home, "bin");
    await mkdir(bin);
    const quoted = reps.command.map((word) => `'${word}'`).join(" ");
    await writeFile(join(bin, "ssoctl"), `#!/bin/sh\nexec ${quoted} "$@"\n`);
    await chmod(join(bin, "ssoctl"), 0o755);
    return (line: string) =>
      execa("sh", ["-c", line], {
        env: { ...reps.env, PATH: `${bin}:${reps.env["PATH"]}` },
        extendEnv: false,
        reject: false,
        cwd: reps.home,
        input: "",
      });
  });

/** Each command in a text. A placeholder is filled in, and nothing is waited for. */
function commandsIn(text: string): string[] {
  return [...text.matchAll(/ssoctl (?:link|org) (?:(?! · |\n|\. ).)+/gu)].map(([line]) =>
    line.replace("<address>", "jane@acme.com").replace("--wait", "--wait --wait-timeout 0.1s"),
  );
}

const LINES = [
  "link email acme.com --to jane@acme.com",
  "link email acme.com --to jane@acme.com",
  "org status acme.com",
  "link create acme.com",
  "link create eu.acme.com --strict",
  "link revoke acme.com",
  "org status nobody.com",
  "link create https://app.beta.io/x",
  "link create gmail.com",
  "link email acme.com --to eve@other.com",
];

test("run under another default, each printed command reaches the environment of its run and no other", {
  timeout: 120_000,
}, async ({ reps, paste, staging, production }) => {
  const printed: string[] = [];
  for (const line of LINES) {
    const { stdout, stderr } = await reps.run([...line.split(" "), "--env", "staging"]);
    printed.push(...commandsIn(`${stdout}\n${stderr}`));
  }
  expect(new Set(printed).size).toBeGreaterThan(8);
  const earlier = production.exchanges.length;
  for (const line of new Set(printed)) {
    const before = staging.exchanges.length;
    await paste(line);
    expect({ line, asked: staging.exchanges.length > before }).toEqual({ line, asked: true });
  }
  expect(production.exchanges.slice(earlier)).toEqual([]);
});

test("a contact whose address is a command does not run it", async ({ reps, paste, staging }) => {
  const { stdout: id } = await reps.run(["org", "ensure", "acme.com", "--env", "staging"]);
  const email = `x\`touch$\{IFS}pwned\`'y@acme.com`;
  await fetch(`${staging.url}/organizations/${id.trim()}/it_contacts`, {
    method: "POST",
    headers: { Authorization: `Bearer ${SANDBOX_API_KEY}`, "Content-Type": "application/json" },
    body: JSON.stringify({ email }),
  });
  const { stdout } = await reps.run(["org", "status", "acme.com", "--env", "staging", "--json"]);
  const { command } = JSON.parse(stdout).next;
  const { stdout: words } = await paste(command.replace(/^ssoctl/u, "printf '%s\\n'"));
  expect(words.split("\n")).toEqual(["link", "email", "acme.com", "--to", email, "--env", "staging"]);
  await paste(command);
  expect(await readdir(reps.home)).not.toContain("pwned");
});
