import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, onTestFinished } from "vitest";
import { SANDBOX_API_KEY } from "../../src/sandbox/address.ts";
import { certificateFor } from "../support/certificate.ts";
import { test as endToEnd } from "../support/end-to-end.ts";
import { IN_FILE, type Program } from "../support/program.ts";

const settingsOf = ({ env }: Program) => env["SSOCTL_CONFIG_DIR"] ?? "";

interface State {
  /** @returns variables */
  readonly make: (program: Program) => Promise<Record<string, string>>;
  /** `<path>` stands for the settings folder. */
  readonly line: string;
  readonly fix: string;
  readonly exit?: number;
}

const file = (name: string, content: string | Buffer) => async (program: Program) => {
  const path = join(program.home, name);
  await writeFile(path, content);
  return { NODE_EXTRA_CA_CERTS: path };
};

const folder = (name: string) => async (program: Program) => {
  const path = join(settingsOf(program), name);
  await rm(path, { force: true });
  await mkdir(path, { recursive: true });
  return {};
};

const UNUSABLE = "Set it to a readable file with PEM certificates, or unset it.";
const NOT_PEM = "Ask your IT for the certificate in PEM form: it begins with -----BEGIN CERTIFICATE-----.";

const STATES: Readonly<Record<string, State>> = {
  "config.json is a folder": {
    make: folder("config.json"),
    line: "failure\tsettings\tThe settings file <settings>/config.json cannot be read: it is a folder.",
    fix: "Fix or remove it, or set SSOCTL_CONFIG_DIR to use another folder.",
  },
  "the settings folder is a file": {
    make: async (program) => {
      await writeFile(settingsOf(program), "");
      return {};
    },
    line: "failure\tsettings\tCould not create the settings folder: EEXIST: file already exists, mkdir '<settings>'",
    fix: "To use another folder, set SSOCTL_CONFIG_DIR.",
  },
  "history.jsonl is a folder": {
    make: folder("history.jsonl"),
    line: "failure\thistory\tThe history cannot be read: <settings>/history.jsonl is not a regular file.",
    fix: "Fix, rename or remove <settings>/history.jsonl.",
  },
  "the certificate file is missing": {
    make: async () => ({ NODE_EXTRA_CA_CERTS: "/missing/ca.pem" }),
    line: "failure\tcertificates\tNODE_EXTRA_CA_CERTS: /missing/ca.pem cannot be read: there is no such file.",
    fix: UNUSABLE,
  },
  "the certificate file is a folder": {
    make: async ({ home }) => ({ NODE_EXTRA_CA_CERTS: home }),
    line: "failure\tcertificates\tNODE_EXTRA_CA_CERTS: <home> cannot be read: it is a folder.",
    fix: UNUSABLE,
  },
  "the certificate file is empty": {
    make: file("ca.pem", ""),
    line: "failure\tcertificates\tNODE_EXTRA_CA_CERTS: <home>/ca.pem is not a PEM certificate file.",
    fix: NOT_PEM,
  },
  "the certificate file is not PEM": {
    make: file("ca.der", Buffer.from([0x30, 0x82, 0x01, 0x0a])),
    line: "failure\tcertificates\tNODE_EXTRA_CA_CERTS: <home>/ca.der is not a PEM certificate file.",
    fix: NOT_PEM,
  },
  "a certificate in it is broken": {
    make: file("ca.pem", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"),
    line: "failure\tcertificates\tNODE_EXTRA_CA_CERTS: <home>/ca.pem is not a PEM certificate file.",
    fix: NOT_PEM,
  },
  "SSOCTL_ENV names no environment": {
    make: async () => ({ SSOCTL_ENV: "gone" }),
    line: "failure\tgone\tselected by SSOCTL_ENV, but not stored",
    fix: "Add it: ssoctl env add gone · or select another one: ssoctl env list",
    exit: 4,
  },
};

describe("a state that doctor is for", () => {
  endToEnd.for(Object.entries(STATES))(
    "%s: one line with the path and the fix, and the other checks run",
    async ([_what, { make, line, fix, exit = 1 }], { freshProgram }) => {
      const env = await make(freshProgram);
      const filled = (words: string) =>
        words.replaceAll("<settings>", settingsOf(freshProgram)).replaceAll("<home>", freshProgram.home);
      const seen = await freshProgram.run(["doctor"], { env });
      expect(seen.exit).toBe(exit);
      expect(seen.stdout.split("\n")).toContain(filled(line));
      const what = seen.stdout.split("\n").map((row) => row.split("\t")[1]);
      for (const check of ["program", "variables", "clipboard", "terminal"]) expect(what).toContain(check);
      expect(seen.stdout.split("\n").filter((row) => row.startsWith("failure"))).toHaveLength(1);
      const { stdout } = await freshProgram.run(["doctor", "--json"], { env });
      expect(JSON.parse(stdout).checks).toContainEqual(expect.objectContaining({ fix: filled(fix) }));
    },
  );

  endToEnd("a good certificate file is ok", async ({ freshProgram }) => {
    const { cert, close } = await certificateFor("DNS:proxy.test");
    onTestFinished(close);
    const env = await file("ca.pem", `${cert}\n${cert}`)(freshProgram);
    const { stdout } = await freshProgram.run(["doctor"], { env });
    expect(stdout).toContain(`ok\tcertificates\t2 in ${env.NODE_EXTRA_CA_CERTS}\n`);
  });

  endToEnd(
    "a wrong WORKOS_API_KEY is tried, and reported beside a good one",
    async ({ freshProgram, sandbox }) => {
      const argv = ["env", "add", "staging", "--key-stdin", "--api-url", sandbox.url, ...IN_FILE];
      await freshProgram.run(argv, { stdin: SANDBOX_API_KEY });
      const env = { WORKOS_API_KEY: "sk_test_wrong", WORKOS_API_URL: sandbox.url };
      const { exit, stdout } = await freshProgram.run(["doctor"], { env });
      expect(exit).toBe(4);
      expect(stdout).toMatch(/^failure\tWORKOS_API_KEY\ttest · .*401/mu);
      expect(stdout).toMatch(/^ok\tstaging\t/mu);
      expect(stdout).not.toContain("sk_test_wrong");
    },
  );

  endToEnd("a history that cannot be read is named by the command too", async ({ freshProgram }) => {
    await folder("history.jsonl")(freshProgram);
    expect(await freshProgram.run(["history"])).toMatchObject({
      exit: 1,
      stderr: expect.stringContaining("/history.jsonl is not a regular file.\n  Fix, rename or remove "),
    });
  });
});
