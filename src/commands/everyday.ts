import { exampleLines } from "../ui/command.ts";

/** What a person does with the program on any day. */
export const EVERY_DAY = [
  ["ssoctl link create acme.com", "a link for someone you are talking to now"],
  ["ssoctl link email acme.com --to jane@acme.com", "WorkOS emails a link that still works tomorrow"],
  ["ssoctl org status acme.com", "how far they are, and what comes next"],
] as const;

/** What `ssoctl` alone says. */
export function everyDay(): string {
  return [
    "From a customer's domain to a working Single Sign-On handoff, on WorkOS.",
    "",
    ...exampleLines(EVERY_DAY),
    "",
    "The first time: ssoctl env add staging. To see it all without a key: ssoctl demo",
    "Everything else: ssoctl --help. One command: ssoctl link create --help",
    "",
  ].join("\n");
}
