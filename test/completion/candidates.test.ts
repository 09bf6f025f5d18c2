import { describe, expect, test } from "vitest";
import { type Candidate, candidates, type LocalData } from "../../src/completion/candidates.ts";
import { TREE } from "./support/tree.ts";

const plain = (word: string): Candidate => ({ word, summary: "" });

const facts: LocalData = {
  environments: async () => ["staging", "production"].map(plain),
  customers: async () => ["beta.com", "acme.com", "bücher.example", "org_01"].map(plain),
};

/** A fact that is looked up here is looked up in vain. */
const unasked: LocalData = {
  environments: () => Promise.reject(new Error("nobody asked for environments")),
  customers: () => Promise.reject(new Error("nobody asked for customers")),
};

const answer = (line: string, asked = facts) => candidates(line.split(" "), TREE, asked);
const words = async (line: string) => (await answer(line)).candidates.map(({ word }) => word).join(" ");

const CREATE = "--intent --copy --no-copy --to --out --wait --env --json --yes";
const CUSTOMERS = "beta.com acme.com bücher.example";

describe("what may stand at the end of the line", () => {
  test.each([
    // commands
    ["", "link env completion"],
    ["l", "link"],
    ["link", "link"],
    ["x", ""],
    ["link ", "create revoke"],
    ["link re", "revoke"],
    ["link x", ""],
    ["--json ", "link env completion"],
    ["--json link ", "create revoke"],
    ["--env staging link ", "create revoke"],
    ["link --env staging cr", "create"],
    ["lnik ", ""],
    ["lnik create ", ""],
    ["lnik --", ""],
    // flags
    ["-", "--env --json --yes --version"],
    ["--v", "--version"],
    ["link --", "--env --json --yes"],
    ["link create -", CREATE],
    ["link create --", CREATE],
    ["link create --in", "--intent"],
    ["link create --version", ""],
    ["link create acme.com --in", "--intent"],
    ["link create acme.com ", CREATE],
    ["link create acme.com beta.com ", CREATE],
    ["env list ", "--env --json --yes"],
    ["link create --bogus --in", "--intent"],
    // flags that were said already
    ["link create --json --js", ""],
    ["link create -y --y", ""],
    ["--json link create --js", ""],
    ["link create --copy --no", ""],
    ["link create --no-copy --co", ""],
    ["link create --intent sso --in", "--intent"],
    // values
    ["link create --intent ", "sso dsync"],
    ["link create --intent d", "dsync"],
    ["link create --intent x", ""],
    ["link create --intent=", "--intent=sso --intent=dsync"],
    ["link create --intent=d", "--intent=dsync"],
    ["link create --copy=", ""],
    ["link create --bogus=", ""],
    ["link create --to ", ""],
    ["link create --intent sso ", CUSTOMERS],
    ["link create --intent=sso ", CUSTOMERS],
    ["link create --to jane@acme.com ", CUSTOMERS],
    ["link create --bogus ", CUSTOMERS],
    ["link create --json ", CUSTOMERS],
    ["link create -y ", CUSTOMERS],
    // values that may be left out
    ["link create --wait ", "sso domain"],
    ["link create --wait d", "domain"],
    ["link create --wait --js", "--json"],
    ["link create --wait --json ", CUSTOMERS],
    ["link create --wait domain ", CUSTOMERS],
    ["link create --wait=d", "--wait=domain"],
    // environments
    ["--env ", "staging production sandbox"],
    ["--env s", "staging sandbox"],
    ["--env=p", "--env=production"],
    ["link create acme.com --env st", "staging"],
    ["env use ", "staging production sandbox"],
    ["env remove ", "staging production"],
    ["env add ", "staging production"],
    ["env use staging ", "--env --json --yes"],
    // customers
    ["link create ", CUSTOMERS],
    ["link revoke ", CUSTOMERS],
    ["link create b", "beta.com bücher.example"],
    ["link create bü", "bücher.example"],
    ["link create o", "org_01"],
    ["link create org_", "org_01"],
    ["link create jane@", ""],
    // after --
    ["link create -- ", CUSTOMERS],
    ["link create -- -", ""],
    ["link create -- acme.com ", ""],
    ["link -- ", ""],
    ["link create --to -- ", CUSTOMERS],
    // help
    ["help ", "link env completion links"],
    ["help li", "link links"],
    ["help link ", "create revoke"],
    ["help link create ", ""],
    ["help links ", ""],
    ["help nonsense ", ""],
    // choices of an argument
    ["completion ", "bash zsh"],
    ["completion z", "zsh"],
  ])("ssoctl %s│ → %s", async (line, expected) => {
    expect(await words(line)).toBe(expected);
  });
});

test("no word at all is the beginning of the first", async () => {
  expect(await candidates([], TREE, facts)).toEqual(await answer(""));
});

test.each(["link create --out ", "link create --out ./no", "link create -o "])(
  "ssoctl %s│ → files",
  async (line) => {
    expect(await answer(line)).toEqual({ candidates: [], files: true });
  },
);

test.each(["", "link ", "link create --", "link create --intent ", "completion "])(
  "ssoctl %s│ looks nothing up on this machine",
  async (line) => {
    expect((await answer(line, unasked)).candidates).not.toEqual([]);
  },
);

test("each comes with a few words", async () => {
  const first = async (line: string) => (await answer(line)).candidates[0];
  expect(await first("li")).toEqual({ word: "link", summary: "do link" });
  expect(await first("--js")).toEqual({ word: "--json", summary: "about --json" });
  expect(await first("link create --intent=")).toEqual({ word: "--intent=sso", summary: "Single Sign-On" });
});

test("fifty are enough", async () => {
  const many = async () => Array.from({ length: 80 }, (_, number) => plain(`customer-${number}.com`));
  expect((await answer("link create ", { ...facts, customers: many })).candidates).toHaveLength(50);
});

describe("a hostile history", () => {
  const from = async (...customers: readonly Candidate[]) =>
    (await answer("link create ", { ...facts, customers: async () => customers })).candidates;

  test.each([
    "$(touch /tmp/owned)",
    "`id`",
    "acme.com;id",
    "acme.com id",
    "acme.com\nbeta.com",
    "acme.com\tbeta",
    "a'b",
    'a"b',
    "a\\b",
    "~root",
    "*",
    "!!",
    ":files",
    "--yes",
    "\u001b[2J",
    "acme\u202e.com",
    "acme\u200b.com",
    "",
  ])("%j is no customer", async (word) => {
    expect(await from(plain(word), plain("acme.com"))).toEqual([plain("acme.com")]);
  });

  test("an organization's name drives no terminal, and is one line of bounded length", async () => {
    const summary = `Acme\u001b]0;owned\u0007\n\tInc\u202e ${"x".repeat(500)}`;
    const [found] = await from({ word: "acme.com", summary });
    expect(found?.summary).toMatch(/^Acme\]0;owned Inc x+…$/u);
    expect(found?.summary).toHaveLength(70);
  });
});
