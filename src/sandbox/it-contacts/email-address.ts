import { rule } from "../http/rules.ts";

const LONGEST = 254;

/** Good enough to tell an address from something else; only a mail server knows the rest. */
export const emailAddress = rule<string>(
  "invalid_email",
  "must be an email address",
  (value) =>
    typeof value === "string" &&
    value.length <= LONGEST &&
    /^[^\s@<>(),;:"\\]+@[^\s@.<>(),;:"\\]+(\.[^\s@.<>(),;:"\\]+)+$/.test(value),
);
