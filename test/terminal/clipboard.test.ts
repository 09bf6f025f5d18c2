import { existsSync, readFileSync } from "node:fs";
import { delimiter } from "node:path";
import { describe, expect } from "vitest";
import { createClipboard, setClipboard } from "../../src/terminal/clipboard.ts";
import { test as base } from "../support/stubs.ts";

const LINK = "https://setup.workos.com?token=a";
const NOTE = "Zoë,\n„Single Sign-On“ 😀\n";
const SSH = { SSH_CONNECTION: "192.0.2.1 50000 192.0.2.2 22" };

/** A clipboard before a terminal device that notes what it is sent, or before none, and the programs on its PATH. */
const test = base.extend("clipboard", ({ stubs }) => {
  return (env: Record<string, string>, { platform = "linux", hasTerminal = true } = {}) => {
    const sent: string[] = [];
    const writeToTerminal = async (sequence: string) => {
      sent.push(sequence);
      return hasTerminal;
    };
    const { signal } = new AbortController();
    const PATH = [stubs.folder, "/usr/bin", "/bin"].join(delimiter);
    return { ...createClipboard({ platform, env: { PATH, ...env }, signal, writeToTerminal }), sent };
  };
});

describe("over SSH", () => {
  test.for<[string, Record<string, string>]>([
    ["SSH_CONNECTION", SSH],
    ["SSH_TTY", { SSH_TTY: "/dev/pts/0" }],
  ])("the terminal is asked to copy (%s)", async ([_variable, env], { clipboard }) => {
    const { copy, sent } = clipboard(env);
    expect(await copy(LINK)).toBe("sent");
    expect(sent).toEqual([setClipboard(LINK, undefined)]);
  });

  test.for([
    ["tmux", { TMUX: "/tmp/tmux-1000/default,1,0", TERM: "screen-256color" }],
    ["screen", { STY: "1234.pts-0.host" }],
    ["screen", { TERM: "screen.xterm-256color" }],
  ] as const)("inside %s it is wrapped for it: %j", async ([multiplexer, env], { clipboard }) => {
    const { copy, sent } = clipboard({ ...SSH, ...env });
    expect(await copy(LINK)).toBe("sent");
    expect(sent).toEqual([setClipboard(LINK, multiplexer)]);
  });

  test.for([[{ CI: "true" }], [{ TERM: "dumb" }]])(
    "with %j nothing is sent to the terminal",
    async ([env], { clipboard }) => {
      const { copy, check, sent } = clipboard({ ...SSH, ...env });
      expect(await copy(LINK)).toEqual({ reason: "this is an SSH session" });
      expect(await check()).toMatchObject({ terminal: false });
      expect(sent).toEqual([]);
    },
  );

  test("without a terminal it fails, and says why", async ({ clipboard }) => {
    const { copy } = clipboard(SSH, { hasTerminal: false });
    expect(await copy(LINK)).toEqual({ reason: "this is an SSH session" });
  });

  test("the clipboard of the other machine is left alone", async ({ clipboard, stubs }) => {
    await stubs.add("xsel");
    await clipboard(SSH).copy(LINK);
    expect(existsSync(stubs.input("xsel"))).toBe(false);
  });
});

