/** Entry point of the single executable, as `bin/ssoctl.js` is of the package. */
import { fileURLToPath } from "node:url";
import { main } from "../../src/main.ts";

/** `system.ts` runs `process.execPath` with this file. Here that is this executable, and the file is inside it. */
const KEYCHAIN_CHILD = fileURLToPath(new URL("./keychain-child.js", import.meta.url));

const argv = process.argv.slice(2);
if (argv[0] === KEYCHAIN_CHILD) await import("../../src/settings/keychain-child.ts");
else process.exitCode = await main(argv);
