import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import { connect } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { Program } from "./program.ts";

const BIN = fileURLToPath(new URL("../../bin/ssoctl.js", import.meta.url));

/** A host with an IPv4 and an IPv6 address on this machine. The servers of the tests listen at the first only. */
export const DUAL_HOST = "dual.test";

const WITH_HOSTS = ["-rm", "sh", "-c", 'mount --bind "$0" /etc/hosts && exec "$@"'] as const;

/** Why the program cannot be given host names, for the name of the skipped test. Empty if it can. */
export const NO_HOSTS = canMount() ? "" : " (skipped: unshare -rm is needed, on Linux)";

function canMount(): boolean {
  try {
    execFileSync("unshare", [...WITH_HOSTS, "/etc/hosts", "true"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

/** For `installProgram`: the program where `DUAL_HOST` is known. */
export async function whereDualHostIsKnown({ home }: Program): Promise<readonly [string, ...string[]]> {
  const hosts = join(home, "hosts");
  await writeFile(hosts, `127.0.0.1 localhost ${DUAL_HOST}\n::1 ${DUAL_HOST}\n`);
  return ["unshare", ...WITH_HOSTS, hosts, process.execPath, BIN];
}

const FORWARDER = `
  const { connect, createServer } = require("node:net");
  createServer((near) => {
    const far = connect(Number(process.argv[1]), "127.0.0.1");
    near.on("error", () => far.destroy()).pipe(far).on("error", () => near.destroy()).pipe(near);
  }).listen({ port: 0, host: "127.0.0.1", backlog: 1 }, function () { console.log(this.address().port); });
`;

/** A port in front of another one that answers to no SYN until it is told to: its backlog is full, its process stopped. */
export async function startSlowPort(port: number) {
  const child = spawn(process.execPath, ["-e", FORWARDER, String(port)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [line] = await once(child.stdout, "data");
  const slow = Number(String(line));
  child.kill("SIGSTOP");
  const fillers = [connect(slow, "127.0.0.1"), connect(slow, "127.0.0.1")];
  await Promise.all(fillers.map((filler) => once(filler, "connect")));
  return {
    port: slow,
    /** Then, the next retry of a SYN (1, 3, 7 s after the first) is answered. */
    answerAfter: async (milliseconds: number) => {
      await sleep(milliseconds);
      child.kill("SIGCONT");
    },
    close: async () => {
      for (const filler of fillers) filler.destroy();
      child.kill("SIGKILL");
      await once(child, "exit");
    },
  };
}
