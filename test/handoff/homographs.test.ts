import { expect, test } from "vitest";
import { parseDomain } from "../../src/handoff/domain.ts";
import { homograph } from "../../src/handoff/homographs.ts";

test.each([
  ["аcme.com", { because: "mixed_scripts", imitates: "acme.com" }],
  ["gооgle.com", { because: "mixed_scripts", imitates: "google.com" }],
  ["αcme.com", { because: "mixed_scripts", imitates: "acme.com" }],
  ["аpplе-id.com", { because: "mixed_scripts", imitates: "apple-id.com" }],
  ["еу.com", { because: "imitation", imitates: "ey.com" }],
  ["ибмcorp.com", { because: "mixed_scripts", imitates: undefined }],
  ["eu.аcme.com", { because: "mixed_scripts", imitates: "eu.acme.com" }],
])("%s may be taken for another one", (typed, likeness) => {
  expect(told(typed)).toEqual(likeness);
});

test.each([
  "acme.com",
  "müller.de",
  "почта.рф",
  "例え.jp",
  "アクメ株式会社.jp",
  "acme株式会社.jp",
  "한국acme.kr",
  "ελλάδα.gr",
  "a1-2.com",
])("%s is what it seems to be", (typed) => {
  expect(told(typed)).toBeUndefined();
});

function told(typed: string) {
  return homograph(parseDomain(typed));
}
