import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { delimiter, join } from "node:path";
import { execa } from "execa";

/** What a real keychain on Linux needs. Debian packages: gnome-keyring and dbus. */
const NEEDED = ["gnome-keyring-daemon", "dbus-run-session"];

/** Why no real keychain can be tested, for the name of the skipped test. Empty if there is one. */
export const NO_KEYRING =
  process.platform !== "linux"
    ? " (skipped: only on Linux)"
    : NEEDED.every(isInstalled)
      ? ""
      : ` (skipped: ${NEEDED.join(" and ")} are needed; Debian: gnome-keyring, dbus)`;

function isInstalled(program: string): boolean {
  return (process.env["PATH"] ?? "").split(delimiter).some((folder) => existsSync(join(folder, program)));
}

/** A D-Bus session with GNOME Keyring. */
export interface KeyringSession {
  /** The environment variables of a process in this session. */
  readonly env: Record<string, string>;
  end(): Promise<void>;
}

const START = {
  unlocked: "printf secret | gnome-keyring-daemon --unlock --components=secrets",
  locked: "gnome-keyring-daemon --start --components=secrets",
};

/** Starts a session, like a login. The keyring is stored in the home folder, so the next session finds it again. */
export async function startKeyring(home: string, state: keyof typeof START): Promise<KeyringSession> {
  const env = { HOME: home, XDG_DATA_HOME: join(home, "data"), XDG_RUNTIME_DIR: join(home, "run") };
  await mkdir(env.XDG_DATA_HOME, { recursive: true });
  await mkdir(env.XDG_RUNTIME_DIR, { recursive: true, mode: 0o700 });
  // Runs until its stdin is closed.
  const script = `${START[state]} > /dev/null 2>&1; echo "$DBUS_SESSION_BUS_ADDRESS"; cat > /dev/null`;
  const session = execa("dbus-run-session", ["--", "sh", "-c", script], {
    env: { PATH: process.env["PATH"] ?? "", ...env },
    extendEnv: false,
    stderr: "ignore",
    buffer: false,
    reject: false,
  });
  const [address] = await once(session.stdout, "data");
  return {
    env: { ...env, DBUS_SESSION_BUS_ADDRESS: String(address).trim() },
    end: async () => {
      // Wait for the exit only: a password prompt may keep the streams open.
      const ended = once(session, "exit");
      session.stdin.end();
      await ended;
    },
  };
}

/** From now on, a locked keyring asks for its password, and nobody answers. */
export async function askNobody(home: string): Promise<void> {
  const folder = join(home, "data", "dbus-1", "services");
  await mkdir(folder, { recursive: true });
  await writeFile(
    join(folder, "org.gnome.keyring.SystemPrompter.service"),
    "[D-BUS Service]\nName=org.gnome.keyring.SystemPrompter\nExec=/bin/sleep 20\n",
  );
}

/** A D-Bus session that accepts connections and never answers. */
export async function startSilentBus(home: string): Promise<KeyringSession> {
  const path = join(home, "silent-bus");
  const server = createServer(() => {}).listen(path);
  await once(server, "listening");
  return {
    env: { DBUS_SESSION_BUS_ADDRESS: `unix:path=${path}` },
    end: async () => void server.close(),
  };
}
