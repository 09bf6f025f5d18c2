import { describe, expect } from "vitest";
import { SANDBOX_API_KEY } from "../../src/sandbox/address.ts";
import { sandboxEnv, test as withProgram } from "../support/end-to-end.ts";
import { leave, openJobShell, suspendAndResume } from "../support/job-control.ts";
import { IN_FILE } from "../support/program.ts";
import {
  atTerminal,
  CTRL_C,
  CTRL_Z,
  childOf,
  DOWN,
  ENTER,
  isCursorShown,
  visible,
} from "../support/pseudo-terminal.ts";

const test = withProgram.extend("shell", ({ freshProgram, sandbox }) =>
  openJobShell(freshProgram, sandboxEnv(sandbox)),
);

/** Sees to it that the shell has a prompt again, with a terminal that is as it was. */
const AFTERWARDS = ["echo after-$((40 + 2))\r", "after-42"] as const;

describe.skipIf(process.platform === "win32")("Ctrl-Z at a question, then fg", () => {
  test("a choice goes on where it was", async ({ shell }) => {
    await shell.typeUntil("ssoctl org ensure choice.com\r", "navigate");
    await shell.typeUntil(DOWN, "❯ No");
    await suspendAndResume(shell, "❯ No");
    await shell.typeUntil(DOWN, "❯ Yes, under another name");
    await suspendAndResume(shell, "❯ Yes, under another name");
    await shell.typeUntil(ENTER, "Name (Choice)");
    // The next question, too.
    await suspendAndResume(shell, "Name (Choice)");
    await shell.typeUntil(`Other Name${ENTER}`, "Created Other Name");
    expect(await leave(shell)).toMatchObject({ exit: 0, screen: expect.not.stringContaining("Cancelled") });
  });

  test("what was typed is kept, and what is typed goes on", async ({ shell }) => {
    await shell.typeUntil("ssoctl org ensure typed.com --yes\r", "org_");
    await shell.typeUntil("ssoctl link email typed.com\r", "Email address of their IT admin");
    await shell.typeUntil("jane", "jane");
    await suspendAndResume(shell, "Email address of their IT admin jane");
    await shell.typeUntil(`@typed.com${ENTER}`, "email jane@typed.com?");
    await shell.typeUntil(CTRL_C, "Cancelled");
    expect(await leave(shell)).toMatchObject({ exit: 130 });
  });

  test("a confirmation is not given by it", async ({ shell, freshProgram, sandbox }) => {
    await freshProgram.run(["env", "add", "mine", "--key-stdin", "--api-url", sandbox.url, ...IN_FILE], {
      stdin: SANDBOX_API_KEY,
    });
    await shell.typeUntil("ssoctl env remove mine\r", "Remove mine and its API key?");
    await suspendAndResume(shell, "Remove mine and its API key?");
    await shell.typeUntil(`n${ENTER}`, "Cancelled");
    expect(await leave(shell)).toMatchObject({ exit: 130 });
    expect(await freshProgram.run(["env", "list"])).toMatchObject({
      stdout: expect.stringContaining("mine"),
    });
  });

  test("a key stays masked, and never reaches the shell", async ({ shell, sandbox }) => {
    const [first, second] = [SANDBOX_API_KEY.slice(0, 10), SANDBOX_API_KEY.slice(10)];
    await shell.typeUntil(`ssoctl env add typed --api-url ${sandbox.url} --storage file\r`, "API Keys)");
    await shell.typeUntil(first, "•".repeat(first.length));
    await suspendAndResume(shell, "•".repeat(first.length));
    await shell.typeUntil(second, "•".repeat(SANDBOX_API_KEY.length));
    await shell.typeUntil(ENTER, "Saved typed");
    await shell.typeUntil("history\r", "fg");
    const { exit, raw } = await leave(shell);
    expect(exit).toBe(0);
    expect(raw).not.toContain(first);
    expect(raw).not.toContain(second);
  });

  test("in a script's job, the whole job is suspended", async ({ shell }) => {
    await shell.typeUntil("(ssoctl org ensure script.com; echo the-script-goes-on)\r", "navigate");
    await suspendAndResume(shell, "❯ Yes");
    await shell.typeUntil(ENTER, /Created Script.*the-script-goes-on/su);
    await leave(shell);
  });

  test("bg stops it again, since only the foreground may ask", async ({ shell }) => {
    await shell.typeUntil("ssoctl org ensure background.com\r", "navigate");
    await shell.typeUntil(CTRL_Z, "Stopped");
    await shell.typeUntil("bg\r", "background.com &");
    await shell.typeUntil("wait %1; jobs\r", "Stopped");
    await shell.typeUntil("fg\r", "❯ Yes");
    await shell.typeUntil(ENTER, "Created Background");
    expect(await leave(shell)).toMatchObject({ exit: 0 });
  });

  test("ended while it is suspended, it leaves the terminal as it was", async ({ shell }) => {
    await shell.typeUntil("ssoctl org ensure ended.com\r", "navigate");
    await shell.typeUntil(CTRL_Z, "Stopped");
    await shell.typeUntil("kill %1; fg\r", "Cancelled");
    await shell.typeUntil(...AFTERWARDS);
    expect(isCursorShown(shell.raw())).toBe(true);
    await leave(shell);
  });
});

describe.skipIf(process.platform === "win32")("other ways to be stopped", () => {
  test.for(["SIGTSTP", "SIGSTOP"])("%s at a question, then fg", async (signal, { shell }) => {
    await shell.typeUntil("ssoctl org ensure signal.com\r", "navigate");
    await shell.typeUntil(DOWN, "❯ No");
    process.kill(childOf(shell), signal);
    await shell.shows("Stopped");
    await shell.typeUntil("fg\r", "❯ No");
    expect(shell.isRaw()).toBe(true);
    await shell.typeUntil(ENTER, "Cancelled");
    await leave(shell);
  });

  test("without a shell there is nowhere to go: Ctrl-Z changes nothing", async ({ program, sandbox }) => {
    const session = atTerminal(program, ["org", "ensure", "alone.com"], sandboxEnv(sandbox));
    await session.shows("navigate");
    await session.typeUntil(CTRL_Z, "navigate");
    expect(session.isRaw()).toBe(true);
    await session.typeUntil(DOWN, "❯ No");
    session.type(ENTER);
    expect(await session.ended()).toMatchObject({ exit: 130 });
  });
});

describe.skipIf(process.platform === "win32")("Ctrl-Z while a spinner turns", () => {
  test("shows the cursor and removes the spinner's line; with fg it turns again", async ({
    shell,
    program,
    sandbox,
  }) => {
    await program.run(["org", "ensure", "acme.com"], { env: sandboxEnv(sandbox) });
    await shell.typeUntil("ssoctl org status acme.com --wait\r", /Waiting for SSO.* \d s/u);
    expect(isCursorShown(shell.raw())).toBe(false);
    await shell.typeUntil(CTRL_Z, "Stopped");
    expect(isCursorShown(shell.raw())).toBe(true);
    expect((await visible(shell.raw())).join("\n")).not.toContain("Waiting");
    await shell.typeUntil("fg\r", /Waiting for SSO.* \d s/u);
    expect(isCursorShown(shell.raw())).toBe(false);
    await shell.typeUntil(CTRL_C, "Interrupted.");
    expect(await leave(shell)).toMatchObject({ exit: 130 });
    expect(isCursorShown(shell.raw())).toBe(true);
  });
});
