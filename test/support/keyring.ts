import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { delimiter, join } from "node:path";
import { execa } from "execa";

/** What a real keychain on Linux needs; Debian's packages gnome-keyring and dbus bring them. */
const NEEDED = ["gnome-keyring-daemon", "dbus-run-session"];

/** Why there is no real keychain to test with, for the name of the test that is skipped; "" where there is one. */
export const NO_KEYRING =
  process.platform !== "linux"
    ? " (skipped: only on Linux)"
    : NEEDED.every(isInstalled)
      ? ""
      : ` (skipped: ${NEEDED.join(" and ")} are needed; Debian: gnome-keyring, dbus)`;

function isInstalled(program: string): boolean {
  return (process.env["PATH"] ?? "").split(delimiter).some((folder) => existsSync(join(folder, program)));
}

/** A session bus with GNOME Keyring on it. */
export interface KeyringSession {
  /** What a process needs to be in it. */
  readonly env: Record<string, string>;
  end(): Promise<void>;
}

const START = {
  unlocked: "printf secret | gnome-keyring-daemon --unlock --components=secrets",
  locked: "gnome-keyring-daemon --start --components=secrets",
};

/**
 * Starts a session, as a login does. What the keyring keeps lies in the home, so that the next session has it again.
 *
 * @param home of a program
 */
export async function startKeyring(home: string, state: keyof typeof START): Promise<KeyringSession> {
  const env = { HOME: home, XDG_DATA_HOME: join(home, "data"), XDG_RUNTIME_DIR: join(home, "run") };
  await mkdir(env.XDG_DATA_HOME, { recursive: true });
  await mkdir(env.XDG_RUNTIME_DIR, { recursive: true, mode: 0o700 });
  // Until its stdin is closed.
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
      // Not until its streams are closed: who was asked for a password may still hold them.
      const ended = once(session, "exit");
      session.stdin.end();
      await ended;
    },
  };
}

/** From now on a locked keyring of that home asks for its password, and nobody answers. */
export async function askNobody(home: string): Promise<void> {
  const folder = join(home, "data", "dbus-1", "services");
  await mkdir(folder, { recursive: true });
  await writeFile(
    join(folder, "org.gnome.keyring.SystemPrompter.service"),
    "[D-BUS Service]\nName=org.gnome.keyring.SystemPrompter\nExec=/bin/sleep 20\n",
  );
}

/** A session bus that takes the connection and never says a word. */
export async function startSilentBus(home: string): Promise<KeyringSession> {
  const path = join(home, "silent-bus");
  const server = createServer(() => {}).listen(path);
  await once(server, "listening");
  return {
    env: { DBUS_SESSION_BUS_ADDRESS: `unix:path=${path}` },
    end: async () => void server.close(),
  };
}
