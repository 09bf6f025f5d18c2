import { type Helper, runHelper, theirVariables, type Variables } from "../helper.ts";
import { isWsl, powerShell } from "./windows.ts";

/** `opened`: the program that opens pages said so. */
export type Opened = "opened" | NotOpened;

export interface NotOpened {
  /** For example `xdg-open exited with code 3`. */
  readonly reason: string;
}

export interface Browser {
  /** Takes a few seconds at most. @throws only the reason of the signal */
  open(url: string): Promise<Opened>;
}

interface Desktop {
  readonly platform: string;
  readonly env: Variables;
  readonly signal: AbortSignal;
}

type Opener = Pick<Helper, "file" | "args" | "input" | "ends" | "timeout">;

const TIMEOUT_MS = 2000;
/** PowerShell may take seconds to start. */
const POWERSHELL_TIMEOUT_MS = 5000;

export function desktopBrowser({ platform, env, signal }: Desktop): Browser {
  return {
    async open(url) {
      const openers = env["BROWSER"]?.trim()
        ? chosen(env["BROWSER"], url, platform)
        : usual(url, platform, env);
      const reasons: string[] = [];
      for (const opener of openers) {
        const outcome = await runHelper({ ...opener, env: theirVariables(env), signal });
        if (outcome.state === "done") return "opened";
        reasons.push(outcome.state === "missing" ? `${opener.file} was not found` : outcome.reason);
        // It may still open the page, and a link may open only once.
        if (outcome.state === "late") break;
      }
      return { reason: reasons.join(", ") || "there is no display" };
    },
  };
}

/** `BROWSER` as xdg-open reads it: programs in the order to try, with arguments; `%s` stands for the URL. */
function chosen(browsers: string, url: string, platform: string): Opener[] {
  return browsers.split(platform === "win32" ? ";" : ":").flatMap((entry) => {
    const [file, ...typed] = (entry.match(/(?:"[^"]*"|'[^']*'|[^\s"'])+/gu) ?? []).map((word) =>
      word.replace(/"([^"]*)"|'([^']*)'/gu, "$1$2"),
    );
    if (file === undefined) return [];
    const args = typed.map((word) => word.replaceAll("%s", () => url));
    // It may be the browser itself, which does not end.
    const ends = "nothing" as const;
    return { file, args: entry.includes("%s") ? args : [...args, url], ends, timeout: TIMEOUT_MS };
  });
}

/** Only the program itself is ended: the browser that it started goes on. */
function usual(url: string, platform: string, env: Variables): Opener[] {
  const common = { ends: "program", timeout: TIMEOUT_MS } as const;
  if (platform === "darwin") return [{ file: "open", args: [url], ...common }];
  const hasDisplay = env["DISPLAY"] || env["WAYLAND_DISPLAY"] || platform === "android";
  const xdg = hasDisplay ? [{ file: "xdg-open", args: [url], ...common }] : [];
  if (platform !== "win32" && !isWsl(env)) return xdg;
  // On stdin, because process auditing keeps command lines.
  const script =
    "$ErrorActionPreference='Stop'; $url=@($input)[0]; if (-not $url) { exit 1 }; Start-Process -FilePath $url";
  const shell = { ...powerShell(script, env), input: `${url}\n`, ...common, timeout: POWERSHELL_TIMEOUT_MS };
  return platform === "win32" ? [shell] : [shell, ...xdg];
}
