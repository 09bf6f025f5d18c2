import { isBuiltin } from "node:module";
import type { Plugin } from "esbuild";

/**
 * Node's own modules, taken as they are.
 *
 * An `import` of one has Node read every member of it, for the names that it exports. Behind some of them lies more than
 * the whole program weighs: `node:http` has a `WebSocket`, and with it all of `fetch`; `node:process` has reports and
 * permissions. `process.getBuiltinModule` (Node 20.16) gives the same object and reads nothing.
 *
 * And commander loads `node:child_process` for commands that are programs of their own, of which there are none here.
 */
export const lightBuiltins: Plugin = {
  name: "light-builtins",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^[a-z]/ }, ({ path, importer, kind }) => {
      // What is loaded when it is needed is rare, and small.
      if (!isBuiltin(path) || kind === "dynamic-import") return undefined;
      const unused = /^(node:)?child_process$/u.test(path) && importer.includes("/node_modules/commander/");
      return { path: unused ? "nothing" : path.replace(/^(?!node:)/u, "node:"), namespace: "light" };
    });
    onLoad({ filter: /^node:/, namespace: "light" }, ({ path }) => ({
      contents: `module.exports = process.getBuiltinModule(${JSON.stringify(path)});`,
    }));
    onLoad({ filter: /^nothing$/, namespace: "light" }, () => ({ contents: "module.exports = {};" }));
  },
};
