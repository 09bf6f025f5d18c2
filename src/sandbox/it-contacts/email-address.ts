import { rule } from "../http/rules.ts";

const LONGEST = 254;

/** Good enough to tell an address from something else; only a mail server knows the rest. */
export const emailAddress = rule<string>(
  "must be an email",
  (value) =>
    typeof value === "string" &&
    value.length <= LONGEST &&
    /^[^\s@<>(),;:"\\]+@[^\s@.<>(),;:"\\]+(\.[^\s@.<>(),;:"\\]+)+$/.test(value),
);
