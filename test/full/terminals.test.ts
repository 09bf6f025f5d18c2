import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, vi } from "vitest";
import { sandboxEnv, test as withProgram } from "../support/end-to-end.ts";
import {
  atTerminal,
  CTRL_C,
  CTRL_D,
  childOf,
  DOWN,
  ENTER,
  isCursorShown,
  runAtTerminal,
  visible,
} from "../support/pseudo-terminal.ts";

const test = withProgram
  .extend("env", { scope: "file" }, async ({ program, sandbox }) => {
    const env = { ...program.env, ...sandboxEnv(sandbox) };
    await program.run(["org", "ensure", "acme.com"], { env });
    return env;
  })
  /** Runs a line of sh at a terminal, in which `ssoctl` is the program. */
  .extend("sh", ({ program, env }) => (line: string, more: Record<string, string> = {}) => {
    const ssoctl = program.command.map((word) => `'${word}'`).join(" ");
    return runAtTerminal("sh", ["-c", line.replace("ssoctl ", `${ssoctl} `)], { ...env, ...more });
  });

const WAIT = ["org", "status", "acme.com", "--wait"] as const;
/** Far more than a spinner writes in some seconds, and far less than when it erases lines without end. */
const MUCH = 50_000;

describe.skipIf(process.platform === "win32")("a terminal that reports a size of 0", () => {
  test("has a spinner like that of 80 columns, and ends with Ctrl-C", async ({ sh }) => {
    const session = sh(`stty cols 0 rows 0; exec ssoctl ${WAIT.join(" ")}`);
    await session.shows(/Waiting for SSO.* 2 s/u);
    session.type(CTRL_C);
    const { exit, raw } = await session.ended();
    expect(exit).toBe(130);
    expect(raw.length).toBeLessThan(MUCH);
  });

  test("only later: the spinner goes on, and ends with SIGTERM", async ({ program, env }) => {
    const session = atTerminal(program, WAIT, env);
    await session.shows("Waiting for SSO");
    session.stty("cols", "0");
    await session.shows(/Waiting for SSO.* 2 s/u);
    process.kill(session.pid, "SIGTERM");
    const { exit, raw } = await session.ended();
    expect(exit).toBe(130);
    expect(raw.length).toBeLessThan(MUCH);
  });

  test("asks as at 80 columns", async ({ sh }) => {
    const session = sh("stty cols 0; exec ssoctl org ensure zero.com");
    await session.shows("navigate");
    await session.typeUntil(DOWN, "❯ No");
    session.type(ENTER);
    const { exit, raw } = await session.ended();
    expect(exit).toBe(130);
    expect(await visible(raw)).toEqual([
      "sandbox · test",
      '✔ No organization for zero.com. Create "Zero" in sandbox? No',
      "✖ Cancelled. Nothing was changed.",
    ]);
  });

  test.for(["link create --help", "--help"])("%s wraps as at 80 columns", async (line, { sh }) => {
    const [unknown, known] = await Promise.all(
      [0, 80].map((cols) => sh(`stty cols ${cols}; exec ssoctl ${line}`).ended()),
    );
    expect(unknown?.screen).toContain("Usage: ssoctl");
    expect(unknown?.screen).toBe(known?.screen);
  });
});

describe.skipIf(process.platform === "win32")("a narrow terminal", () => {
  test.for([60, 20])("of %i columns shows each question once", async (cols, { program, env }) => {
    const domain = `a-rather-long-name-for-a-customer-${cols}.com`;
    const session = atTerminal(program, ["org", "ensure", domain], env, process.cwd(), cols);
    await session.shows("❯ Yes");
    await session.typeUntil(DOWN, "❯ No");
    await session.typeUntil(DOWN, "❯ Yes, under");
    await session.typeUntil(ENTER, "? Name");
    await session.typeUntil("A name that is longer than a narrow line", "ow");
    session.type(`\u007f\u007f\u007f\u007fLine${ENTER}`);
    const { exit, raw } = await session.ended();
    expect(exit).toBe(0);
    const shown = (await visible(raw, cols)).join("");
    expect(shown).toMatch(
      /^sandbox · test✔ No organization for a-rather.*\? Yes, under another name✔ Name A name that is longer than a narrow Line✔ Created/u,
    );
    expect(shown.match(/No organization/gu)).toHaveLength(1);
  });
});

