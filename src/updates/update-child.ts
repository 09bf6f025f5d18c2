// Background process, started by start-check.ts: stores the newest version for the next run. All errors are ignored.
import packageJson from "package-json";
import manifest from "../../package.json" with { type: "json" };
import { readUpdateState, writeUpdateState } from "./update-file.ts";
import { parseVersion } from "./version.ts";

/** Including retries. */
const TIMEOUT_MS = 30_000;

async function check(folder: string): Promise<void> {
  const { version } = await packageJson(manifest.name);
  const latest = parseVersion(version);
  if (latest !== undefined) await writeUpdateState(folder, { ...(await readUpdateState(folder)), latest });
}

setTimeout(() => process.exit(), TIMEOUT_MS).unref();
const [, , folder] = process.argv;
if (folder !== undefined) await check(folder).catch(() => {});
