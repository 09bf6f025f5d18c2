import { describe, expect, test } from "vitest";
import { see } from "../support/fake-system.ts";
import { FakeWorkos } from "../support/fake-workos.ts";

test.each(["link create", "link email --to jane@acme.com", "org status"])(
  "a limit for a wait that is not wished is a slip: %s",
  async (command) => {
    const workos = new FakeWorkos();
    const line = [...command.split(" "), "acme.com", "--wait-timeout", "5m"];
    expect(await see("pipe", line, { workos })).toMatchObject({
      exit: 2,
      stdout: "",
      stderr: "✖ --wait-timeout belongs to --wait.\n",
    });
    expect(workos.asked).toEqual([]);
  },
);

describe("a link's --wait is for what the link is for", () => {
  const directory = { id: "directory_1", name: "Acme", type: "okta scim v2.0", state: "linked" };

  function acme(): FakeWorkos {
    const workos = new FakeWorkos();
    workos.has("Acme", "acme.com");
    return workos;
  }

  test.each(["link create acme.com", "link email acme.com --to jane@acme.com"])(
    "%s --intent dsync: for a directory, whatever SSO is",
    async (line) => {
      const workos = acme();
      workos.connections.push({ id: "conn_1", name: "Acme", type: "OktaSAML", state: "active" });
      const onSleep = () => workos.directories.push(directory);
      const argv = [...line.split(" "), "--intent", "dsync", "--wait"];
      const { exit, stderr } = await see("pipe", argv, { workos, onSleep });
      expect(exit).toBe(0);
      expect(stderr).toContain("✔ Acme · the directory is linked: Okta.");
      expect(stderr).not.toContain("SSO is active");
    },
  );

  test("certificate_renewal: nothing would tell, so nothing is made", async () => {
    const workos = acme();
    const argv = ["link", "create", "acme.com", "--intent", "certificate_renewal", "--wait"];
    expect(await see("pipe", argv, { workos })).toMatchObject({
      exit: 2,
      stdout: "",
      stderr: "✖ WorkOS does not tell when SAML certificate renewal is set up, so --wait cannot.\n",
    });
    expect(workos.asked).toEqual([]);
  });
});
