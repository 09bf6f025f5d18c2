import { expect, test } from "vitest";
import { firstCommand } from "../../src/commands/sandbox.ts";

const OTHER = "http://127.0.0.1:5000";

test.each([
  ["linux", "http://127.0.0.1:4747", ""],
  ["win32", "http://127.0.0.1:4747", ""],
  ["linux", OTHER, `WORKOS_API_URL=${OTHER} `],
  ["win32", OTHER, `$env:WORKOS_API_URL="${OTHER}"; `],
])("on %s, the command for %s can be pasted into the shell there", (platform, url, variables) => {
  expect(firstCommand(url, platform)).toBe(`${variables}ssoctl link create acme.com --env sandbox`);
});
