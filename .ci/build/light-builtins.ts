import { isBuiltin } from "node:module";
import type { Plugin } from "rolldown";

/** Id prefix of the modules that replace Node's built-in modules. */
export const LIGHT = "\0light:";

/**
 * Loads Node's built-in modules with `process.getBuiltinModule`. An `import` reads every export, and some getters load large
 * modules: `WebSocket` in `node:http` loads all of `fetch`.
 */
export const lightBuiltins: Plugin = {
  name: "light-builtins",
  resolveId(path, importer, { kind }) {
    // Its signal handlers end the process before ours do. atomically uses it for temporary files, which ssoctl removes.
    if (path === "when-exit") return `${LIGHT}when-exit`;
    // Dynamic imports are rare, and rolldown removes its own imports if they are unused.
    if (!isBuiltin(path) || kind === "dynamic-import" || importer?.startsWith("\0rolldown/")) return null;
    // commander uses child_process only for external subcommands, which ssoctl does not have.
    const unused = /^(node:)?child_process$/u.test(path) && importer?.includes("/node_modules/commander/");
    return LIGHT + (unused ? "empty" : path.replace(/^(?!node:)/u, "node:"));
  },
  load(id) {
    if (!id.startsWith(LIGHT)) return null;
    const name = id.slice(LIGHT.length);
    if (name === "when-exit") return "export default () => {};";
    if (name === "empty") return "module.exports = {};";
    return `module.exports = process.getBuiltinModule(${JSON.stringify(name)});`;
  },
};
