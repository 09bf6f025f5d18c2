#!/usr/bin/env node
if (process.getBuiltinModule) {
  // Compiled code is kept between runs (Node 22.8 and newer); the bundle is loaded after that, so that it profits.
  // By `import` this module would take longer: see .ci/build/light-builtins.ts.
  process.getBuiltinModule("node:module").enableCompileCache?.();
  const { main } = await import("../dist/main.js");

  process.exitCode = await main(process.argv.slice(2));
} else {
  process.stderr.write(`✖ ssoctl needs Node 20.20, 22.3 or newer, and this is ${process.versions.node}.\n`);
  process.exitCode = 1;
}
