import gt from "semver/functions/gt.js";
import valid from "semver/functions/valid.js";

/** Normalizes a version from the registry, so that it is safe to print. @returns undefined if it is not a version */
export function parseVersion(value: unknown): string | undefined {
  return typeof value === "string" ? (valid(value) ?? undefined) : undefined;
}

/** @returns the version if it is valid and newer */
export function newerVersion(value: unknown, installed: string): string | undefined {
  const version = parseVersion(value);
  return version !== undefined && gt(version, installed) ? version : undefined;
}
