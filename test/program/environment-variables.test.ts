import { expect, test } from "vitest";
import { isInCi, readVariables } from "../../src/environment-variables.ts";

test("values are trimmed, and names are as they are set", () => {
  const set = {
    SSOCTL_ENV: "staging\r",
    NO_COLOR: " \r\n",
    CI: "false\r",
    WORKOS_API_URL: "\uFEFFhttps://x ",
    unset: undefined,
  };
  const env = readVariables(set, "linux");
  expect({ ...env }).toEqual({
    SSOCTL_ENV: "staging",
    NO_COLOR: "",
    CI: "false",
    WORKOS_API_URL: "https://x",
    unset: undefined,
  });
  expect(isInCi(env)).toBe(false);
});

test.each(["linux", "win32"])("on %s a name that objects have by themselves is not set", (platform) => {
  const env = readVariables({}, platform);
  expect([env["constructor"], env["toString"]]).toEqual([undefined, undefined]);
});

test("on Windows a name is found in upper case, and listed as it was set", () => {
  const env = readVariables({ Ssoctl_Env: "staging", https_proxy: "http://proxy" }, "win32");
  expect([env["SSOCTL_ENV"], env["HTTPS_PROXY"], env["https_proxy"]]).toEqual([
    "staging",
    "http://proxy",
    "http://proxy",
  ]);
  expect(Object.keys(env)).toEqual(["Ssoctl_Env", "https_proxy"]);
});

test("elsewhere the case of a name matters", () => {
  expect(readVariables({ ssoctl_env: "staging" }, "linux")["SSOCTL_ENV"]).toBeUndefined();
});
