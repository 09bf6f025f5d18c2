import type { Variables } from "../helper.ts";

/** Windows Subsystem for Linux: Windows' programs are on the PATH. */
export function isWsl(env: Variables): boolean {
  return Boolean(env["WSL_DISTRO_NAME"]);
}

/** By its whole path on Windows, which looks for a name in the current folder first. */
export function inSystem32(program: string, env: Variables): string {
  const root = env["SystemRoot"];
  return root ? `${root}\\System32\\${program}` : program;
}

/** @param script without double quotes. It is visible to everyone: values go to its stdin */
export function powerShell(script: string, env: Variables) {
  return {
    file: inSystem32(env["SystemRoot"] ? "WindowsPowerShell\\v1.0\\powershell.exe" : "powershell.exe", env),
    args: ["-NoProfile", "-NonInteractive", "-ExecutionPolicy", "Bypass", "-Command", script],
  };
}
