import { Failure } from "../failure.ts";

/** Whether customers of flesh and blood are in it. `unknown` is treated as `live`. */
export type EnvironmentKind = "test" | "live" | "unknown";

/** A WorkOS environment that this machine knows. */
export interface Environment {
  readonly name: string;
  readonly kind: EnvironmentKind;
  /** Where its API is, if not at WorkOS itself. */
  readonly apiUrl?: string | undefined;
}

/** The built-in environment: `ssoctl sandbox` on this machine. */
export const SANDBOX = "sandbox";

/** What WorkOS's keys usually begin with; other forms exist, and count as production. */
export function kindOfKey(key: string): EnvironmentKind {
  if (key.startsWith("sk_test_")) return "test";
  if (key.startsWith("sk_live_")) return "live";
  return "unknown";
}

/** A key as it may be shown: `sk_live_…a1b2`. */
export function maskKey(key: string): string {
  const prefix = /^sk_(?:test_|live_)?/u.exec(key)?.[0] ?? "";
  const rest = key.slice(prefix.length);
  return `${prefix}…${rest.length >= 12 ? rest.slice(-4) : ""}`;
}

/** @throws Failure `usage` where it can be no WorkOS key; the key itself is not repeated */
export function checkKey(key: string): string {
  const trimmed = key.trim();
  if (trimmed === "") throw new Failure("usage", "The key is empty.");
  if (!/^sk_[\w-]+$/u.test(trimmed)) {
    throw new Failure("usage", "This is not a WorkOS API key: one begins with sk_ and has no spaces.", {
      hint: "Keys are in the WorkOS dashboard under API Keys.",
    });
  }
  return trimmed;
}

/** @throws Failure `usage` */
export function checkEnvironmentName(name: string): string {
  if (name === SANDBOX) {
    throw new Failure("usage", "sandbox is the name of the built-in environment.", {
      hint: "Use it without adding it: --env sandbox",
    });
  }
  if (!/^[a-z0-9][a-z0-9-]{0,31}$/u.test(name)) {
    throw new Failure("usage", "An environment's name has up to 32 small letters, digits and hyphens.");
  }
  return name;
}
