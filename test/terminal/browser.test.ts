import { readFileSync } from "node:fs";
import { delimiter } from "node:path";
import { describe, expect } from "vitest";
import { desktopBrowser } from "../../src/terminal/browser.ts";
import { test as base } from "../support/stubs.ts";

const LINK = "https://setup.workos.com/?token=a&b=%s";

const test = base.extend("open", ({ stubs }) => {
  return (env: Record<string, string>, platform = "linux") => {
    const PATH = [stubs.folder, "/usr/bin", "/bin"].join(delimiter);
    const { signal } = new AbortController();
    return desktopBrowser({ platform, env: { PATH, ...env }, signal }).open(LINK);
  };
});

const DISPLAY = { DISPLAY: ":0" };

describe.runIf(process.platform === "linux")("the program that opens pages (a fake)", () => {
  test.for([
    ["linux", "xdg-open", DISPLAY],
    ["linux", "xdg-open", { WAYLAND_DISPLAY: "wayland-0" }],
    ["darwin", "open", {}],
  ] as const)("on %s, %s is given the link", async ([platform, name, env], { open, stubs }) => {
    await stubs.add(name);
    expect(await open(env, platform)).toBe("opened");
    expect(stubs.args(name)).toBe(LINK);
  });

  test.for([
    ["win32", {}],
    ["linux", { WSL_DISTRO_NAME: "Debian" }],
  ] as const)(
    "PowerShell is given it on stdin, not as an argument (%s %j)",
    async ([platform, env], { open, stubs }) => {
      await stubs.add("powershell.exe");
      expect(await open(env, platform)).toBe("opened");
      expect(readFileSync(stubs.input("powershell.exe"), "utf8")).toBe(`${LINK}\n`);
      expect(stubs.args("powershell.exe")).toContain("Start-Process");
      expect(stubs.args("powershell.exe")).not.toMatch(/workos|EncodedCommand/iu);
    },
  );

  test.for([
    ["linux", "xdg-open", DISPLAY, 3],
    ["darwin", "open", {}, 1],
    ["win32", "powershell.exe", {}, 1],
  ] as const)(
    "on %s, a %s that fails opened nothing",
    async ([platform, name, env, code], { open, stubs }) => {
      await stubs.add(name, `exit ${code}`);
      expect(await open(env, platform)).toEqual({ reason: `${name} exited with code ${code}` });
    },
  );

  test("where there is none, nothing was opened", async ({ open }) => {
    expect(await open({ ...DISPLAY, PATH: "/nonexistent" })).toEqual({ reason: "xdg-open was not found" });
  });
});

test("without a display nothing is started", async ({ open, stubs }) => {
  await stubs.add("xdg-open");
  expect(await open({})).toEqual({ reason: "there is no display" });
  expect(stubs.pid("xdg-open")).toBeUndefined();
});

describe("BROWSER", () => {
  test.for([
    ["one", LINK],
    ["  one  ", LINK],
    ["one --new-window", `--new-window ${LINK}`],
    ["one --url=%s --last", `--url=${LINK} --last`],
    ["one '--name=a b' \"c d\"", `--name=a b c d ${LINK}`],
    ["missing:one", LINK],
    ["fails:one -x", `-x ${LINK}`],
    [":one:two", LINK],
  ])("%j is used without a display", async ([BROWSER, args], { open, stubs }) => {
    await stubs.add("one");
    await stubs.add("fails", "exit 1");
    expect(await open({ BROWSER: BROWSER ?? "" })).toBe("opened");
    expect(stubs.args("one")).toBe(args);
  });

  test("a value with blanks in quotes is one argument", async ({ open, stubs }) => {
    await stubs.add("one", `echo $# > "$0.count"`);
    await open({ BROWSER: "one 'a b' %s" });
    expect(readFileSync(`${stubs.folder}/one.count`, "utf8")).toBe("2\n");
  });

  test("comes before the desktop's own program", async ({ open, stubs }) => {
    await stubs.add("one");
    await stubs.add("xdg-open");
    expect(await open({ ...DISPLAY, BROWSER: "one" })).toBe("opened");
    expect(stubs.pid("xdg-open")).toBeUndefined();
  });

  test("each one that fails is named", async ({ open, stubs }) => {
    await stubs.add("fails", "exit 7");
    expect(await open({ BROWSER: "fails:missing" })).toEqual({
      reason: "fails exited with code 7, missing was not found",
    });
  });

  test("a browser that goes on running is left alone, and not said to have opened the page", async ({
    open,
    stubs,
  }) => {
    await stubs.add("one", "sleep 300");
    expect(await open({ BROWSER: "one" })).toEqual({ reason: "one did not finish within 2 s" });
    process.kill(-(stubs.pid("one") ?? 0), "SIGKILL");
  });
});
