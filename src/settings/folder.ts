import { userInfo } from "node:os";
import { isAbsolute, join, normalize } from "node:path";
import { Failure, shorten } from "../failure.ts";

interface Machine {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: string;
}

/**
 * The settings folder: `SSOCTL_CONFIG_DIR`, or the operating system's default. Never below the current folder, where a key
 * could end up in a repository.
 *
 * @throws Failure if there is none
 */
export function settingsFolder(machine: Machine): string {
  const typed = machine.env["SSOCTL_CONFIG_DIR"];
  if (!typed) return defaultFolder(machine);
  const path = /^~(?=$|[/\\])/u.test(typed) ? join(homeFolder(machine), typed.slice(1)) : typed;
  if (isAbsolute(path)) return normalize(path);
  throw new Failure("usage", `SSOCTL_CONFIG_DIR must be an absolute path, and it is "${shorten(typed)}".`);
}

export function defaultFolder(machine: Machine): string {
  const { env, platform } = machine;
  switch (platform) {
    case "darwin":
      return join(homeFolder(machine), "Library", "Preferences", "ssoctl");
    case "win32":
      return join(
        absolute(env["APPDATA"]) ?? join(homeFolder(machine), "AppData", "Roaming"),
        "ssoctl",
        "Config",
      );
    default:
      return join(absolute(env["XDG_CONFIG_HOME"]) ?? join(homeFolder(machine), ".config"), "ssoctl");
  }
}

/** Users of a container often have no home folder. */
function homeFolder({ env, platform }: Machine): string {
  const home = absolute(env[platform === "win32" ? "USERPROFILE" : "HOME"]) ?? accountFolder();
  if (home !== undefined) return home;
  throw new Failure(
    "unexpected",
    "This user has no home folder. Set SSOCTL_CONFIG_DIR to a folder for settings.",
  );
}

function accountFolder(): string | undefined {
  try {
    return absolute(userInfo().homedir);
  } catch {
    return undefined;
  }
}

/** The XDG Base Directory Specification says to ignore relative paths. */
function absolute(path: string | undefined): string | undefined {
  return path && isAbsolute(path) ? path : undefined;
}
