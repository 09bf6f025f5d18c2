import type { Done, Entry } from "./port.ts";

type Check = (value: unknown) => boolean;

const isString: Check = (value) => typeof value === "string";
const isStrings: Check = (value) => Array.isArray(value) && value.every(isString);
const isStringOrNull: Check = (value) => value === null || isString(value);
const isTime: Check = (value) =>
  typeof value === "string" &&
  /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z$/u.test(value) &&
  !Number.isNaN(Date.parse(value));

const has =
  (members: Readonly<Record<string, Check>>): Check =>
  (value) =>
    typeof value === "object" &&
    value !== null &&
    Object.entries(members).every(
      ([name, check]) => Object.hasOwn(value, name) && check(value[name as keyof typeof value]),
    );

const DONE: { readonly [Action in Done["action"]]: Check } = {
  organization_created: has({}),
  domain_added: has({ domain: isString }),
  link_created: has({ intent: isString }),
  message_written: has({ via: isString, to: isStrings, intent: isString }),
  invited: has({ invited: isString, added: isStrings, intents: isStrings, replaced: isStringOrNull }),
  invitation_ended: has({ invited: isString }),
};

const isDone: Check = (value) =>
  has({ action: (action) => Object.hasOwn(DONE, String(action)) })(value) &&
  DONE[(value as Done).action](value);

const isEntry = has({
  time: isTime,
  environment: has({ name: isString, kind: (kind) => ["test", "live", "unknown"].includes(String(kind)) }),
  command: isString,
  customer: isString,
  organization: has({ id: isString, name: isString }),
  done: isDone,
  requestIds: isStrings,
});

/** An entry from a line of the file; `undefined` where it is broken, or of a program that knows more than this one. */
export function parseEntry(line: string): Entry | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return isEntry(value) ? (value as Entry) : undefined;
  } catch {
    return;
  }
}