const ESCAPE = "\u001b[";

function isColored(raw: string): boolean {
  return raw.split(ESCAPE).some((sequence, index) => index > 0 && /^[\d;]+m/u.test(sequence));
}

describe("colors of questions and spinners", () => {
  test.for<[string, Record<string, string>, string[]]>([
    ["NO_COLOR", { NO_COLOR: "1" }, []],
    ["NO_COLOR next to FORCE_COLOR", { NO_COLOR: "1", FORCE_COLOR: "1" }, []],
    ["FORCE_COLOR=0", { FORCE_COLOR: "0" }, []],
    ["TERM=dumb", { TERM: "dumb" }, []],
    ["--no-color", {}, ["--no-color"]],
  ])("are off with %s", async ([_what, variables, flags], { program, env }) => {
    const asking = atTerminal(program, ["link", "email", "gray.com", ...flags], { ...env, ...variables });
    await asking.shows("Email address");
    await asking.typeUntil(`nobody${ENTER}`, "> ");
    asking.type(CTRL_C);
    const choosing = atTerminal(program, ["org", "ensure", "gray.com", ...flags], { ...env, ...variables });
    await choosing.shows("navigate");
    await choosing.typeUntil(DOWN, "❯ No");
    choosing.type(ENTER);
    const masked = atTerminal(program, ["env", "add", "gray", "--storage", "file", ...flags], {
      ...env,
      ...variables,
    });
    await masked.shows("API key for gray");
    await masked.typeUntil(`key${ENTER}`, "> ");
    masked.type(CTRL_C);
    const waiting = atTerminal(program, [...WAIT, "--wait-timeout", "1s", ...flags], {
      ...env,
      ...variables,
    });
    for (const { raw } of await Promise.all(
      [asking, choosing, masked, waiting].map((each) => each.ended()),
    )) {
      expect(isColored(raw)).toBe(false);
      expect(raw).not.toContain("Warning");
    }
  });

  test.for<[string, Record<string, string>, string]>([
    ["at a terminal", {}, ""],
    ["if only stdout is a file", {}, " > out"],
    ["if only stdout is a pipe", {}, " | cat > out"],
    ["with FORCE_COLOR and TERM=dumb", { FORCE_COLOR: "1", TERM: "dumb" }, ""],
  ])("are on %s", async ([_what, variables, redirection], { sh, freshProgram }) => {
    const session = sh(`cd '${freshProgram.home}'; ssoctl org ensure color.com${redirection}`, variables);
    await session.shows("navigate");
    session.type(`${DOWN}${ENTER}`);
    const { raw } = await session.ended();
    expect(raw).toContain("\u001b[36m?\u001b[39m \u001b[1mNo organization for color.com.");
    expect(raw).toContain("\u001b[36m❯ No\u001b[39m");
    expect(raw).toContain("\u001b[32m✔\u001b[39m");
  });

  test("are on in a spinner if only stdout is a file", async ({ sh, freshProgram }) => {
    const session = sh(`cd '${freshProgram.home}'; exec ssoctl ${WAIT.join(" ")} > out`);
    await session.shows("Waiting for SSO");
    session.type(CTRL_C);
    expect((await session.ended()).raw).toContain(`${ESCAPE}36m⠋${ESCAPE}39m Waiting for SSO`);
  });
});

