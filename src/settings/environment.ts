import { Failure } from "../failure.ts";

/** Whether the environment has real customers. `unknown` is treated as `live`. */
export type EnvironmentKind = "test" | "live" | "unknown";

export interface Environment {
  readonly name: string;
  readonly kind: EnvironmentKind;
  readonly apiUrl?: string | undefined;
}

/** The built-in environment: `ssoctl sandbox` on this machine. */
export const SANDBOX = "sandbox";

/** Guesses the kind from the usual WorkOS key prefixes. Keys without one exist too. */
export function kindOfKey(key: string): EnvironmentKind {
  if (key.startsWith("sk_test_")) return "test";
  if (key.startsWith("sk_live_")) return "live";
  return "unknown";
}

/** Masks a key for display: `sk_live_…a1b2`. */
export function maskKey(key: string): string {
  const prefix = /^sk_(?:test_|live_)?/u.exec(key)?.[0] ?? "";
  const rest = key.slice(prefix.length);
  return `${prefix}…${rest.length >= 12 ? rest.slice(-4) : ""}`;
}

/** @throws Failure `usage` if this cannot be a WorkOS key; the message never contains the key */
export function checkKey(key: string, source = "This"): string {
  const trimmed = key.trim();
  if (trimmed === "") throw new Failure("usage", "The API key is empty.");
  if (isQuoted(trimmed)) throw new Failure("usage", `${source} is in quotes. Remove them.`);
  if (!/^sk_[\w-]+$/u.test(trimmed)) {
    throw new Failure(
      "usage",
      `${source} is not a WorkOS API key. API keys start with sk_ and have no spaces.`,
      {
        hint: "Find your API keys in the WorkOS dashboard, under API Keys.",
      },
    );
  }
  return trimmed;
}

/** As copied from an env file whose reader does not remove quotes. */
export function isQuoted(key: string): boolean {
  return /^(["'`]).*\1$/u.test(key);
}

/** @throws Failure `usage` */
export function checkEnvironmentName(name: string): string {
  if (name === SANDBOX) {
    throw new Failure("usage", "sandbox is the built-in environment.", {
      hint: "You do not need to add it. Use it with --env sandbox.",
    });
  }
  if (!/^[a-z0-9][a-z0-9-]{0,31}$/u.test(name)) {
    throw new Failure(
      "usage",
      "An environment name must have 1 to 32 lowercase letters, digits or hyphens, and must not start with a hyphen.",
    );
  }
  return name;
}
