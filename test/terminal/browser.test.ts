import { expect, test } from "vitest";
import { desktopBrowser } from "../../src/terminal/browser.ts";

test("where there is no desktop nothing is said to be opened", async () => {
  const browser = desktopBrowser({ platform: "linux", env: {} });
  expect(await browser.open("http://127.0.0.1:9/")).toBe(false);
});
