import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { entry } from "../history/support/entry.ts";
import { installProgram, type Program } from "../support/program.ts";
import { installTelltale, type RealShell, typeInto, whyNot } from "./support/shells.ts";

let program: Program;
let env: Record<string, string>;

beforeAll(async () => {
  program = await installProgram();
  const settings = join(program.home, "settings");
  env = { ...program.env, PATH: `${await installTelltale(program)}:${program.env["PATH"]}` };
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
});

afterAll(() => program.close());

const SHELLS: readonly RealShell[] = ["bash", "zsh", "fish"];

describe.each(SHELLS.map((shell) => ({ shell, why: whyNot(shell) })))(
  "in a real $shell$why",
  ({ shell, why }) => {
    test.skipIf(why !== "").each([
      ["a noun and a verb", "ssoctl lin\tcr\tx.com", ["link", "create", "x.com"]],
      ["a customer", "ssoctl link create ac\t", ["link", "create", "acme.com"]],
      ["a customer in people's letters", "ssoctl link create b\t", ["link", "create", "bücher.example"]],
      [
        "an organization's id, with a hostile name",
        "ssoctl org status org_02\t",
        ["org", "status", "org_02"],
      ],
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
      ["a default environment", "ssoctl env use sa\t", ["env", "use", "sandbox"]],
      [
        "after quoted words",
        'ssoctl link create x.com --name "X Y" --int\tds\t',
        ["link", "create", "x.com", "--name", "X Y", "--intent", "dsync"],
      ],
      [
        "after an address",
        "ssoctl link email x.com --to jane@x.com --vi\tdr\t",
        ["link", "email", "x.com", "--to", "jane@x.com", "--via", "draft"],
      ],
      [
        "a file",
        "ssoctl link email x.com --note-template my\t",
        ["link", "email", "x.com", "--note-template", "my note.mustache"],
      ],
      ["nothing where nothing fits", "ssoctl link create qq\t", ["link", "create", "qq"]],
      ["nothing from a hostile history", "ssoctl link create ze\t", ["link", "create", "ze"]],
    ])("%s", async (_, keys, words) => {
      expect((await typeInto(shell, keys, env, program.home)).words).toEqual(words);
    });
  },
);
