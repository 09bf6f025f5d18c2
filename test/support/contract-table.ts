import { readFileSync } from "node:fs";

interface Schema {
  readonly title?: string;
  readonly description?: string;
  readonly type?: string | readonly string[];
  readonly format?: string;
  readonly enum?: readonly string[];
  readonly const?: unknown;
  readonly items?: Schema;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly oneOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, Schema>>;
}

/** The tables of docs/scripting.md, from the schemas. */
export function contractTables(names: readonly string[]): string {
  const read = (name: string): Schema =>
    JSON.parse(readFileSync(new URL(`../../schemas/${name}.json`, import.meta.url), "utf8"));
  const commands = names.filter((name) => name !== "definitions").map((name) => [name, read(name)] as const);
  const parts = Object.entries(read("definitions").$defs ?? {}).filter(([, part]) => isObject(part));
  return [
    ...commands.map(([name, schema]) => table(`\`${name}.json\`: ${schema.title}`, schema)),
    ...parts.map(([name, part]) => table(`Where a field is \`${name}\``, part)),
  ].join("\n\n");
}

function isObject({ type, oneOf }: Schema): boolean {
  return type === "object" || oneOf !== undefined;
}

function table(title: string, schema: Schema): string {
  const variants = (schema.oneOf ?? [schema]).filter(({ $ref }) => $ref === undefined);
  const rows = new Map(variants.flatMap((variant) => rowsOf(variant, "", variants)));
  const isPlanned = schema.oneOf?.some(({ $ref }) => $ref !== undefined);
  const lines = [...rows].map(([field, [type, what]]) => `| ${field} | ${type} | ${what} |`);
  const plan = isPlanned ? " With `--dry-run`: `plan`." : "";
  return [`**${title}**${plan}`, "", "| field | type | what |", "| --- | --- | --- |", ...lines].join("\n");
}

type Row = readonly [field: string, facts: readonly [type: string, what: string]];

function rowsOf(
  { properties = {}, required = [] }: Schema,
  path: string,
  variants: readonly Schema[],
): Row[] {
  return Object.entries(properties).flatMap(([name, schema]): Row[] => {
    const isSure = required.includes(name) && variants.every((variant) => variant.properties?.[name]);
    const what = [isSure ? "" : "may be missing", schema.description ?? ""].filter(Boolean).join("; ");
    const inner = schema.items?.properties ? schema.items : schema.properties ? schema : undefined;
    const entries = schema.items?.oneOf ?? (inner ? [inner] : []);
    const at = `${path}${name}${schema.items ? "[]" : ""}.`;
    const type =
      isSure && variants.length > 1 && schema.const ? oneOfConstants(name, variants) : typeOf(schema);
    const own: Row = [`\`${path}${name}\``, [type, what]];
    return [own, ...entries.flatMap((entry) => (entry.properties ? rowsOf(entry, at, entries) : []))];
  });
}

function oneOfConstants(name: string, variants: readonly Schema[]): string {
  return variants.map((variant) => `\`${variant.properties?.[name]?.const}\``).join(", ");
}

function typeOf(schema: Schema): string {
  const { $ref, anyOf, items, type, format } = schema;
  if ($ref) return `\`${$ref.split("/").at(-1)}\``;
  if (anyOf) return anyOf.map(typeOf).join(" or ");
  if (schema.enum) return schema.enum.map((value) => `\`${value}\``).join(", ");
  if (schema.const !== undefined) return `\`${schema.const}\``;
  const types = typeof type === "string" ? [type] : (type ?? ["object"]);
  return types
    .map((one) => (one === "array" && items ? `array of ${typeOf(items)}` : worded(one, format)))
    .join(" or ");
}

function worded(type: string, format: string | undefined): string {
  if (format === "date-time") return "string, a time in UTC (ISO 8601)";
  return format === "uri" ? "string, a URL" : type;
}
