import { join } from "node:path";
import Conf from "conf";
import envPaths from "env-paths";
import { Failure } from "../failure.ts";
import type { Environment } from "./environment.ts";
import type { Settings } from "./ports.ts";

interface SettingsFile {
  readonly default?: string;
  readonly environments: Record<string, Omit<Environment, "name">>;
  readonly keys: Record<string, string>;
}

/**
 * The settings file, `config.json`, readable by its owner alone. It holds the keys too, while they have no
 * better place.
 *
 * @param folder where the file is, if not in the place that the operating system has for settings
 * @throws Failure `unexpected` where the file is damaged; it is left as it is
 */
export function openSettings(folder = envPaths("ssoctl", { suffix: "" }).config): Settings {
  const file = open(folder);
  return {
    environments: {
      list: () => Object.entries(file.get("environments")).map(([name, rest]) => ({ name, ...rest })),
      defaultName: () => file.get("default"),
      save: ({ name, ...rest }) => file.set("environments", { ...file.get("environments"), [name]: rest }),
      remove: (name) => {
        file.set("environments", without(file.get("environments"), name));
        if (file.get("default") === name) file.delete("default");
      },
      setDefault: (name) => file.set("default", name),
    },
    keys: {
      place: file.path,
      read: async (name) => (Object.hasOwn(file.get("keys"), name) ? file.get("keys")[name] : undefined),
      write: async (name, key) => file.set("keys", { ...file.get("keys"), [name]: key }),
      remove: async (name) => file.set("keys", without(file.get("keys"), name)),
    },
  };
}

function open(folder: string): Conf<SettingsFile> {
  const place = join(folder, "config.json");
  return new Conf<SettingsFile>({
    cwd: folder,
    configFileMode: 0o600,
    defaults: { environments: {}, keys: {} },
    accessPropertiesByDotNotation: false,
    deserialize: (content) => parse(content, place),
  });
}

/** The file may hold keys, so nothing of it is repeated in an error. */
function parse(content: string, place: string): SettingsFile {
  try {
    const settings: unknown = JSON.parse(content);
    if (isSettings(settings)) return settings;
  } catch {}
  throw new Failure("unexpected", `The settings file is damaged: ${place}. It was left as it is.`, {
    hint: "Mend it, or move it away and add your environments again: ssoctl env add",
  });
}

function isSettings(value: unknown): value is SettingsFile {
  return isRecord(value) && isRecord(value["environments"]) && isRecord(value["keys"]);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function without<T>(entries: Record<string, T>, name: string): Record<string, T> {
  return Object.fromEntries(Object.entries(entries).filter(([other]) => other !== name));
}
