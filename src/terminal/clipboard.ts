/**
 * `copied`: the system's clipboard took it. `sent`: the terminal was asked to (OSC 52), and whether it did
 * cannot be known. `failed`: neither.
 */
export type Copied = "copied" | "sent" | "failed";

export interface Clipboard {
  /** Never throws: a clipboard that fails must not fail a command. */
  copy(value: string): Promise<Copied>;
}

interface ClipboardPorts {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Writes to the terminal device itself, whatever stdout and stderr are; false where there is none. */
  readonly writeToTerminal: (sequence: string) => Promise<boolean>;
}

/** The native clipboard first; over SSH, where that is the wrong machine's, and without one, the terminal's. */
export function createClipboard({ env, writeToTerminal }: ClipboardPorts): Clipboard {
  return {
    async copy(value) {
      const remote = Boolean(env["SSH_CONNECTION"] || env["SSH_TTY"]);
      if (!remote && (await copyNatively(value))) return "copied";
      const sequence = setClipboard(value, { insideTmux: Boolean(env["TMUX"]) });
      return (await writeToTerminal(sequence)) ? "sent" : "failed";
    },
  };
}

async function copyNatively(value: string): Promise<boolean> {
  try {
    const { default: clipboard } = await import("clipboardy");
    await clipboard.write(value);
    return true;
  } catch {
    return false;
  }
}

/**
 * The control sequence that asks a terminal to put a text on its clipboard
 * (xterm control sequences, "Operating System Commands", 52).
 *
 * tmux passes it on by itself where `set-clipboard` is `on`, and wrapped where `allow-passthrough` is: both are sent.
 */
export function setClipboard(value: string, { insideTmux }: { insideTmux: boolean }): string {
  const plain = `\u001b]52;c;${Buffer.from(value, "utf8").toString("base64")}\u0007`;
  return insideTmux ? `${plain}\u001bPtmux;\u001b${plain}\u001b\\` : plain;
}
