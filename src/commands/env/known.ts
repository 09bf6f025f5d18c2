import { Failure } from "../../failure.ts";
import { SANDBOX } from "../../settings/environment.ts";
import type { EnvironmentStore, StoredEnvironment } from "../../settings/settings.ts";

/** @throws Failure `usage` naming the environments there are */
export function known(name: string, environments: EnvironmentStore): StoredEnvironment {
  const all = environments.list();
  const found = all.find((environment) => environment.name === name);
  if (found) return found;
  const names = [...all.map((environment) => environment.name), SANDBOX].join(", ");
  throw new Failure("usage", `There is no environment "${name}". There are: ${names}.`);
}
