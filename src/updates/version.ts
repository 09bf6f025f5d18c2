import gt from "semver/functions/gt.js";
import valid from "semver/functions/valid.js";

/** A version as semver writes it (letters, digits, dots, hyphens: harmless at a terminal); a registry can say anything. */
export function parseVersion(said: unknown): string | undefined {
  return typeof said === "string" ? (valid(said) ?? undefined) : undefined;
}

/** The version that was said, where it is one and a newer one. */
export function newerVersion(said: unknown, installed: string): string | undefined {
  const version = parseVersion(said);
  return version !== undefined && gt(version, installed) ? version : undefined;
}
