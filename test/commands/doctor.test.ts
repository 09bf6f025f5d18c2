import { describe, expect, test } from "vitest";
import manifest from "../../package.json" with { type: "json" };
import { Failure } from "../../src/failure.ts";
import { FakeSettings, type Scene, see, staging } from "../support/fake-system.ts";
import { FakeWorkos } from "../support/fake-workos.ts";

const DISPLAY = { DISPLAY: ":0" };
const refusing = () =>
  new FakeWorkos().failsAt("checkKey", new Failure("unauthorized", "WorkOS does not accept this key (401)."));

async function checks(scene: Scene): Promise<Record<string, unknown>[]> {
  const { stdout } = await see("json", ["doctor"], { env: DISPLAY, ...scene });
  return JSON.parse(stdout).checks;
}

describe("where all is well", () => {
  test("at a terminal: a line each, exit 0", async () => {
    const { exit, stdout, stderr } = await see("terminal", ["doctor"], { env: DISPLAY });
    expect({ exit, stderr }).toEqual({ exit: 0, stderr: "" });
    expect(stdout.split("\n")).toEqual([
      `✔ program      ssoctl ${manifest.version} on Node 24.0.0, linux`,
      "✔ settings     /home/rep/.config/ssoctl/config.json",
      expect.stringMatching(/^[✔!] keychain {5}/u),
      ...fixOfKeychain(stdout),
      "✔ staging      test, the default · sk_test_…cdef in the file works",
      "✔ variables    set: NO_COLOR",
      "✔ clipboard    the system's (xsel), then the terminal's (OSC 52)",
      "✔ terminal     terminal; prompts, NO_COLOR is set",
      "",
    ]);
  });

  test("as JSON: the key is masked", async () => {
    const { stdout } = await see("json", ["doctor"], { env: DISPLAY });
    expect(stdout).not.toContain("0123456789");
    expect(JSON.parse(stdout).checks).toContainEqual({
      what: "staging",
      state: "ok",
      found: "test, the default · sk_test_…cdef in the file works",
      fix: null,
    });
  });
});

describe("a key that does not work", () => {
  test("is exit 4, and the report is whole", async () => {
    const seen = await see("pipe", ["doctor"], { env: DISPLAY, workos: refusing() });
    expect(seen.exit).toBe(4);
    expect(seen.stdout).toContain(
      "failure\tstaging\ttest, the default · WorkOS does not accept this key (401).\n",
    );
    expect(seen.stdout).toContain("ok\tvariables\tset: NO_COLOR\n");
    expect(seen.stderr).toBe("✖ Problem: staging.\n");
    const json = await see("json", ["doctor"], { env: DISPLAY, workos: refusing() });
    expect(JSON.parse(json.stdout).checks).toContainEqual(
      expect.objectContaining({ what: "staging", state: "failure" }),
    );
    expect(JSON.parse(json.stderr).error).toEqual({
      code: "unauthorized",
      exitCode: 4,
      message: "Problem: staging.",
      done: [],
      unknown: [],
    });
  });

  test("differs from a WorkOS that does not answer, which is exit 1", async () => {
    const workos = new FakeWorkos().failsAt("checkKey", new Failure("unavailable", "WorkOS did not answer."));
    expect(await see("pipe", ["doctor"], { env: DISPLAY, workos })).toMatchObject({ exit: 1 });
  });

  test("WORKOS_API_KEY is tried like a stored one, and not shown", async () => {
    const env = { ...DISPLAY, WORKOS_API_KEY: "sk_live_0123456789abcdef" };
    const settings = new FakeSettings();
    const good = await see("pipe", ["doctor"], { env, settings });
    expect(good.exit).toBe(0);
    expect(good.stdout).toContain("ok\tWORKOS_API_KEY\tlive · sk_live_…cdef in the environment works\n");
    const bad = await see("pipe", ["doctor"], { env, settings, workos: refusing() });
    expect(bad.exit).toBe(4);
    expect(bad.stdout).toContain("failure\tWORKOS_API_KEY\tlive · WorkOS does not accept this key (401).\n");
  });

  test.each([
    ["no key at all", { WORKOS_API_KEY: "not a key" }, 4, "WORKOS_API_KEY is not a WorkOS API key."],
    [
      "no URL",
      { WORKOS_API_KEY: "sk_test_a", WORKOS_API_URL: "nowhere" },
      1,
      "WORKOS_API_URL is not an http or https URL.",
    ],
  ])("variables that cannot be used: %s", async (_what, env, exit, words) => {
    const seen = await see("pipe", ["doctor"], { env: { ...DISPLAY, ...env } });
    expect(seen.exit).toBe(exit);
    expect(seen.stdout).toContain(`failure\tWORKOS_API_KEY\t`);
    expect(seen.stdout).toContain(words);
    expect(seen.stdout).not.toContain("not a key.");
  });

  test.each([
    ["SSOCTL_ENV", { SSOCTL_ENV: "gone" }, staging()],
    ["the default", {}, Object.assign(staging(), { chosen: "gone" })],
  ])("an environment that %s selects and that is not stored is one", async (source, env, settings) => {
    const seen = await see("pipe", ["doctor"], { env: { ...DISPLAY, ...env }, settings });
    expect(seen.exit).toBe(4);
    expect(seen.stdout).toContain(`failure\tgone\tselected by ${source}, but not stored\n`);
    expect(seen.stdout).toContain("ok\tstaging\t");
  });

  test("the sandbox is tried where it is selected", async () => {
    const workos = new FakeWorkos().failsAt("checkKey", new Failure("unavailable", "No answer."));
    const scene = { env: { ...DISPLAY, SSOCTL_ENV: "sandbox" }, settings: new FakeSettings() };
    const up = await see("pipe", ["doctor"], scene);
    expect(up.stdout).toContain("ok\tsandbox\ttest, built-in · sk_test_…");
    const down = await see("pipe", ["doctor"], { ...scene, workos });
    expect(down).toMatchObject({ exit: 1, stdout: expect.stringContaining("failure\tsandbox\t") });
  });

  test("each environment's key is tried", async () => {
    const settings = staging().with({ name: "production", kind: "live" }, "sk_live_0123456789abcdef");
    const { accessed } = await see("pipe", ["doctor"], { env: DISPLAY, settings });
    expect(accessed.map(({ key }) => key)).toEqual(["sk_test_0123456789abcdef", "sk_live_0123456789abcdef"]);
  });
});

