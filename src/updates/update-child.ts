// Background process, started by start-check.ts: stores the newest version for the next run. All errors are ignored.
import packageJson from "package-json";
import manifest from "../../package.json" with { type: "json" };
import { readUpdateState, writeUpdateState } from "./update-file.ts";
import { parseVersion } from "./version.ts";

/** Including retries. */
const TIMEOUT_MS = 30_000;

/** Bytes, decoded: a thousand versions. */
const LARGEST_ANSWER = 1024 * 1024;

const originalFetch = globalThis.fetch;

/** `package-json` reads a whole answer, however large. */
globalThis.fetch = async (...request) => {
  const answer = await originalFetch(...request);
  let size = 0;
  const limit = new TransformStream<Uint8Array, Uint8Array>({
    transform: (part, body) => {
      size += part.length;
      if (size > LARGEST_ANSWER) throw new Error("The answer is too large");
      body.enqueue(part);
    },
  });
  return new Response(answer.body?.pipeThrough(limit), answer);
};

async function check(folder: string): Promise<void> {
  const { version } = await packageJson(manifest.name);
  const latest = parseVersion(version);
  if (latest !== undefined) await writeUpdateState(folder, { ...(await readUpdateState(folder)), latest });
}

setTimeout(() => process.exit(), TIMEOUT_MS).unref();
const [, , folder] = process.argv;
if (folder !== undefined) await check(folder).catch(() => {});
