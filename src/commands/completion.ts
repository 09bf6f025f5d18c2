import { Argument } from "commander";
import { SCRIPTS, SHELLS, type Shell } from "../completion/scripts.ts";
import type { Context } from "../context.ts";
import { examplesFirst, type Register } from "../ui/command.ts";

const INSTALL: Readonly<Record<Shell, readonly [string, string]>> = {
  bash: [
    `echo 'eval "$(ssoctl completion bash)"' >> ~/.bashrc`,
    "then open a new terminal (macOS: ~/.bash_profile)",
  ],
  zsh: [
    `echo 'autoload -U compinit; compinit; eval "$(ssoctl completion zsh)"' >> ~/.zshrc`,
    "then open a new terminal; or save it as _ssoctl in a folder of $fpath",
  ],
  fish: [
    "ssoctl completion fish > ~/.config/fish/completions/ssoctl.fish",
    "works at once; make that folder first if it is missing",
  ],
  powershell: [
    "Add-Content $PROFILE 'ssoctl completion powershell | Out-String | Invoke-Expression'",
    "then open a new terminal; if there is no profile yet: New-Item -Force $PROFILE",
  ],
};

export const registerCompletion: Register = (command, launch) => {
  command
    .addArgument(new Argument("<shell>", "which shell").choices(SHELLS))
    .description(
      "Print the script that lets your shell complete commands, flags, environments and recent customers with Tab. It reads this machine alone: no network, no keychain.",
    );
  examplesFirst(command, [['eval "$(ssoctl completion bash)"', "in this terminal, to try it"]]);
  command.addHelpText("after", `\nTo install it for good:\n${installLines().join("\n")}`);
  return command.action((shell: Shell) => launch(command, (context) => run(shell, context)));
};

function installLines(): string[] {
  return SHELLS.flatMap((shell) => {
    const [line, then] = INSTALL[shell];
    return [`  ${shell.padEnd(10)}  ${line}`, `  ${" ".repeat(10)}  ${then}`];
  });
}

async function run(shell: Shell, { output }: Context): Promise<void> {
  const script = SCRIPTS[shell];
  output.result({ bare: script.trimEnd(), json: { shell, script } });
}
