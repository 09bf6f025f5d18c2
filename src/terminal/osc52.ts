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
