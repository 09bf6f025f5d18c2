import { sanitize } from "../sanitize.ts";
import { CONFIG_KEYS, type Config, type ConfigKey, type Identity } from "./settings.ts";

/** What is used there: its own values before those for all. */
export function identityIn(config: Config, environment: string | undefined): Identity {
  return { ...identityOf(config), ...identityOf(ownValues(config, environment)) };
}

/** The values alone, without what a hand may have put into the file. */
export function identityOf(values: Identity): Identity {
  return Object.fromEntries(
    CONFIG_KEYS.flatMap((key) => {
      const value = sanitize(values[key] ?? "");
      return value === "" ? [] : [[key, value]];
    }),
  );
}

/** @param environment undefined for the values for all */
export function ownValues(config: Config, environment: string | undefined): Identity {
  if (environment === undefined) return config;
  const { environments = {} } = config;
  return (Object.hasOwn(environments, environment) && environments[environment]) || {};
}

/** @param value undefined removes it */
export function withValue(
  config: Config,
  key: ConfigKey,
  value: string | undefined,
  environment: string | undefined,
): Config {
  if (environment === undefined) return { ...config, [key]: value };
  const own = { ...ownValues(config, environment), [key]: value };
  const { [environment]: _, ...others } = config.environments ?? {};
  const isEmpty = CONFIG_KEYS.every((one) => own[one] === undefined);
  return { ...config, environments: isEmpty ? others : { ...others, [environment]: own } };
}

/** The first wrong value, as part of a sentence. */
export function configProblem(config: unknown): string | undefined {
  const problem = identityProblem(config, "config");
  if (problem !== undefined) return problem;
  const { environments = {}, asked } = config as Record<string, unknown>;
  if (asked !== undefined && typeof asked !== "boolean") return '"config.asked" must be true or false';
  if (!isRecord(environments)) return '"config.environments" must be an object';
  return Object.entries(environments)
    .map(([name, values]) => identityProblem(values, `config.environments.${name}`))
    .find((one) => one !== undefined);
}

function identityProblem(values: unknown, path: string): string | undefined {
  if (!isRecord(values)) return `"${path}" must be an object`;
  const wrong = CONFIG_KEYS.find((key) => values[key] !== undefined && typeof values[key] !== "string");
  return wrong === undefined ? undefined : `"${path}.${wrong}" must be a string`;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
