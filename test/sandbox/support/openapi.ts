import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { parse } from "yaml";
import { NULLABLE_NAMES, UNDOCUMENTED_ANSWERS, UNDOCUMENTED_PATHS } from "./undocumented.ts";

/** One request and its answer, as they went over the wire. Bodies are parsed JSON. */
export interface Exchange {
  readonly method: string;
  readonly path: string;
  /** As in a URL, with or without the question mark. */
  readonly query: string;
  readonly requestBody?: unknown;
  readonly status: number;
  /** `undefined` for an answer without a body. */
  readonly responseBody?: unknown;
}

interface Schema {
  readonly type?: string;
  readonly items?: Schema;
}

interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly schema: Schema;
}

interface Content {
  readonly content?: { readonly "application/json"?: { readonly schema: object } };
}

interface Operation {
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: Content & { readonly required?: boolean };
  readonly responses: Readonly<Record<string, Content>>;
}

interface Document {
  readonly paths: Record<string, Record<string, Operation>>;
  readonly components: { readonly schemas: Record<string, ObjectSchema> };
}

interface ObjectSchema {
  readonly properties?: Readonly<Record<string, object>>;
}

const DOCUMENT_ID = "workos.yaml";
const MESSAGE_SCHEMA = { type: "object", required: ["message"] };

const document = loadDocument();
const ajv = new Ajv2020({ strict: false, allErrors: true, validateSchema: false });
addFormats.default(ajv);
ajv.addSchema(document, DOCUMENT_ID);

/** Throws, naming every fault, unless request and answer are as WorkOS's OpenAPI document says. */
export function checkExchange(exchange: Exchange): void {
  const faults = exchangeFaults(exchange);
  if (faults.length === 0) return;
  const { method, path, query, status } = exchange;
  const said = JSON.stringify({ request: exchange.requestBody, answer: exchange.responseBody });
  throw new Error(
    [`${method} ${path}${query} → ${status} is not as documented:`, ...faults, said].join("\n  "),
  );
}

/** The same as a list: empty where all is well. */
export function exchangeFaults(exchange: Exchange): string[] {
  const found = findOperation(exchange);
  if (found === undefined) return ["the document has no such operation"];
  const { name, pointer, operation } = found;
  // A request that was refused need not conform; one that was accepted must.
  const requestFaults =
    exchange.status < 400
      ? [...queryFaults(exchange, operation), ...bodyFaults(exchange, operation, pointer)]
      : [];
  return [...requestFaults, ...answerFaults(exchange, operation, pointer, name)];
}

function findOperation({ method, path }: Exchange) {
  const verb = method.toLowerCase();
  const matches = Object.entries(document.paths)
    .filter(([template, verbs]) => verbs[verb] && matchesTemplate(template, path))
    // `/organizations/external_id/{id}` before a template with more holes.
    .toSorted(([a], [b]) => a.split("{").length - b.split("{").length);
  const [template, verbs] = matches[0] ?? [];
  const operation = verbs?.[verb];
  if (template === undefined || operation === undefined) return undefined;
  const pointer = `${DOCUMENT_ID}#/paths/${escapePointer(template)}/${verb}`;
  return { name: `${verb} ${template}`, pointer, operation };
}

function matchesTemplate(template: string, path: string): boolean {
  const holes = template.split("/");
  const segments = path.split("/");
  return (
    holes.length === segments.length &&
    holes.every((hole, index) => hole.startsWith("{") || hole === segments[index])
  );
}

function queryFaults({ query }: Exchange, operation: Operation): string[] {
  const parameters = (operation.parameters ?? []).filter((parameter) => parameter.in === "query");
  const given = new URLSearchParams(query);
  const unknown = [...given.keys()].filter((key) => !parameters.some(({ name }) => name === key));
  return [
    ...unknown.map((key) => `query: ${key} is not a documented parameter`),
    ...parameters.flatMap((parameter) => {
      const values = given.getAll(parameter.name);
      if (values.length === 0) return parameter.required ? [`query: ${parameter.name} lacks`] : [];
      if (values.length > 1) return [`query: ${parameter.name} is repeated`];
      return faultsOf(parameter.schema, typed(values[0] ?? "", parameter.schema), parameter.name);
    }),
  ];
}

