import { test as base } from "vitest";
import { type Watch, watch } from "../sandbox/support/watch.ts";
import { installProgram, startSandboxProcess } from "./program.ts";

/** The environment variables that make the program use a sandbox. */
export const sandboxEnv = ({ url }: { readonly url: string }) => ({
  SSOCTL_ENV: "sandbox",
  WORKOS_API_URL: url,
});

/** A test of the built program. Fixtures with `scope: "file"` are made once per file, the others for each test. */
export const test = base
  .extend("program", { scope: "file" }, async ({}, { onCleanup }) => {
    const program = await installProgram();
    onCleanup(program.close);
    return program;
  })
  .extend("sandbox", { scope: "file" }, async ({ program }, { onCleanup }) => {
    const sandbox = await startSandboxProcess(program);
    onCleanup(async () => void (await sandbox.stop()));
    return sandbox;
  })
  .extend("freshProgram", async ({}, { onCleanup }) => {
    const program = await installProgram();
    onCleanup(program.close);
    return program;
  })
  .extend("freshSandbox", async ({ program }, { onCleanup }) => {
    const sandbox = await startSandboxProcess(program);
    onCleanup(async () => void (await sandbox.stop()));
    return sandbox;
  })
  /** A proxy in front of the fresh sandbox. After the test, its traffic must match the OpenAPI document. */
  .extend("wire", async ({ freshSandbox }, { onCleanup }) => {
    const wire = await watch(freshSandbox.url);
    onCleanup(async () => {
      await wire.close();
      wire.check();
    });
    return wire;
  })
  .extend(
    "ssoctl",
    ({ program, wire }) =>
      (line: string, via: Watch = wire) =>
        program.run([...line.split(" "), "--env", "sandbox"], { env: { WORKOS_API_URL: via.url } }),
  );
