import { type CommandLine, renderCommand, renderSentence, type Sentence } from "../../src/command-line.ts";

/** As a run without `--env` prints it on Linux. */
export function plain(said: Sentence | CommandLine | undefined): string | undefined {
  if (said === undefined) return;
  const parts = typeof said === "string" || Array.isArray(said) ? said : [said];
  return renderSentence(parts, (command) =>
    renderCommand(command, { shell: "posix", environment: undefined }),
  );
}
