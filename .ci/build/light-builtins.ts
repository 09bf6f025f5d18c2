import { isBuiltin } from "node:module";
import type { Plugin } from "rolldown";

/** How the modules that stand for Node's own begin. */
export const LIGHT = "\0light:";

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
  resolveId(path, importer, { kind }) {
    // What is loaded when it is needed is rare, and small. And what rolldown itself asks for, it drops where it can.
    if (!isBuiltin(path) || kind === "dynamic-import" || importer?.startsWith("\0rolldown/")) return null;
    const unused = /^(node:)?child_process$/u.test(path) && importer?.includes("/node_modules/commander/");
    return LIGHT + (unused ? "nothing" : path.replace(/^(?!node:)/u, "node:"));
  },
  load(id) {
    if (!id.startsWith(LIGHT)) return null;
    const name = id.slice(LIGHT.length);
    if (name === "nothing") return "module.exports = {};";
    return `module.exports = process.getBuiltinModule(${JSON.stringify(name)});`;
  },
};
