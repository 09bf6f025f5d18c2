import Conf from "conf";
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
 */
export function openSettings(folder: string | undefined): Settings {
  const file = new Conf<SettingsFile>({
    projectName: "ssoctl",
    projectSuffix: "",
    configFileMode: 0o600,
    defaults: { environments: {}, keys: {} },
    accessPropertiesByDotNotation: false,
    ...(folder !== undefined && { cwd: folder }),
  });
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
      read: async (name) => file.get("keys")[name],
      write: async (name, key) => file.set("keys", { ...file.get("keys"), [name]: key }),
      remove: async (name) => file.set("keys", without(file.get("keys"), name)),
    },
  };
}

function without<T>(entries: Record<string, T>, name: string): Record<string, T> {
  return Object.fromEntries(Object.entries(entries).filter(([other]) => other !== name));
}
