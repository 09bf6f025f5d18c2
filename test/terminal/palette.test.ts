import { describe, expect, test } from "vitest";
import { openPalette } from "../../src/terminal/palette.ts";
import { bad, faint, good, strong, type Text, text, warning } from "../../src/terminal/text.ts";

const render = () => "";

const coloured = async (isTTY: boolean, env: Record<string, string>, off = false) =>
  (await openPalette({ isTTY, env, off }))(text`${good("✔")}`.rendered(render)) !== "✔";

describe("colours at a terminal", () => {
  test.each<[Record<string, string>, boolean]>([
    [{}, true],
    [{ TERM: "xterm-256color" }, true],
    [{ TERM: "dumb" }, false],
    [{ NO_COLOR: "1" }, false],
    [{ NO_COLOR: "0" }, false],
    [{ NO_COLOR: "" }, true],
    [{ FORCE_COLOR: "0" }, false],
    [{ FORCE_COLOR: "false" }, false],
    [{ FORCE_COLOR: "1", TERM: "dumb" }, true],
    [{ FORCE_COLOR: "1", NO_COLOR: "1" }, false],
    [{ FORCE_COLOR: "1", NO_COLOR: "" }, true],
  ])("with %j: %j", async (env, expected) => {
    expect(await coloured(true, env)).toBe(expected);
  });
});

describe("colours elsewhere", () => {
  test.each<[Record<string, string>, boolean]>([
    [{}, false],
    [{ TERM: "xterm-256color" }, false],
    [{ FORCE_COLOR: "1" }, true],
    [{ FORCE_COLOR: "3" }, true],
    [{ FORCE_COLOR: "true" }, true],
    [{ FORCE_COLOR: "" }, true],
    [{ FORCE_COLOR: "0" }, false],
    [{ FORCE_COLOR: "1", NO_COLOR: "1" }, false],
  ])("with %j: %j", async (env, expected) => {
    expect(await coloured(false, env)).toBe(expected);
  });
});

test.each<[boolean, Record<string, string>]>([
  [true, {}],
  [true, { FORCE_COLOR: "1" }],
  [false, { FORCE_COLOR: "1" }],
])("--no-color wins, at a terminal (%j) with %j", async (isTTY, env) => {
  expect(await coloured(isTTY, env, true)).toBe(false);
});

describe("each tone has its color, and ends it", () => {
  test.each<[string, Text, string]>([
    ["plain", text`a`, "a"],
    ["strong", strong("a"), "\u001b[1ma\u001b[22m"],
    ["faint", faint("a"), "\u001b[2ma\u001b[22m"],
    ["good", good("a"), "\u001b[32ma\u001b[39m"],
    ["warning", warning("a"), "\u001b[33m\u001b[1ma\u001b[22m\u001b[39m"],
    ["bad", bad("a"), "\u001b[31ma\u001b[39m"],
    ["nothing", text`${bad("")}`, ""],
    ["a line of several", text`${good("✔")} Made ${"Acme"}.`, "\u001b[32m✔\u001b[39m Made Acme."],
  ])("%s", async (_tone, line, shown) => {
    expect((await openPalette({ isTTY: true, env: {}, off: false }))(line.rendered(render))).toBe(shown);
  });
});