/** Fakes in place of the real programs: they keep the arguments and the bytes that they are given. */
describe.runIf(process.platform === "linux")("a program for the system clipboard (a fake)", () => {
  test.for([
    ["linux", "xsel", "--clipboard --input", {}],
    ["linux", "xclip", "-selection clipboard", {}],
    ["linux", "wl-copy", "", { WAYLAND_DISPLAY: "wayland-0" }],
    ["darwin", "pbcopy", "", {}],
    ["android", "termux-clipboard-set", "", {}],
  ] as const)(
    "on %s, %s is given the exact bytes",
    async ([platform, name, args, env], { clipboard, stubs }) => {
      await stubs.add(name);
      const { copy, sent } = clipboard(env, { platform });
      expect(await copy(NOTE)).toBe("copied");
      expect(readFileSync(stubs.input(name)).equals(Buffer.from(NOTE))).toBe(true);
      expect(stubs.args(name)).toBe(args);
      expect(sent).toEqual([]);
    },
  );

  test.for([
    ["win32", {}],
    ["linux", { WSL_DISTRO_NAME: "Debian" }],
  ] as const)("Windows' clip.exe is given UTF-16 (%s %j)", async ([platform, env], { clipboard, stubs }) => {
    await stubs.add("clip.exe");
    expect(await clipboard(env, { platform }).copy(NOTE)).toBe("copied");
    expect(readFileSync(stubs.input("clip.exe")).equals(Buffer.from(NOTE, "utf16le"))).toBe(true);
  });

  test("PowerShell is given UTF-8 on stdin, and nothing of it as an argument", async ({
    clipboard,
    stubs,
  }) => {
    await stubs.add("powershell.exe");
    expect(await clipboard({}, { platform: "win32" }).copy(LINK)).toBe("copied");
    expect(readFileSync(stubs.input("powershell.exe"), "utf8")).toBe(LINK);
    expect(stubs.args("powershell.exe")).toContain("Set-Clipboard");
    expect(stubs.args("powershell.exe")).not.toMatch(/workos|EncodedCommand/iu);
  });

  test.for([
    ["linux", ["xsel"], "xsel exited with code 1"],
    ["linux", [], "no clipboard program was found (xsel, xclip)"],
    ["darwin", ["pbcopy"], "pbcopy exited with code 1"],
    ["win32", ["powershell.exe"], "powershell.exe exited with code 1"],
    [
      "win32",
      ["clip.exe", "powershell.exe"],
      "clip.exe exited with code 1, powershell.exe exited with code 1",
    ],
    ["win32", [], "no clipboard program was found (clip.exe, powershell.exe)"],
  ] as const)(
    "on %s, where %j fail, it says why",
    async ([platform, names, reason], { clipboard, stubs }) => {
      for (const name of names) await stubs.add(name, "exit 1");
      expect(await clipboard({}, { platform, hasTerminal: false }).copy(LINK)).toEqual({ reason });
    },
  );

  test("the next one is tried, and then the terminal", async ({ clipboard, stubs }) => {
    await stubs.add("xsel", "exit 1");
    const { copy, sent } = clipboard({});
    expect(await copy(LINK)).toBe("sent");
    expect(sent).toEqual([setClipboard(LINK, undefined)]);
    await stubs.add("xclip");
    expect(await copy(LINK)).toBe("copied");
  });

  test("one that cannot be run is said", async ({ clipboard, stubs }) => {
    await stubs.add("xsel", "", 0o644);
    const { copy } = clipboard({}, { hasTerminal: false });
    expect(await copy(LINK)).toEqual({
      reason: expect.stringMatching(/^xsel could not be started: .*EACCES/u),
    });
  });

  test("one that leaves a process behind for the selection, as xclip does, is not waited for", async ({
    clipboard,
    stubs,
  }) => {
    await stubs.add("xsel", "sleep 10 & exit 0");
    expect(await clipboard({}).copy(LINK)).toBe("copied");
  });
});

describe("what doctor is told", () => {
  test.for([
    ["linux", { DISPLAY: ":0" }, ["xclip"], { program: "xclip" }],
    ["linux", {}, ["xclip"], { reason: "there is no display" }],
    ["linux", { DISPLAY: ":0" }, [], { reason: "no clipboard program was found (xsel, xclip)" }],
    ["win32", {}, ["powershell.exe"], { program: "powershell.exe" }],
    ["win32", {}, [], { reason: "no clipboard program was found (clip.exe, powershell.exe)" }],
  ] as const)("on %s %j with %j", async ([platform, env, names, system], { clipboard, stubs }) => {
    for (const name of names) await stubs.add(name);
    expect(await clipboard(env, { platform }).check()).toEqual({ system, terminal: platform !== "win32" });
  });

  test("a PowerShell that is blocked is not said to work", async ({ clipboard, stubs }) => {
    await stubs.add("powershell.exe", "exit 1");
    expect(await clipboard({}, { platform: "win32" }).check()).toEqual({
      system: { reason: "powershell.exe exited with code 1" },
      terminal: false,
    });
  });
});
