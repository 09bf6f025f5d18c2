import { BASH } from "./bash.ts";
import { FISH } from "./fish.ts";
import { POWERSHELL } from "./powershell.ts";
import { ZSH } from "./zsh.ts";

export const SHELLS = ["bash", "zsh", "fish", "powershell"] as const;

export type Shell = (typeof SHELLS)[number];

/** What a shell reads to complete command lines of `ssoctl`. Each asks by `__complete`, which `main` takes. */
export const SCRIPTS: Readonly<Record<Shell, string>> = {
  bash: BASH,
  zsh: ZSH,
  fish: FISH,
  powershell: POWERSHELL,
};
