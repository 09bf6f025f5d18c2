#!/usr/bin/env node
import module from "node:module";

// Compiled code is kept between runs (Node 22.8 and newer); the bundle is loaded after that, so that it profits.
module.enableCompileCache?.();
const { main } = await import("../dist/main.js");

process.exitCode = await main(process.argv.slice(2));
