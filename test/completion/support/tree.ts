import type { Flag, Tree } from "../../../src/completion/tree.ts";

function flag(long: string, given: Partial<Flag> = {}): Flag {
  return {
    long,
    short: undefined,
    summary: `about ${long}`,
    about: long.replace(/^--(?:no-)?/u, ""),
    value: "none",
    placeholder: "",
    choices: [],
    ...given,
  };
}

const GLOBAL = [
  flag("--env", { value: "required", placeholder: "name" }),
  flag("--json"),
  flag("--yes", { short: "-y" }),
];

function command(name: string, given: Partial<Tree> = {}): Tree {
  return { name, summary: `do ${name}`, commands: [], parameters: [], flags: GLOBAL, ...given };
}

const customer = { name: "customer", choices: [] };
const environment = { name: "name", choices: [] };

/** One of everything that the real one has. */
export const TREE = command("ssoctl", {
  flags: [...GLOBAL, flag("--version")],
  commands: [
    command("link", {
      commands: [
        command("create", {
          parameters: [customer],
          flags: [
            flag("--intent", { value: "required", placeholder: "intent", choices: ["sso", "dsync"] }),
            flag("--copy"),
            flag("--no-copy"),
            flag("--to", { value: "required", placeholder: "address" }),
            flag("--out", { short: "-o", value: "required", placeholder: "file" }),
            flag("--wait", { value: "optional", placeholder: "goal", choices: ["sso", "domain"] }),
            ...GLOBAL,
          ],
        }),
        command("revoke", { parameters: [customer] }),
      ],
    }),
    command("env", {
      commands: [
        command("add", { parameters: [environment] }),
        command("use", { parameters: [environment] }),
        command("remove", { parameters: [environment] }),
        command("list"),
      ],
    }),
    command("completion", { parameters: [{ name: "shell", choices: ["bash", "zsh"] }] }),
  ],
});
