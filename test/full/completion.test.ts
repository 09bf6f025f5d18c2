import { mkdir, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { describe, expect } from "vitest";
import { entry } from "../history/support/entry.ts";
import { test as withProgram } from "../support/end-to-end.ts";
import { installTelltale, openShell, type RealShell, runLine, whyNot } from "../support/shells.ts";

/** The environment of a shell that finds the program, which has something to complete. */
const test = withProgram.extend("env", { scope: "file" }, async ({ program }) => {
  const settings = join(program.home, "settings");
  await mkdir(settings);
  await writeFile(
    join(settings, "config.json"),
    JSON.stringify({
      environments: { staging: { kind: "test", storage: "file" } },
      keys: { staging: "sk_x" },
    }),
  );
  const entries = [
    entry({ customer: "acme.com", organization: { id: "org_01", name: "Acme" } }),
    entry({ customer: "bücher.example", organization: { id: "org_02", name: "$(touch owned) `id`" } }),
    entry({ customer: "$(touch owned)", organization: { id: "`touch owned`", name: "\u001b[2J" } }),
    entry({
      customer: "zeta.com; touch owned",
      organization: { id: "org_03", name: "Zeta: colons: and 50%" },
    }),
    entry({ customer: "yeti.com", organization: { id: "org_04", name: "Yeti: colons: and %F{red}50%" } }),
  ];
  await writeFile(join(settings, "history.jsonl"), entries.map((one) => `${JSON.stringify(one)}\n`).join(""));
  await writeFile(join(program.home, "my note.mustache"), "");
  return { ...program.env, PATH: `${await installTelltale(program)}:${program.env["PATH"]}` };
});

const SHELLS: readonly RealShell[] = ["bash", "zsh", "fish"];

const D = ["dsync", "domain_verification"];
const ALL = [
  "sso",
  "dsync",
  "audit_logs",
  "log_streams",
  "domain_verification",
  "certificate_renewal",
  "bring_your_own_key",
];

describe.each(
  SHELLS.map((shell) => ({ shell, named: shell + whyNot(shell), missing: whyNot(shell) !== "" })),
)("in a real $named", ({ shell, missing }) => {
  test.skipIf(missing).for<[string, string, string[]]>([
    ["a noun and a verb", "ssoctl lin\tcr\tx.com", ["link", "create", "x.com"]],
    ["a customer", "ssoctl link create ac\t", ["link", "create", "acme.com"]],
    ["a customer in people's letters", "ssoctl link create b\t", ["link", "create", "bücher.example"]],
    ["an organization's id, with a hostile name", "ssoctl org status org_02\t", ["org", "status", "org_02"]],
    ["a name with colons", "ssoctl link create ye\t", ["link", "create", "yeti.com"]],
    [
      "a flag and its choice",
      "ssoctl link create x.com --int\tds\t",
      ["link", "create", "x.com", "--intent", "dsync"],
    ],
    [
      "a choice after =",
      "ssoctl link create --intent=ds\tx.com",
      ["link", "create", "--intent=dsync", "x.com"],
    ],
    [
      "an environment",
      "ssoctl link create x.com --env st\t",
      ["link", "create", "x.com", "--env", "staging"],
    ],
    ["what can be set", "ssoctl config se\tcom\tInitech", ["config", "set", "company", "Initech"]],
    ["a default environment", "ssoctl env use sa\t", ["env", "use", "sandbox"]],
    [
      "after quoted words",
      'ssoctl link create x.com --name "X Y" --int\tds\t',
      ["link", "create", "x.com", "--name", "X Y", "--intent", "dsync"],
    ],
    [
      "after an address",
      "ssoctl link email x.com --to jane@x.com --pr\tok\t",
      ["link", "email", "x.com", "--to", "jane@x.com", "--provider", "okta"],
    ],
    [
      "a file",
      "ssoctl link email x.com --note-template my\t",
      ["link", "email", "x.com", "--note-template", "my note.mustache"],
    ],
    ["nothing where nothing fits", "ssoctl link create qq\t", ["link", "create", "qq"]],
    ["nothing from a hostile history", "ssoctl link create ze\t", ["link", "create", "ze"]],
  ])("%s", async ([_, keys, words], { program, env }) => {
    expect(await runLine(await openShell(shell, env, program.home), keys)).toEqual(words);
  });

  test.skipIf(missing)(
    "the list of customers is words alone, whatever they are called",
    async ({ program, env }) => {
      const session = await openShell(shell, env, program.home);
      // Bash shows the list at the second Tab, the others at the first.
      session.type(shell === "bash" ? "ssoctl link create \t\t" : "ssoctl link create \t");
      await session.shows("acme.com");
      expect(await runLine(session, "x.com")).toEqual(["link", "create", "x.com"]);
      const screen = session.screen();
      expect(screen).toContain("bücher.example");
      expect(screen).not.toMatch(/zeta|org_/u);
      if (shell !== "bash") expect(screen).toMatch(/yeti\.com +(?:-- |\()Yeti: colons: and %F\{red\}50%/u);
      expect(await readdir(program.home)).not.toContain("owned");
    },
  );

  test.skipIf(missing)("the script is sound, and says nothing when it is read", async ({ program }) => {
    const { stdout } = await program.run(["completion", shell]);
    const script = join(program.home, `script.${shell}`);
    await writeFile(script, stdout);
    expect(await execa(shell, ["-n", script], { all: true })).toMatchObject({ all: "" });
  });
});

const NO_BASH = whyNot("bash");

describe(`bash's own variables${NO_BASH}`, () => {
  /** As bash calls the function; the words are those that it makes of the line. */
  const replies = async (
    env: Record<string, string>,
    line: string,
    words: readonly string[],
    point = line.length,
  ) => {
    const script = [
      'eval "$(ssoctl completion bash)"',
      `COMP_LINE='${line}' COMP_POINT=${point} COMP_CWORD=${words.length - 1}`,
      `COMP_WORDS=(${words.map((word) => `'${word}'`).join(" ")})`,
      "_ssoctl",
      `printf '%s\n' "\${COMPREPLY[@]}"`,
    ];
    const { stdout } = await execa("bash", ["--norc", "-c", script.join("\n")], { env, extendEnv: false });
    return stdout.split("\n");
  };

  test.skipIf(NO_BASH !== "").for<[string, string, string[], string[]]>([
    ["a line", "ssoctl link ", ["ssoctl", "link", ""], ["create", "email", "revoke"]],
    [
      "an = and no letter yet",
      "ssoctl link create --intent=",
      ["ssoctl", "link", "create", "--intent", "="],
      ALL,
    ],
    [
      "an = and a letter",
      "ssoctl link create --intent=d",
      ["ssoctl", "link", "create", "--intent", "=", "d"],
      D,
    ],
    ["spaces around", "  ssoctl   env  use   s", ["ssoctl", "env", "use", "s"], ["staging", "sandbox"]],
    ["nothing that fits", "ssoctl qq", ["ssoctl", "qq"], [""]],
  ])("%s", async ([_, line, words, expected], { env }) => {
    expect(await replies(env, line, words)).toEqual(expected);
  });

  test.skipIf(NO_BASH !== "")("the cursor in the middle of a word", async ({ env }) => {
    const point = "ssoctl link cr".length;
    expect(await replies(env, "ssoctl link crxx", ["ssoctl", "link", "crxx"], point)).toEqual(["create"]);
  });
});

test.skipIf(whyNot("zsh") !== "")(
  `zsh finds the script in a folder of its fpath too${whyNot("zsh")}`,
  async ({ program, env }) => {
    const { stdout } = await program.run(["completion", "zsh"]);
    const folder = join(program.home, "functions");
    await mkdir(folder);
    await writeFile(join(folder, "_ssoctl"), stdout);
    const load = `fpath=('${folder}' $fpath); autoload -U compinit; compinit -D -u`;
    const session = await openShell("zsh", env, program.home, load);
    expect(await runLine(session, "ssoctl link cr\tac\t")).toEqual(["link", "create", "acme.com"]);
  },
);
