import { isAbsolute } from "node:path";
import { expect, test } from "vitest";
import { DEFAULT_FOLDER, settingsFolder } from "../../src/settings/folder.ts";

test("SSOCTL_CONFIG_DIR is the folder", () => {
  expect(settingsFolder({ SSOCTL_CONFIG_DIR: "/tmp/elsewhere" })).toBe("/tmp/elsewhere");
});

test.each([{}, { SSOCTL_CONFIG_DIR: "" }])("without it (%j) the operating system's place is", (env) => {
  expect(settingsFolder(env)).toBe(DEFAULT_FOLDER);
  expect(DEFAULT_FOLDER).toMatch(/ssoctl/u);
  expect(isAbsolute(DEFAULT_FOLDER)).toBe(true);
});
