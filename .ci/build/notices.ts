/**
 * The end of `npm run build`: what esbuild says went into the bundle becomes THIRD-PARTY-NOTICES.
 *
 *     node .ci/build/notices.ts <metafile> <notices>
 */
import { readFile, rm, writeFile } from "node:fs/promises";
import { noticesOf } from "./licences.ts";

const [metafile = "", notices = ""] = process.argv.slice(2);
await writeFile(notices, await noticesOf(JSON.parse(await readFile(metafile, "utf8"))));
// It has done its work, and is nothing that a user needs.
await rm(metafile);