describe("a spinner", () => {
  test.for<Record<string, string>>([{ CI: "true" }, { CI: "1" }, { TERM: "dumb" }])(
    "is not shown, not even as a line that stays, with %j",
    async (variables, { program, env }) => {
      const { exit, raw } = await atTerminal(program, [...WAIT, "--wait-timeout", "1s"], {
        ...env,
        ...variables,
      }).ended();
      expect(exit).toBe(124);
      expect(raw).not.toContain("Waiting");
      expect(raw).not.toContain("\u001b[?25l");
    },
  );

  test.for<Record<string, string>>([{}, { CI: "false" }, { CI: "" }])(
    "turns, and leaves nothing behind, with %j",
    async (variables, { program, env }) => {
      const { exit, raw } = await atTerminal(program, [...WAIT, "--wait-timeout", "1s"], {
        ...env,
        ...variables,
      }).ended();
      expect(exit).toBe(124);
      expect(raw).toContain("Waiting for SSO");
      expect((await visible(raw)).join("\n")).not.toContain("Waiting");
    },
  );
});

describe.skipIf(process.platform === "win32")("the terminal is as it was, after", () => {
  const CRASH = 'process.on("SIGUSR2", () => { throw new Error("crashed"); });';
  const keys = (typed: string) => (session: ReturnType<typeof atTerminal>) => session.type(typed);
  const signal = (name: string) => (session: ReturnType<typeof atTerminal>) =>
    void process.kill(childOf(session), name);

  const ENDINGS = [
    ["Ctrl-C", keys(CTRL_C), 130],
    ["SIGINT", signal("SIGINT"), 130],
    ["SIGTERM", signal("SIGTERM"), 130],
    ["SIGHUP", signal("SIGHUP"), 130],
    ["a crash", signal("SIGUSR2"), 1],
  ] as const;

  test.for([
    ...[...ENDINGS, ["Ctrl-D", keys(CTRL_D), 130] as const].flatMap(([name, end, exit]) => [
      { at: "a choice", name, end, exit, line: "org ensure ended.com", shown: "navigate" },
      { at: "a masked question", name, end, exit, line: "env add x --storage file", shown: "API key for x" },
    ]),
    ...ENDINGS.map(([name, end, exit]) => {
      return { at: "a spinner", name, end, exit, line: WAIT.join(" "), shown: "Waiting for SSO" };
    }),
  ])("$name at $at", async ({ end, exit, line, shown }, { sh, freshProgram }) => {
    const crash = join(freshProgram.home, "crash.cjs");
    await writeFile(crash, CRASH);
    const session = sh(`trap : INT; ssoctl ${line}; echo "exit <$?>"; stty -a`, {
      NODE_OPTIONS: `--require=${crash}`,
    });
    await session.shows(shown);
    end(session);
    const { raw, screen } = await session.ended();
    expect(screen).toContain(`exit <${exit}>`);
    expect(screen).toMatch(/ icanon\b/u);
    expect(screen).toMatch(/ echo\b/u);
    expect(isCursorShown(raw)).toBe(true);
    expect(screen).not.toContain("Warning");
  });
});

test.skipIf(process.platform === "win32")(
  "a terminal that is closed at a question cancels it",
  async ({ sh, freshProgram }) => {
    const file = join(freshProgram.home, "exit");
    const session = sh(`trap '' HUP; ssoctl org ensure closed.com; echo $? > '${file}'`);
    await session.shows("navigate");
    session.hangUp();
    await vi.waitFor(async () => expect(await readFile(file, "utf8")).toBe("130\n"), 10_000);
  },
);

describe("keys that are typed before a question is shown", () => {
  test.for([ENTER, "y", `n${ENTER}`, `${DOWN}${ENTER}`])(
    "are not its answer: %j",
    async (typed, { program, env }) => {
      const session = atTerminal(program, ["org", "ensure", "ahead.com"], env);
      session.type(typed);
      await session.shows("navigate");
      await session.typeUntil(DOWN, "❯ No");
      session.type(ENTER);
      expect(await session.ended()).toMatchObject({
        exit: 130,
        screen: expect.stringContaining('Create "Ahead" in sandbox? No'),
      });
    },
  );
});
