/** Where the single executable begins, as `bin/ssoctl.js` is where the package does. */
import { fileURLToPath } from "node:url";
import { main } from "../../src/main.ts";

/** `system.ts` has its executable run this file. Here the executable is this program, and the file is inside it. */
const KEYCHAIN_CHILD = fileURLToPath(new URL("./keychain-child.js", import.meta.url));

const argv = process.argv.slice(2);
if (argv[0] === KEYCHAIN_CHILD) await import("../../src/settings/keychain-child.ts");
else process.exitCode = await main(argv);