function typed(value: string, schema: Schema): unknown {
  if (schema.type === "integer" && /^-?\d+$/.test(value)) return Number(value);
  // `style: form, explode: false`, which every list in the document has.
  if (schema.type === "array") return value.split(",");
  return value;
}

function bodyFaults({ requestBody }: Exchange, operation: Operation, pointer: string): string[] {
  const schema = operation.requestBody?.content?.["application/json"]?.schema;
  if (schema === undefined) return [];
  if (requestBody === undefined) return operation.requestBody?.required ? ["no body"] : [];
  // The document's objects are open; a member that it doesn't have is one that WorkOS ignores.
  return [
    ...faultsOf(`${pointer}/requestBody/content/application~1json/schema`, requestBody, "request"),
    ...unknownMembers(schema, requestBody),
  ];
}

function unknownMembers(schema: object, body: unknown): string[] {
  const { properties } = resolve(schema) as { properties?: object };
  if (typeof body !== "object" || body === null || properties === undefined) return [];
  return Object.keys(body)
    .filter((member) => !Object.hasOwn(properties, member))
    .map((member) => `request: ${member} is not a documented member`);
}

function answerFaults(
  { status, responseBody }: Exchange,
  operation: Operation,
  pointer: string,
  name: string,
): string[] {
  const response = operation.responses[String(status)];
  const isExcused = UNDOCUMENTED_ANSWERS.some(
    (answer) => answer.status === status && (answer.operation ?? name) === name,
  );
  const faults =
    response === undefined
      ? [`status ${status} is not documented`]
      : documentedAnswerFaults(response, responseBody, `${pointer}/responses/${status}`);
  if (faults.length === 0 || !isExcused) return faults;
  return faultsOf(MESSAGE_SCHEMA, responseBody, "answer");
}

function documentedAnswerFaults(response: Content, body: unknown, pointer: string): string[] {
  if (response.content?.["application/json"] === undefined) {
    return body === undefined ? [] : ["answer: a body where none is documented"];
  }
  return faultsOf(`${pointer}/content/application~1json/schema`, body, "answer");
}

/** `schema` is one, or points to one in the document, which is then compiled but once. */
function faultsOf(schema: object | string, value: unknown, what: string): string[] {
  const validate = typeof schema === "string" ? ajv.getSchema(schema) : ajv.compile(schema);
  if (validate === undefined) throw new Error(`The document has no schema at ${schema}`);
  return validate(value) ? [] : [`${what}: ${ajv.errorsText(validate.errors)}`];
}

function resolve(schema: object): object {
  if (!("$ref" in schema) || typeof schema.$ref !== "string") return schema;
  const found = schema.$ref
    .slice("#/".length)
    .split("/")
    .reduce<unknown>((node, key) => (node as Record<string, unknown>)[key], document);
  return resolve(found as object);
}

function escapePointer(text: string): string {
  // A pointer inside a URI fragment: first the pointer's own escapes, then the URI's.
  return encodeURIComponent(text.replaceAll("~", "~0").replaceAll("/", "~1"));
}

function loadDocument(): Document {
  const manifest = createRequire(import.meta.url).resolve("@workos/openapi-spec/package.json");
  const file = new URL("open-api-spec.yaml", `file://${manifest}`);
  const { paths, components, ...rest } = parse(readFileSync(file, "utf8")) as Document;
  const named = NULLABLE_NAMES.map((name) => [name, withNullableName(components.schemas[name])]);
  return {
    ...rest,
    paths: { ...paths, ...UNDOCUMENTED_PATHS },
    components: { ...components, schemas: { ...components.schemas, ...Object.fromEntries(named) } },
  };
}

function withNullableName(schema: ObjectSchema | undefined): ObjectSchema {
  const name = schema?.properties?.["name"];
  if (name === undefined) throw new Error("The document has no such name");
  return { ...schema, properties: { ...schema?.properties, name: { ...name, type: ["string", "null"] } } };
}
