import type { Plugin } from "esbuild";

/**
 * Two of Node's own modules cost a start more than the program itself.
 *
 * Importing `node:process` has Node make everything that hangs on it, reports and permissions among it; the global is
 * the same object without that. And commander loads `node:child_process` for commands that are programs of their own,
 * of which there are none here.
 */
export const lightBuiltins: Plugin = {
  name: "light-builtins",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^(node:)?process$/ }, () => ({ path: "process", namespace: "light" }));
    onResolve({ filter: /^(node:)?child_process$/ }, ({ importer }) =>
      importer.includes("/node_modules/commander/") ? { path: "nothing", namespace: "light" } : undefined,
    );
    onLoad({ filter: /^process$/, namespace: "light" }, () => ({
      contents: "module.exports = globalThis.process;",
    }));
    onLoad({ filter: /^nothing$/, namespace: "light" }, () => ({ contents: "module.exports = {};" }));
  },
};
