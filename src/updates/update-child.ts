/**
 * Asks the npm registry for the newest version and stores it for the next run. Started by `start-check.ts` as a background
 * process; all errors are ignored.
 */
import packageJson from "package-json";
import manifest from "../../package.json" with { type: "json" };
import { readUpdateState, writeUpdateState } from "./update-file.ts";
import { parseVersion } from "./version.ts";

/** Milliseconds, including retries. */
const TIMEOUT = 30_000;

async function check(folder: string): Promise<void> {
  const { version } = await packageJson(manifest.name);
  const latest = parseVersion(version);
  if (latest !== undefined) await writeUpdateState(folder, { ...(await readUpdateState(folder)), latest });
}

setTimeout(() => process.exit(), TIMEOUT).unref();
const [, , folder] = process.argv;
if (folder !== undefined) await check(folder).catch(() => {});
