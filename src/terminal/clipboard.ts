import { isInCi } from "../environment-variables.ts";
import { isInstalled, type Outcome, runHelper, theirVariables, type Variables } from "../helper.ts";
import { inSystem32, isWsl, powerShell } from "./windows.ts";

/** `copied`: to the system clipboard. `sent`: to the terminal (OSC 52), which does not confirm. */
export type Copied = "copied" | "sent" | NotCopied;

export interface NotCopied {
  /** For example `xsel exited with code 1`. */
  readonly reason: string;
}

/** Where a text would go. */
export interface ClipboardWays {
  /** The program for the system clipboard, or why there is none. */
  readonly system: { readonly program: string } | NotCopied;
  readonly terminal: boolean;
}

export interface Clipboard {
  /** Takes about 2 s at most. @throws only the reason of the signal */
  copy(value: string): Promise<Copied>;
  /** Copies nothing. */
  check(): Promise<ClipboardWays>;
}

interface ClipboardPorts {
  readonly platform: string;
  readonly env: Variables;
  readonly signal: AbortSignal;
  /** Writes to the terminal device, not to stdout or stderr. @returns false if there is none */
  readonly writeToTerminal: (sequence: string) => Promise<boolean>;
}

/** Takes the value on stdin. */
interface Program {
  readonly file: string;
  readonly args: readonly string[];
  readonly env?: Variables;
  readonly encoding?: "utf16le";
  /** Arguments with which it does nothing, where its presence says little. */
  readonly trial?: readonly string[];
}

const TIMEOUT_MS = 2000;

/** Uses the system clipboard, or the terminal over SSH (the system clipboard is on the wrong machine) and on failure. */
export function createClipboard(ports: ClipboardPorts): Clipboard {
  const { env, writeToTerminal } = ports;
  return {
    async copy(value) {
      const copied = isRemote(env) ? REMOTE : await copyNatively(value, ports);
      if (copied === "copied" || !mayAskTerminal(ports)) return copied;
      return (await writeToTerminal(setClipboard(value, multiplexerOf(env)))) ? "sent" : copied;
    },
    check: async () => ({
      system: isRemote(env) ? REMOTE : await findProgram(ports),
      terminal: mayAskTerminal(ports),
    }),
  };
}

const REMOTE: NotCopied = { reason: "this is an SSH session" };

function isRemote(env: Variables): boolean {
  return Boolean(env["SSH_CONNECTION"] || env["SSH_TTY"]);
}

/** In CI the link would be in the log, in a form that is not masked. Windows has no terminal device to write to. */
function mayAskTerminal({ platform, env }: ClipboardPorts): boolean {
  return platform !== "win32" && !isInCi(env) && env["TERM"] !== "dumb";
}

async function copyNatively(value: string, ports: ClipboardPorts): Promise<"copied" | NotCopied> {
  const programs = programsFor(ports);
  const reasons: string[] = [];
  for (const { encoding = "utf8", ...program } of programs) {
    const outcome = await run({ ...program, input: Buffer.from(value, encoding) }, ports);
    if (outcome.state === "done") return "copied";
    if (outcome.state !== "missing") reasons.push(outcome.reason);
    // The time is for all of them.
    if (outcome.state === "late") break;
  }
  return { reason: reasons.join(", ") || noneOf(programs) };
}

async function findProgram(ports: ClipboardPorts): Promise<ClipboardWays["system"]> {
  const { platform, env } = ports;
  const needsDisplay = !["darwin", "win32", "android"].includes(platform) && !isWsl(env);
  if (needsDisplay && !env["DISPLAY"] && !env["WAYLAND_DISPLAY"]) return { reason: "there is no display" };
  const programs = programsFor(ports);
  const reasons: string[] = [];
  for (const { trial, ...program } of programs.filter(({ file }) => isInstalled(file, env))) {
    const outcome = trial ? await run({ ...program, args: trial }, ports) : undefined;
    if (!outcome || outcome.state === "done") return { program: withoutFolder(program.file) };
    if (outcome.state !== "missing") reasons.push(outcome.reason);
  }
  return { reason: reasons.join(", ") || noneOf(programs) };
}

function run(
  { file, args, env: more, input }: Program & { readonly input?: Buffer },
  { env, signal }: ClipboardPorts,
): Promise<Outcome> {
  const variables = { ...theirVariables(env), ...more };
  return runHelper({ file, args, env: variables, input, timeout: TIMEOUT_MS, signal });
}

/** In the order in which they are tried. All but `clip.exe` take UTF-8. */
function programsFor({ platform, env }: ClipboardPorts): Program[] {
  if (platform === "darwin") return [{ file: "pbcopy", args: [], env: { LC_CTYPE: "UTF-8" } }];
  if (platform === "android") return [{ file: "termux-clipboard-set", args: [] }];
  const x11 = [
    { file: "xsel", args: ["--clipboard", "--input"] },
    { file: "xclip", args: ["-selection", "clipboard"] },
  ];
  if (platform === "win32") return windowsPrograms(env);
  if (isWsl(env)) return [...windowsPrograms(env), ...x11];
  const isWayland = env["WAYLAND_DISPLAY"] || env["XDG_SESSION_TYPE"] === "wayland";
  return isWayland ? [{ file: "wl-copy", args: [] }, ...x11] : x11;
}

function windowsPrograms(env: Variables): Program[] {
  const script =
    "$ErrorActionPreference='Stop'; $in=New-Object IO.StreamReader([Console]::OpenStandardInput(),[Text.Encoding]::UTF8); Set-Clipboard -Value $in.ReadToEnd()";
  return [
    // Starts faster than PowerShell, which some companies block.
    { file: inSystem32("clip.exe", env), args: [], encoding: "utf16le" },
    { ...powerShell(script, env), trial: powerShell("exit 0", env).args },
  ];
}

function noneOf(programs: readonly Program[]): string {
  return `no clipboard program was found (${programs.map(({ file }) => withoutFolder(file)).join(", ")})`;
}

function withoutFolder(file: string): string {
  return file.replace(/^.*\\/u, "");
}

type Multiplexer = "tmux" | "screen" | undefined;

/** Over SSH only TERM is known; tmux uses the name of screen too, and ignores what is wrapped for screen. */
function multiplexerOf(env: Variables): Multiplexer {
  if (env["TMUX"]) return "tmux";
  return env["STY"] || env["TERM"]?.startsWith("screen") ? "screen" : undefined;
}

/** GNU screen up to 4.2.0 drops a longer string. */
const SCREEN_STRING = 252;

/** OSC 52 (xterm control sequences). For tmux twice: plain (`set-clipboard`) and wrapped (`allow-passthrough`). */
export function setClipboard(value: string, multiplexer: Multiplexer): string {
  const plain = `\u001b]52;c;${Buffer.from(value, "utf8").toString("base64")}\u0007`;
  if (multiplexer === "tmux") return `${plain}\u001bPtmux;\u001b${plain}\u001b\\`;
  if (multiplexer === undefined) return plain;
  const parts = plain.match(new RegExp(`.{1,${SCREEN_STRING}}`, "gsu")) ?? [];
  return plain + parts.map((part) => `\u001bP${part}\u001b\\`).join("");
}
