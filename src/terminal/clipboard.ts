/** `copied`: to the system clipboard. `sent`: to the terminal (OSC 52), which does not confirm. `failed`: neither. */
export type Copied = "copied" | "sent" | "failed";

export interface Clipboard {
  /** Never throws. */
  copy(value: string): Promise<Copied>;
}

interface ClipboardPorts {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Writes to the terminal device, not to stdout or stderr. @returns false if there is none */
  readonly writeToTerminal: (sequence: string) => Promise<boolean>;
}

/** Uses the system clipboard, or the terminal over SSH (the system clipboard is on the wrong machine) and on failure. */
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

/** OSC 52 (xterm control sequences). For tmux twice: plain (`set-clipboard`) and wrapped (`allow-passthrough`). */
export function setClipboard(value: string, { insideTmux }: { insideTmux: boolean }): string {
  const plain = `\u001b]52;c;${Buffer.from(value, "utf8").toString("base64")}\u0007`;
  return insideTmux ? `${plain}\u001bPtmux;\u001b${plain}\u001b\\` : plain;
}
