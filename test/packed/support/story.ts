import { expect } from "vitest";
import { leave, openJobShell, suspendAndResume } from "../../support/job-control.ts";
import { installProgram, type Program, startSandboxProcess } from "../../support/program.ts";
import { CTRL_C } from "../../support/pseudo-terminal.ts";

/**
 * What the program is for, once through, as a script does it: it holds in whatever shape the program comes.
 *
 * @param command what runs it
 * @param path where it finds other programs, and its Node if it needs one
 */
export async function smokeStory(command: Program["command"], path: string): Promise<void> {
  const program = await installProgram({ PATH: path }, command);
  try {
    await handoff(program);
    await endings(program);
  } finally {
    await program.close();
  }
}

/** Ctrl-Z at a masked question, and fg. How Node resumes a terminal differs from version to version. */
export async function suspendedStory(command: Program["command"], path: string): Promise<void> {
  const program = await installProgram({ PATH: path }, command);
  try {
    const shell = await openJobShell(program, {});
    await shell.typeUntil("ssoctl env add typed --storage file\r", "API Keys)");
    await shell.typeUntil("half", "••••");
    await suspendAndResume(shell, "••••");
    await shell.typeUntil("done", "••••••••");
    await shell.typeUntil(CTRL_C, "Cancelled.");
    const { exit, raw } = await leave(shell);
    expect(exit).toBe(130);
    expect(raw).not.toMatch(/half|done/u);
  } finally {
    await program.close();
  }
}

async function handoff(program: Program): Promise<void> {
  const sandbox = await startSandboxProcess(program);
  const ssoctl = (line: string) =>
    program.run(line.split(" "), { env: { WORKOS_API_URL: sandbox.url, SSOCTL_ENV: "sandbox" } });
  try {
    const made = await ssoctl("org ensure acme.com");
    expect(made).toMatchObject({ exit: 0, stdout: expect.stringMatching(/^org_[0-9A-Z]{26}\n$/u) });
    expect(await ssoctl("org ensure acme.com")).toMatchObject({ exit: 0, stdout: made.stdout });

    const link = await ssoctl("link create acme.com");
    expect(link).toMatchObject({ exit: 0, stdout: expect.stringMatching(/^http:\S+\/portal\/[\w-]+\n$/u) });
    expect((await fetch(link.stdout.trim())).status).toBe(200);

    expect(await ssoctl("link email acme.com --to jane@acme.com")).toMatchObject({ exit: 0 });
    const status = await ssoctl("org status acme.com --json");
    expect(status).toMatchObject({ exit: 0, stdout: expect.stringContaining("jane@acme.com") });
    expect(JSON.parse(status.stdout)).toMatchObject({ organization: { id: made.stdout.trim() } });

    expect(await ssoctl("link create co.uk")).toMatchObject({ exit: 2, stdout: "" });
    expect(await ssoctl("link create other.com --no-create")).toMatchObject({ exit: 3, stdout: "" });
    expect(await ssoctl("link email acme.com --to eve@other.com")).toMatchObject({ exit: 8, stdout: "" });
  } finally {
    await sandbox.stop();
  }
  expect(await ssoctl("link create acme.com")).toMatchObject({ exit: 6, stdout: "" });
}

async function endings(program: Program): Promise<void> {
  const { run } = program;
  expect(await run(["demo"])).toMatchObject({ exit: 0 });
  expect(await run(["--version"])).toMatchObject({
    exit: 0,
    stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/u),
  });
  expect(await run(["link", "create"])).toMatchObject({ exit: 2, stdout: "" });
  expect(await run(["link", "create", "acme.com"])).toMatchObject({ exit: 4, stdout: "" });
}
