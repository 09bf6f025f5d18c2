import { readdirSync, readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";

const FOLDER = new URL("../../schemas/", import.meta.url);

export const SCHEMA_NAMES = readdirSync(FOLDER).map((file) => file.replace(/\.json$/u, ""));

const ajv = new Ajv2020({ allErrors: true, allowUnionTypes: true });
(addFormats as unknown as (to: Ajv2020) => void)(ajv);
for (const name of SCHEMA_NAMES) {
  ajv.addSchema(closed(JSON.parse(readFileSync(new URL(`${name}.json`, FOLDER), "utf8"))), `${name}.json`);
}

/** The schema allows fields that are added later. For tests, each must be in the schema. */
// biome-ignore lint/suspicious/noExplicitAny: any JSON.
function closed(schema: any): any {
  if (typeof schema !== "object" || schema === null) return schema;
  if (Array.isArray(schema)) return schema.map(closed);
  const members = Object.fromEntries(Object.entries(schema).map(([name, value]) => [name, closed(value)]));
  return schema.type === "object" && schema.properties
    ? { ...members, additionalProperties: false }
    : members;
}

interface Ended {
  readonly stdout: string;
  readonly stderr: string;
  readonly exit: number | undefined;
}

/** Holds what a command printed with `--json` to its schema. @throws Error that names the field */
export function checkJson(argv: readonly string[], { stdout, stderr, exit }: Ended): void {
  const end = argv.indexOf("--");
  const own = end < 0 ? argv : argv.slice(0, end);
  // A command that the sandbox runs prints what it likes.
  const isPrinting = own.some((word) => ["-h", "--help", "--version"].includes(word));
  if (!own.includes("--json") || isPrinting || (end >= 0 && own.includes("sandbox"))) return;
  if (stdout !== "") check(schemaFor(own), stdout);
  if (stderr !== "") check("error", stderr);
  // Nothing at all: it was killed.
  const shown = exit === 0 ? stdout : stderr;
  if (exit !== undefined && shown === "") throw new Error(`exit code ${exit}, and nothing was printed`);
}

export function check(name: string, printed: string): void {
  const lines = printed.trimEnd().split("\n");
  if (lines.length !== 1) throw new Error(`not one line of JSON: ${printed}`);
  const validate = ajv.getSchema(`${name}.json`);
  if (!validate) throw new Error(`schemas/${name}.json is missing`);
  if (!validate(JSON.parse(printed))) {
    throw new Error(`not as schemas/${name}.json says: ${ajv.errorsText(validate.errors)}\n${printed}`);
  }
}

const TAKE_A_VALUE = ["--env", "--timeout"];

function schemaFor(argv: readonly string[]): string {
  const [noun = "", verb] = argv.filter(
    (word, index) => !word.startsWith("-") && !TAKE_A_VALUE.includes(argv[index - 1] ?? ""),
  );
  return SCHEMA_NAMES.includes(noun) ? noun : `${noun}-${verb}`;
}
