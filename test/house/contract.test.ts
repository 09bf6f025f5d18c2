import { readFile } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import { EXIT_CODES } from "../../src/failure.ts";
import { createProgram } from "../../src/program.ts";
import { check, checkJson, SCHEMA_NAMES } from "../support/contract.ts";
import { contractTables } from "../support/contract-table.ts";

const schemaOf = async (name: string) =>
  JSON.parse(await readFile(new URL(`../../schemas/${name}.json`, import.meta.url), "utf8"));

describe("the JSON contract", () => {
  test("every command has a schema", () => {
    const { root } = createProgram(async () => {}, { write: () => {} });
    const commands = root.commands.flatMap((noun) =>
      noun.commands.length > 0 ? noun.commands.map((verb) => `${noun.name()}-${verb.name()}`) : [noun.name()],
    );
    expect([...SCHEMA_NAMES].sort()).toEqual([...commands, "definitions", "error"].sort());
  });

  test("the codes of errors are those of the program", async () => {
    const { properties } = await schemaOf("error");
    const codes = Object.keys(EXIT_CODES).filter((code) => code !== "ok");
    expect(properties.error.properties.code.enum).toEqual(codes);
  });

  test("fields can be added later", async () => {
    for (const name of SCHEMA_NAMES) {
      expect(JSON.stringify(await schemaOf(name)), name).not.toMatch(/(?:additional|unevaluated)Properties/u);
    }
  });

  // After a change of a schema: replace the tables with what this test prints.
  test("docs/scripting.md has every field", async () => {
    const page = await readFile(new URL("../../docs/scripting.md", import.meta.url), "utf8");
    const [, tables = ""] = /<!-- fields -->\n\n(.*)\n\n<!-- \/fields -->/su.exec(page) ?? [];
    const narrow = tables.replace(/ +/gu, " ").replace(/-{3,}/gu, "---");
    expect(narrow).toBe(contractTables(SCHEMA_NAMES).replace(/ +/gu, " "));
  });
});

describe("the check of the tests", () => {
  const used = { default: "staging", kind: "test" };

  test.for<[string, object]>([
    ["a field more", { ...used, more: 1 }],
    ["a field less", { default: "staging" }],
    ["another type", { ...used, kind: 3 }],
  ])("refuses %s", ([_what, printed]) => {
    expect(() => check("env-use", JSON.stringify(used))).not.toThrow();
    expect(() => check("env-use", JSON.stringify(printed))).toThrow("not as schemas/env-use.json says");
  });

  test("refuses a field more deep inside, and in an error", () => {
    const error = { code: "usage", exitCode: 2, message: "No.", done: [], unknown: [] };
    const argv = ["link", "create", "--json", "acme.com"];
    const failing = (change: object) =>
      checkJson(argv, { stdout: "", exit: 2, stderr: JSON.stringify({ error: { ...error, ...change } }) });
    const organization = { id: null, name: "Acme" };
    expect(() => failing({ done: [{ action: "setup_link_revoked", organization }] })).not.toThrow();
    expect(() => failing({ done: [{ action: "setup_link_revoked", organization, by: "me" }] })).toThrow();
    expect(() => failing({ advice: "none" })).toThrow();
    expect(() => checkJson(argv, { stdout: "", stderr: "", exit: 2 })).toThrow("nothing was printed");
    expect(() => checkJson(argv, { stdout: "org_1\n", stderr: "", exit: 0 })).toThrow();
  });
});
