import { describe, expect, test } from "vitest";
import { production, see } from "../support/fake-system.ts";
import { FakeWorkos } from "../support/fake-workos.ts";

const REVOKE = ["link", "revoke", "acme.com"];

function acme(): FakeWorkos {
  const workos = new FakeWorkos();
  workos.has("Acme", "acme.com");
  workos.contacts.push(
    { id: "contact_1", email: "amy@acme.com" },
    { id: "contact_2", email: "jane@acme.com" },
  );
  return workos;
}

describe("an active invitation", () => {
  const active = () => {
    const workos = acme();
    workos.invited = "contact_2";
    return workos;
  };

  test("is found among the contacts and ended", async () => {
    const workos = active();
    expect(await see("terminal", REVOKE, { workos, answers: [true] })).toMatchObject({
      exit: 0,
      stdout: "",
      questions: ["End the active invitation of Acme? (Y/n)"],
      stderr: [
        "staging · test",
        "✔ The invitation of jane@acme.com was ended; its link no longer works.",
        "  A new one: ssoctl link email acme.com --to jane@acme.com",
        "",
      ].join("\n"),
    });
    expect(workos.asked.slice(2)).toEqual([
      "revokeItContact org_01 contact_1",
      "revokeItContact org_01 contact_2",
    ]);
  });

  test("in a pipe: whose it was", async () => {
    expect(await see("pipe", REVOKE, { workos: active() })).toMatchObject({
      exit: 0,
      stdout: "jane@acme.com\n",
    });
  });

  test("as JSON", async () => {
    const { stdout } = await see("json", REVOKE, { workos: active() });
    expect(JSON.parse(stdout)).toMatchObject({ organization: { id: "org_01" }, revoked: "jane@acme.com" });
  });

  test("in production a script needs --yes", async () => {
    const workos = active();
    expect(await see("pipe", REVOKE, { workos, settings: production() })).toMatchObject({
      exit: 8,
      stdout: "",
    });
    expect(workos.invited).toBe("contact_2");
  });
});

describe("where none is active", () => {
  test.each([
    ["with contacts", acme()],
    ["without", Object.assign(new FakeWorkos(), {})],
  ])("%s it says so, exit 0", async (_what, workos) => {
    if (workos.organizations.length === 0) workos.has("Acme", "acme.com");
    const { exit, stdout, stderr } = await see("pipe", REVOKE, { workos });
    expect({ exit, stdout }).toEqual({ exit: 0, stdout: "" });
    expect(stderr).toContain("✔ Acme has no active invitation. Nothing was changed.\n");
  });
});

test("a customer without an organization is exit 3", async () => {
  expect(await see("pipe", REVOKE)).toMatchObject({ exit: 3, stdout: "" });
});
