import { existsSync, readFileSync } from "node:fs";
import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterEach, describe, expect, test, vi } from "vitest";
import { type Copied, createClipboard, setClipboard } from "../../src/terminal/clipboard.ts";

const LINK = "https://setup.workos.com?token=a";

/** A clipboard before a terminal device that notes what it is sent, or before none. */
function clipboard(env: Record<string, string>, hasTerminal = true) {
  const sent: string[] = [];
  const writeToTerminal = async (sequence: string) => {
    sent.push(sequence);
    return hasTerminal;
  };
  return { copy: () => createClipboard({ env, writeToTerminal }).copy(LINK), sent };
}

describe("over SSH", () => {
  test.each<[string, Record<string, string>]>([
    ["SSH_CONNECTION", { SSH_CONNECTION: "192.0.2.1 50000 192.0.2.2 22" }],
    ["SSH_TTY", { SSH_TTY: "/dev/pts/0" }],
  ])("the terminal is asked to copy (%s)", async (_variable, env) => {
    const { copy, sent } = clipboard(env);
    expect(await copy()).toBe("sent" satisfies Copied);
    expect(sent).toEqual([setClipboard(LINK, { insideTmux: false })]);
  });

  test("inside tmux both are asked", async () => {
    const { copy, sent } = clipboard({ SSH_TTY: "/dev/pts/0", TMUX: "/tmp/tmux-1000/default,1,0" });
    expect(await copy()).toBe("sent");
    expect(sent).toEqual([setClipboard(LINK, { insideTmux: true })]);
  });

  test("without a terminal it fails, and does not throw", async () => {
    expect(await clipboard({ SSH_TTY: "/dev/pts/0" }, false).copy()).toBe("failed");
  });
});

/** Linux takes the clipboard by a program, `xsel`; a script in its place keeps what it is given. */
describe.runIf(process.platform === "linux")("on the machine itself", () => {
  const folders: string[] = [];

  afterEach(async () => {
    vi.unstubAllEnvs();
    for (const folder of folders.splice(0)) await rm(folder, { recursive: true });
  });

  async function installXsel(script: string): Promise<string> {
    const folder = await mkdtemp(join(tmpdir(), "ssoctl-xsel-"));
    folders.push(folder);
    await writeFile(join(folder, "xsel"), `#!/bin/sh\n${script}\n`);
    await chmod(join(folder, "xsel"), 0o755);
    vi.stubEnv("PATH", [folder, process.env["PATH"]].join(delimiter));
    // clipboardy falls back on an xsel of its own, which must not find a desktop either.
    vi.stubEnv("DISPLAY", undefined);
    vi.stubEnv("WAYLAND_DISPLAY", undefined);
    return folder;
  }

  test("its clipboard takes it, and the terminal hears nothing", async () => {
    const folder = await installXsel('echo "$@" > "$(dirname "$0")/flags"; cat > "$(dirname "$0")/copied"');
    const { copy, sent } = clipboard({});
    expect(await copy()).toBe("copied");
    expect(readFileSync(join(folder, "copied"), "utf8")).toBe(LINK);
    expect(readFileSync(join(folder, "flags"), "utf8")).toBe("--clipboard --input\n");
    expect(sent).toEqual([]);
  });

  test("without a clipboard the terminal is asked", async () => {
    await installXsel("exit 1");
    const { copy, sent } = clipboard({});
    expect(await copy()).toBe("sent");
    expect(sent).toEqual([setClipboard(LINK, { insideTmux: false })]);
  });

  test("without a clipboard and without a terminal it fails, and does not throw", async () => {
    await installXsel("exit 1");
    expect(await clipboard({}, false).copy()).toBe("failed");
  });

  test("the clipboard of a machine that is reached by SSH is left alone", async () => {
    const folder = await installXsel('cat > "$(dirname "$0")/copied"');
    await clipboard({ SSH_TTY: "/dev/pts/0" }).copy();
    expect(existsSync(join(folder, "copied"))).toBe(false);
  });
});
