import { userInfo } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { defaultFolder, settingsFolder } from "../../src/settings/folder.ts";

const HOME = { HOME: "/home/rep", USERPROFILE: "/home/rep" };

test.each([
  ["/tmp/elsewhere", "/tmp/elsewhere"],
  ["/tmp/../tmp/elsewhere/", "/tmp/elsewhere/"],
  ["~", "/home/rep"],
  ["~/work/ssoctl", "/home/rep/work/ssoctl"],
])("SSOCTL_CONFIG_DIR=%s is %s", (typed, folder) => {
  expect(settingsFolder({ env: { ...HOME, SSOCTL_CONFIG_DIR: typed }, platform: "linux" })).toBe(folder);
});

test.each(["settings", "./settings", "../settings", ".", "~jane/settings"])(
  "SSOCTL_CONFIG_DIR=%s is refused, because it is below the current folder",
  (typed) => {
    expect(() => settingsFolder({ env: { ...HOME, SSOCTL_CONFIG_DIR: typed }, platform: "linux" })).toThrow(
      `SSOCTL_CONFIG_DIR must be an absolute path, and it is "${typed}".`,
    );
  },
);

test.each([
  ["linux", {}, "/home/rep/.config/ssoctl"],
  ["linux", { SSOCTL_CONFIG_DIR: "" }, "/home/rep/.config/ssoctl"],
  ["linux", { XDG_CONFIG_HOME: "/xdg" }, "/xdg/ssoctl"],
  ["linux", { XDG_CONFIG_HOME: "xdg" }, "/home/rep/.config/ssoctl"],
  ["linux", { XDG_CONFIG_HOME: "." }, "/home/rep/.config/ssoctl"],
  ["darwin", { XDG_CONFIG_HOME: "/xdg" }, "/home/rep/Library/Preferences/ssoctl"],
  ["win32", { APPDATA: "/roaming" }, "/roaming/ssoctl/Config"],
  ["win32", { APPDATA: "roaming" }, "/home/rep/AppData/Roaming/ssoctl/Config"],
])("on %s with %j the default is %s", (platform, env, folder) => {
  expect(settingsFolder({ env: { ...HOME, ...env }, platform })).toBe(folder);
});

test.each([{}, { HOME: "" }, { HOME: "home" }])("with %j the account's own home folder is used", (env) => {
  expect(defaultFolder({ env, platform: "linux" })).toBe(join(userInfo().homedir, ".config", "ssoctl"));
});
