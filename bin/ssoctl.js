#!/usr/bin/env node
// Compiled code is kept between runs (Node 22.8 and newer); the bundle is loaded after that, so that it profits.
// By `import` this module would take longer: see .ci/build/light-builtins.ts.
process.getBuiltinModule("node:module").enableCompileCache?.();
const { main } = await import("../dist/main.js");

process.exitCode = await main(process.argv.slice(2));
