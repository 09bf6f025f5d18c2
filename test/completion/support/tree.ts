import type { Choice, CommandNode, CommandTree, Flag } from "../../../src/completion/tree.ts";

function flag(long: string, given: Partial<Flag> = {}): Flag {
  return {
    long,
    summary: `about ${long}`,
    option: long.replace(/^--(?:no-)?/u, ""),
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

const plain = (word: string): Choice => ({ word, summary: "" });

function command(name: string, given: Partial<CommandNode> = {}): CommandNode {
  return { name, summary: `do ${name}`, commands: [], parameters: [], flags: GLOBAL, ...given };
}

const customer = { name: "customer", choices: [] };
const environment = { name: "name", choices: [] };

const ROOT = command("ssoctl", {
  flags: [...GLOBAL, flag("--version")],
  commands: [
    command("link", {
      commands: [
        command("create", {
          parameters: [customer],
          flags: [
            flag("--intent", {
              value: "required",
              placeholder: "intent",
              choices: [{ word: "sso", summary: "Single Sign-On" }, plain("dsync")],
            }),
            flag("--copy"),
            flag("--no-copy"),
            flag("--to", { value: "required", placeholder: "address" }),
            flag("--out", { short: "-o", value: "required", placeholder: "file" }),
            flag("--wait", { value: "optional", placeholder: "goal", choices: ["sso", "domain"].map(plain) }),
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
    command("completion", { parameters: [{ name: "shell", choices: ["bash", "zsh"].map(plain) }] }),
  ],
});

/** A small tree with every kind of command, flag and parameter. */
export const TREE: CommandTree = { root: ROOT, topics: ["links"] };
