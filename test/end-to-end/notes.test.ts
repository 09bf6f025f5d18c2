import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect } from "vitest";
import { sandboxEnv, test as withProgram } from "../support/end-to-end.ts";
import { atTerminal, CTRL_C, ENTER } from "../support/pseudo-terminal.ts";

const test = withProgram
  .extend(
    "sitDown",
    ({ freshProgram, wire }) =>
      (line: string) =>
        atTerminal(freshProgram, line.split(" "), sandboxEnv(wire)),
  )
  .extend(
    "run",
    ({ freshProgram, wire }) =>
      (line: string, env: Record<string, string> = {}) =>
        freshProgram.run(line.split(" "), { env: { ...sandboxEnv(wire), ...env } }),
  )
  .extend(
    "writes",
    ({ wire }) =>
      () =>
        wire.exchanges.filter(({ method }) => method !== "GET").length,
  );

const COMPANY = "Your company, for this note and later ones (Enter to skip)";
const SENDER = "Your name, to sign them (Enter to skip)";
const EMAIL = "link email acme.com --to jane@acme.com";

describe("the first note at a terminal", () => {
  test("is from whom one says, and no later one asks", async ({ sitDown, run, writes }) => {
    const first = sitDown(EMAIL);
    await first.shows("Have WorkOS email jane@acme.com?");
    await first.typeUntil(`y${ENTER}`, COMPANY);
    await first.typeUntil(`Initech${ENTER}`, SENDER);
    expect(writes()).toBe(0);
    first.type(`Sam Rep${ENTER}`);
    const { exit, screen } = await first.ended();
    expect(exit).toBe(0);
    expect(screen).toContain("set up Single Sign-On and domain verification between Acme and Initech.");
    expect(screen).toMatch(/If you get stuck, tell me\.\n\nSam Rep\nInitech\n/u);
    const second = await sitDown("link create acme.com --message").ended();
    expect(second.exit).toBe(0);
    expect(second.screen).not.toContain("(Enter to skip)");
    expect(second.screen).toContain("Single Sign-On between Acme and Initech:");
    expect((await run("link create acme.com --message")).stdout).toMatch(/\nSam Rep\nInitech\n$/u);
    expect((await run("config list")).stdout).toBe("company\tInitech\t\nsender\tSam Rep\t\n");
  });

  test("can be skipped, and has a line that cannot be missed", async ({ sitDown }) => {
    const first = sitDown("link create beta.com --message --yes");
    expect((await first.ended()).screen).toContain("\n[Your name and company]\n");
    const second = sitDown("link create beta.com --message");
    await second.shows(COMPANY);
    await second.typeUntil(ENTER, SENDER);
    second.type(ENTER);
    const { exit, screen } = await second.ended();
    expect(exit).toBe(0);
    expect(screen).toContain("\n[Your name and company]\n");
    expect((await sitDown("link create beta.com --message").ended()).screen).not.toContain("(Enter to skip)");
  });

  test("Ctrl-C there sends nothing, and keeps nothing", async ({ sitDown, run, writes }) => {
    const session = sitDown(EMAIL);
    await session.shows("Have WorkOS email jane@acme.com?");
    await session.typeUntil(`y${ENTER}`, COMPANY);
    await session.typeUntil(`Initech${ENTER}`, SENDER);
    session.type(CTRL_C);
    const { exit, screen } = await session.ended();
    expect(exit).toBe(130);
    expect(screen).toContain("✖ Cancelled. Nothing was changed.");
    expect({ writes: writes(), list: (await run("config list")).stdout }).toEqual({ writes: 0, list: "" });
  });
});

test("config holds for all environments, for one, and in scripts", async ({ run, freshProgram }) => {
  await run("config set company Initech");
  await run("config set company Initech Test --env sandbox");
  await run("config set support help@initech.com");
  expect((await run("config get company")).stdout).toBe("Initech\n");
  expect((await run("config get company --env sandbox")).stdout).toBe("Initech Test\n");
  const { stdout } = await run(EMAIL);
  expect(stdout).toContain("between Acme and Initech Test.");
  expect(stdout).toContain("tell me, or ask help@initech.com.");
  const file = join(freshProgram.home, "settings", "config.json");
  expect(JSON.parse(await readFile(file, "utf8")).config).toEqual({
    company: "Initech",
    support: "help@initech.com",
    environments: { sandbox: { company: "Initech Test" } },
  });
  const unknown = await run("config set company Initech --env prod");
  expect(unknown).toMatchObject({ exit: 2, stdout: "" });
  expect(unknown.stderr).toContain('Environment "prod" not found. Available: sandbox.');
});

test("a note needs no settings folder", async ({ run, freshProgram }) => {
  const { exit, stdout } = await run(EMAIL, { SSOCTL_CONFIG_DIR: join(freshProgram.home, "none") });
  expect(exit).toBe(0);
  expect(stdout).toContain("[Your name and company]");
});

test("the template in docs/usage.md works as it is", async ({ run, freshProgram }) => {
  const usage = await readFile(new URL("../../docs/usage.md", import.meta.url), "utf8");
  const template = /```mustache\n(?<template>[^`]*)```/u.exec(usage)?.groups?.["template"] ?? "";
  const path = join(freshProgram.home, "note.mustache");
  await writeFile(path, template);
  for (const line of ["company Initech", "sender Sam", "product TPS", "support help@initech.com"])
    await run(`config set ${line}`);
  const { exit, stdout } = await run(`${EMAIL} --json --note-template ${path}`);
  expect(exit).toBe(0);
  const { note } = JSON.parse(stdout);
  expect(note.subject).toBe("Single Sign-On and domain verification between Acme and Initech");
  expect(note.text).toMatch(/\nSam, Initech\n$/u);
  expect(note.text).not.toMatch(/[{}]/u);
});
