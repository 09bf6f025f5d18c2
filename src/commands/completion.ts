import { Argument } from "commander";
import { SCRIPTS, SHELLS, type Shell } from "../completion/scripts.ts";
import type { Context } from "../context.ts";
import { examplesFirst, type Register } from "../ui/command.ts";
import { wordFrom } from "../ui/options.ts";

const INSTALL: Readonly<Record<Shell, readonly string[]>> = {
  bash: [
    `  $ echo 'eval "$(ssoctl completion bash)"' >> ~/.bashrc`,
    "      then open a new terminal (on macOS, use ~/.bash_profile)",
  ],
  zsh: [
    `  $ echo 'autoload -U compinit; compinit; eval "$(ssoctl completion zsh)"' >> ~/.zshrc`,
    "      then open a new terminal; or save the script as _ssoctl in a folder in $fpath",
  ],
  fish: [
    "  $ ssoctl completion fish > ~/.config/fish/completions/ssoctl.fish",
    "      works immediately; create the folder first if it is missing",
  ],
  powershell: [
    "  $ Add-Content $PROFILE 'ssoctl completion powershell | Out-String | Invoke-Expression'",
    "      then open a new terminal; if you have no profile, first run:",
    "  $ New-Item -Force $PROFILE",
  ],
};

export const registerCompletion: Register = (command, launch) => {
  command
    .addArgument(
      new Argument("<shell>", "your shell")
        .choices(SHELLS)
        .argParser((typed) => wordFrom(typed, SHELLS, { pwsh: "powershell" })),
    )
    .description(
      "Print the script that completes commands, flags, environments and recent customers with Tab in your shell. Completion reads only files on this machine. It does not use the network or the keychain.",
    );
  examplesFirst(command, [
    ['eval "$(ssoctl completion bash)"', "try it in this terminal"],
    ["ssoctl completion powershell | Out-String | Invoke-Expression", "the same in PowerShell"],
  ]);
  command.addHelpText("after", `\nTo install it permanently:\n${installLines().join("\n")}`);
  return command.action((shell: Shell) => launch(command, (context) => run(shell, context)));
};

function installLines(): string[] {
  return SHELLS.flatMap((shell) => [`  ${shell}`, ...INSTALL[shell]]);
}

async function run(shell: Shell, { output }: Context): Promise<void> {
  const script = SCRIPTS[shell];
  output.result({ bare: script.trimEnd(), json: { shell, script } });
}
