import { anything, nullable, object, oneOf, type Rule, rule } from "../http/rules.ts";
import type { Misbehaviour } from "./fault.ts";
import { isAmong, type Route } from "./route.ts";

/** So long that nobody waits for it, and short enough for one of Node's timers. */
const A_DAY = 24 * 60 * 60 * 1000;

/** Statuses whose answers have no body, by HTTP's own rules. */
const BODILESS = [204, 205, 304];

/** Node's to set: wrong ones would make another fault than the one asked for. */
const FRAMING = ["connection", "content-length", "transfer-encoding"];

const status = whole("must be a status from 200 to 599", 200, 599);

const pageStatus = rule<number>(
  "must be a status from 200 to 599 whose answers have a body",
  (value) => isWhole(value, 200, 599) && !BODILESS.includes(value as number),
);

const headers = rule<Record<string, string>>(
  `must be an object of header names and strings, without ${FRAMING.join(", ")}`,
  areHeaders,
);

const answer = object(
  { kind: oneOf(["answer"]), status },
  { body: anything, headers, work: oneOf(["done"]) },
);
const latency = object(
  { kind: oneOf(["latency"]), milliseconds: whole(`must be a whole number from 0 to ${A_DAY}`, 0, A_DAY) },
  {},
);
const close = object({ kind: oneOf(["close"]), when: oneOf(["before", "half", "after"]) }, {});
const html = object({ kind: oneOf(["html"]) }, { status: pageStatus });
const garbage = object({ kind: oneOf(["garbage"]) }, {});
const hang = object({ kind: oneOf(["hang"]) }, {});

const hasRoomForBody = rule<Misbehaviour>(`can't be given with status ${BODILESS.join(", ")}`, (value) => {
  const { status, body } = value as { status: number; body?: unknown };
  return body === undefined || !BODILESS.includes(status);
});

const RULES: { readonly [Kind in Misbehaviour["kind"]]: Rule<Misbehaviour> } = {
  answer: (value, field, report): value is Misbehaviour =>
    answer(value, field, report) && hasRoomForBody(value, `${field}.body`, report),
  latency,
  close,
  html,
  garbage,
  hang,
};

const KINDS = Object.keys(RULES) as Misbehaviour["kind"][];
const kindRule = oneOf(KINDS);
const anyKind = object({ kind: kindRule }, {});

/** Its kind decides which members there are. */
const misbehaviour: Rule<Misbehaviour> = (value, field, report): value is Misbehaviour => {
  if (typeof value !== "object" || value === null || !("kind" in value)) {
    return anyKind(value, field, report) && false;
  }
  const { kind } = value;
  return kindRule(kind, `${field}.kind`, report) && RULES[kind](value, field, report);
};

/** A fault that is asked for, on one of these routes. */
export function newFaultBody(routes: readonly Route[]) {
  const route = rule<string>(
    'must be * or a route of this API, such as "POST /organizations" or "GET /organizations/:id"',
    (value) => typeof value === "string" && isAmong(routes, value),
  );
  return object(
    { route, fault: misbehaviour },
    {
      times: nullable(whole("must be a whole number from 1, or null", 1)),
      skip: whole("must be a whole number from 0", 0),
    },
  );
}

function whole(sentence: string, least: number, most = Number.MAX_SAFE_INTEGER): Rule<number> {
  return rule<number>(sentence, (value) => isWhole(value, least, most));
}

function isWhole(value: unknown, least: number, most: number): boolean {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= least && value <= most;
}

function areHeaders(value: unknown): boolean {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  const entries = Object.entries(value);
  if (entries.some(([name, text]) => typeof text !== "string" || FRAMING.includes(name.toLowerCase()))) {
    return false;
  }
  try {
    new Headers(entries);
    return true;
  } catch {
    return false;
  }
}
