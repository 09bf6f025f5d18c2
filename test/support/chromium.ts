import { existsSync } from "node:fs";
import { type Browser, chromium } from "playwright-core";

const PLACES = [
  process.env["CHROMIUM_PATH"],
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

/** The browser to test with. CHROMIUM_PATH names another one than the usual. */
export const CHROMIUM = PLACES.find((path) => path !== undefined && path !== "" && existsSync(path));

/** For the name of a test, so that the report tells why it did not run. */
export const WITHOUT_CHROMIUM =
  CHROMIUM === undefined ? " [SKIPPED: no Chromium found, set CHROMIUM_PATH to run this]" : "";

/** Starts Chromium so that it talks to nobody but the pages that are opened. */
export function launchChromium(): Promise<Browser> {
  return chromium.launch({
    ...(CHROMIUM !== undefined && { executablePath: CHROMIUM }),
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
}
