import { expect, test } from "vitest";
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
