/**
 * Asks npm's configured registry for the newest version, as a process of its own that nobody waits for, and writes the
 * answer down for the next run. `start-child.ts` starts it. Whatever goes wrong, nothing is written and nothing is said.
 */
import packageJson from "package-json";
import manifest from "../../package.json" with { type: "json" };
import { readRecord, writeRecord } from "./update-file.ts";
import { parseVersion } from "./version.ts";

/** Milliseconds, retries included. */
const PATIENCE = 30_000;

async function learn(folder: string): Promise<void> {
  const { version } = await packageJson(manifest.name);
  const latest = parseVersion(version);
  if (latest !== undefined) await writeRecord(folder, { ...(await readRecord(folder)), latest });
}

setTimeout(() => process.exit(), PATIENCE).unref();
const [, , folder] = process.argv;
if (folder !== undefined) await learn(folder).catch(() => {});