describe("worth a look, and exit 0", () => {
  test.each<[string, Scene, Record<string, unknown>]>([
    [
      "no environment yet",
      { settings: new FakeSettings() },
      { what: "environments", state: "warning", fix: "Add one: ssoctl env add staging" },
    ],
    [
      "no system clipboard",
      { clipboardProgram: { reason: "powershell.exe exited with code 1" } },
      {
        what: "clipboard",
        state: "warning",
        found: "only the terminal's (OSC 52): powershell.exe exited with code 1",
      },
    ],
    [
      "tmux",
      { clipboardProgram: { reason: "this is an SSH session" }, env: { TMUX: "1" } },
      { what: "clipboard", fix: "In tmux, set: set -g set-clipboard on" },
    ],
  ])("%s", async (_what, scene, check) => {
    expect(await checks(scene)).toContainEqual(expect.objectContaining(check));
    expect(await see("json", ["doctor"], scene)).toMatchObject({ exit: 0 });
  });
});

test("an old Node is a failure, exit 1", async () => {
  const runtime = { node: "20.19.4", platform: "darwin" };
  const { exit, stdout } = await see("pipe", ["doctor"], { env: DISPLAY, runtime });
  expect(exit).toBe(1);
  expect(stdout).toContain(`failure\tprogram\tssoctl ${manifest.version} on Node 20.19.4, darwin`);
});

test("variables and proxies are named, and their values are not shown", async () => {
  const env = {
    ...DISPLAY,
    HTTPS_PROXY: "http://jane:pass@proxy",
    NODE_EXTRA_CA_CERTS: "/ca.pem",
    WORKOS_API_KEY: "sk_test_secret",
  };
  const found = await checks({ env, settings: new FakeSettings() });
  expect(found).toContainEqual(
    expect.objectContaining({
      what: "variables",
      found: "set: NO_COLOR, HTTPS_PROXY, NODE_EXTRA_CA_CERTS, WORKOS_API_KEY",
    }),
  );
  expect(JSON.stringify(found)).not.toMatch(/pass|secret/u);
});

/** The line that says what to do where there is no keychain. */
function fixOfKeychain(stdout: string): string[] {
  return stdout.split("\n").filter((line) => line.startsWith("               "));
}
