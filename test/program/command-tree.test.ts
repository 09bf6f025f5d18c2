import { expect, test } from "vitest";
import { knownCommands } from "./support/command-tree.ts";

/** `npx vitest run --dir test/program --update` writes the file anew. */
test("completion knows the commands, word for word", async () => {
  const written = `${JSON.stringify(await knownCommands(), undefined, 1)}\n`;
  await expect(written).toMatchFileSnapshot("../../src/completion/commands.json");
});
