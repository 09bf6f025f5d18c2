import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect } from "vitest";
import { SANDBOX_API_KEY } from "../../src/sandbox/address.ts";
import { certificateFor } from "../support/certificate.ts";
import { secure } from "../support/company-network.ts";
import { test as withProgram } from "../support/end-to-end.ts";

const test = withProgram
  .extend("certificate", { scope: "file" }, async ({}, { onCleanup }) => {
    const certificate = await certificateFor("IP:127.0.0.1");
    onCleanup(certificate.close);
    return certificate;
  })
  .extend("workos", async ({ sandbox, certificate }, { onCleanup }) => {
    const workos = await secure(sandbox.url, certificate);
    onCleanup(workos.close);
    return workos;
  })
  .extend(
    "asked",
    ({ program, workos }) =>
      (extraCa: string, ...flags: string[]) =>
        program.run(["org", "ensure", "acme.com", ...flags], {
          env: {
            WORKOS_API_KEY: SANDBOX_API_KEY,
            WORKOS_API_URL: `https://127.0.0.1:${workos.port}`,
            NODE_EXTRA_CA_CERTS: extraCa,
          },
        }),
  );

describe("where a certificate is not trusted, the hint says what is wrong with NODE_EXTRA_CA_CERTS", () => {
  const FILES = { "empty.pem": "", "not.pem": "certificate", "der.cer": "\u0030\u0082\u0003" };

  test.for([
    ["missing.pem", "which does not exist."],
    ["empty.pem", "which is empty."],
    ["not.pem", "which contains no PEM certificate."],
    ["der.cer", "which contains no PEM certificate."],
    [".", "which is not a file."],
  ] as const)("%s", async ([name, words], { asked, program }) => {
    for (const [file, content] of Object.entries(FILES)) await writeFile(join(program.home, file), content);
    const path = join(program.home, name);
    const { exit, stdout, stderr } = await asked(path);
    expect({ exit, stdout }).toEqual({ exit: 6, stdout: "" });
    expect(stderr).toContain("is not trusted (DEPTH_ZERO_SELF_SIGNED_CERT).");
    expect(stderr).toContain(
      `  NODE_EXTRA_CA_CERTS names ${path}, ${words} Set it to the company's certificate file`,
    );
    expect(stderr).not.toContain("Behind a company proxy");
  });

  test("it is another certificate", async ({ asked, onTestFinished }) => {
    const other = await certificateFor("IP:127.0.0.1");
    onTestFinished(other.close);
    const { stderr } = await asked(other.path);
    expect(stderr).toContain(
      `The certificates in ${other.path} (NODE_EXTRA_CA_CERTS) do not include the one`,
    );
  });

  test("it is not set", async ({ asked }) => {
    const { stderr } = await asked("");
    expect(stderr).toContain(
      "Behind a company proxy, set NODE_EXTRA_CA_CERTS to the company's certificate file.",
    );
  });

  test("it is right, and nothing is said", async ({ asked, certificate }) => {
    expect(await asked(certificate.path, "--json")).toMatchObject({ exit: 0, stderr: "" });
  });
});

/** Node 20 writes it before ssoctl starts, and Windows cannot replace a process. */
const CAN_BE_QUIET = "execve" in process;

describe.skipIf(!CAN_BE_QUIET)(
  `Node's own warning${CAN_BE_QUIET ? "" : " (skipped: this Node has no execve)"}`,
  () => {
    test("is not in an error as JSON, nor in the words for people", async ({ asked, program }) => {
      const path = join(program.home, "missing.pem");
      const { stderr } = await asked(path, "--json");
      expect(JSON.parse(stderr).error.hint).toContain(
        `NODE_EXTRA_CA_CERTS names ${path}, which does not exist.`,
      );
      expect((await asked(path)).stderr).not.toContain("Ignoring extra certs");
    });

    test("and arguments, stdin, exit code and variables are the same without it", async ({ program }) => {
      const env = { NODE_EXTRA_CA_CERTS: join(program.home, "missing.pem"), SSOCTL_ENV: "nowhere" };
      const [seen, usual] = [
        await program.run(["doctor", "--json"], { env }),
        await program.run(["doctor", "--json"], { env: { ...env, NODE_EXTRA_CA_CERTS: "" } }),
      ];
      expect(seen.exit).toBe(usual.exit);
      const found = JSON.parse(seen.stdout).checks.find(
        ({ what }: { what: string }) => what === "variables",
      ).found;
      expect(found).toBe("set: SSOCTL_CONFIG_DIR, NO_UPDATE_NOTIFIER, SSOCTL_ENV, NODE_EXTRA_CA_CERTS");
    });
  },
);
