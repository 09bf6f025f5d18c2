import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Failure } from "../../src/failure.ts";
import {
  checkEnvironmentName,
  checkKey,
  type EnvironmentKind,
  kindOfKey,
  maskKey,
} from "../../src/settings/environment.ts";

const NO_KEY = "This is not a WorkOS API key. API keys start with sk_ and have no spaces.";
const BAD_NAME =
  "An environment name must have 1 to 32 lowercase letters, digits or hyphens, and must not start with a hyphen.";

function refusalOf(check: () => unknown): Failure {
  try {
    check();
  } catch (error) {
    if (error instanceof Failure) return error;
    throw error;
  }
  throw new Error("it was accepted");
}

describe("the kind of a key", () => {
  test.each<[string, EnvironmentKind]>([
    ["sk_test_a2V5", "test"],
    ["sk_live_a2V5", "live"],
    ["sk_a2V5", "unknown"],
    ["sk_testing", "unknown"],
    ["SK_TEST_a2V5", "unknown"],
    [" sk_test_a2V5", "unknown"],
    ["pk_test_a2V5", "unknown"],
    ["", "unknown"],
  ])("%j is %s", (key, kind) => {
    expect(kindOfKey(key)).toBe(kind);
  });
});

describe("a masked key", () => {
  test.each([
    ["sk_live_0123456789a1b2", "sk_live_…a1b2"],
    ["sk_test_0123456789a1b2", "sk_test_…a1b2"],
    ["sk_0123456789a1b2", "sk_…a1b2"],
    ["0123456789a1b2", "…a1b2"],
    ["sk_live_0123456789ab", "sk_live_…89ab"],
    ["sk_live_0123456789a", "sk_live_…"],
    ["sk_test_sandbox", "sk_test_…"],
    ["sk_live_", "sk_live_…"],
    ["", "…"],
  ])("%j is shown as %j", (key, shown) => {
    expect(maskKey(key)).toBe(shown);
  });

  const anyKey = fc
    .tuple(fc.constantFrom("", "sk_", "sk_test_", "sk_live_", "sk_sk_"), fc.string({ maxLength: 60 }))
    .map((parts) => parts.join(""));

  test("never shows more than its prefix and four characters, and of a short one the prefix alone", () => {
    fc.assert(
      fc.property(anyKey, (key) => {
        const [, prefix = "?", end = "?"] = /^(.*?)…(.*)$/su.exec(maskKey(key)) ?? [];
        expect(["", "sk_", "sk_test_", "sk_live_"]).toContain(prefix);
        expect(key.startsWith(prefix) && key.endsWith(end)).toBe(true);
        expect(end.length).toBe(key.length - prefix.length < 12 ? 0 : 4);
      }),
      { numRuns: 2000 },
    );
  });
});

describe("a key", () => {
  test.each([
    ["sk_test_a2V5", "sk_test_a2V5"],
    ["sk_a-b_c9", "sk_a-b_c9"],
    ["  sk_live_a2V5\r\n", "sk_live_a2V5"],
  ])("%j is %j", (typed, key) => {
    expect(checkKey(typed)).toBe(key);
  });

  test.each([
    ["", "The API key is empty."],
    [" \t\n", "The API key is empty."],
    ["sk_", NO_KEY],
    ["pk_test_a2V5", NO_KEY],
    ["sk_test_a2V5 sk_live_a2V5", NO_KEY],
    ["sk_test_a2V5\nX-Evil: 1", NO_KEY],
    ['"sk_test_a2V5"', "This is in quotes. Remove them."],
    ["WORKOS_API_KEY=sk_test_a2V5", NO_KEY],
    ["sk_test_ключ", NO_KEY],
  ])("%j is refused and not repeated", (typed, message) => {
    expect(refusalOf(() => checkKey(typed))).toMatchObject({ code: "usage", message });
  });
});

describe("the name of an environment", () => {
  test.each(["staging", "production", "eu-1", "1", "a".repeat(32)])("%j is taken as it is", (name) => {
    expect(checkEnvironmentName(name)).toBe(name);
  });

  test.each([
    ["sandbox", "sandbox is the built-in environment."],
    ["", BAD_NAME],
    ["a".repeat(33), BAD_NAME],
    ["Staging", BAD_NAME],
    ["-staging", BAD_NAME],
    ["my staging", BAD_NAME],
    ["my.staging", BAD_NAME],
    ["../staging", BAD_NAME],
    ["__proto__", BAD_NAME],
    ["staging\n", BAD_NAME],
    ["größe", BAD_NAME],
  ])("%j is refused", (name, message) => {
    expect(refusalOf(() => checkEnvironmentName(name))).toMatchObject({ code: "usage", message });
  });
});
