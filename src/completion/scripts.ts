export const SHELLS = ["bash", "zsh", "fish", "powershell"] as const;

export type Shell = (typeof SHELLS)[number];

/** Supports bash 3.2 (macOS). Bash also splits words at `=`, `:` and `@`; the script joins them for ssoctl. */
const BASH = `# Completion of ssoctl for bash.
_ssoctl() {
  local rest="\${COMP_LINE:0:COMP_POINT}" words=() i gap word line
  rest="\${rest#*"\${COMP_WORDS[0]}"}"
  for ((i = 1; i <= COMP_CWORD; i++)); do
    gap="\${rest%%[![:space:]]*}"
    rest="\${rest#"$gap"}"
    word="\${COMP_WORDS[i]}"
    ((i == COMP_CWORD)) && word="$rest"
    rest="\${rest#"$word"}"
    word="\${word//[\\"\\'\\\\]/}"
    if ((i == 1)) || [[ -n $gap ]]; then
      words+=("$word")
    else
      words[\${#words[@]} - 1]+="$word"
    fi
  done
  local typed="\${words[\${#words[@]} - 1]}" mark
  local own="$typed"
  for mark in "=" ":" "@"; do
    [[ $COMP_WORDBREAKS == *"$mark"* ]] && own="\${own##*"$mark"}"
  done
  local before="\${typed%"$own"}"
  COMPREPLY=()
  while IFS= read -r line; do
    if [[ $line == :files ]]; then
      compopt -o filenames 2>/dev/null
      while IFS= read -r line; do COMPREPLY+=("$line"); done < <(compgen -f -- "$own")
    else
      line="\${line%%$'\\t'*}"
      COMPREPLY+=("\${line#"$before"}")
    fi
  done < <(ssoctl __complete -- "\${words[@]}" 2>/dev/null </dev/null)
}
complete -o nosort -F _ssoctl ssoctl 2>/dev/null || complete -F _ssoctl ssoctl
`;

/** Can be sourced, or autoloaded from `fpath`, where zsh runs the whole file as the function. */
const ZSH = `#compdef ssoctl
# Completion of ssoctl for zsh.
_ssoctl() {
  local line tab=$'\\t'
  local -a before found
  before=("\${(@Q)words[2,CURRENT-1]}")
  while IFS= read -r line; do
    if [[ $line == :files ]]; then
      _files
      return
    fi
    if [[ $line == *$tab* ]]; then
      found+=("\${line%%$tab*}:\${line#*$tab}")
    else
      found+=("$line")
    fi
  done < <(ssoctl __complete -- "\${before[@]}" "\${(Q)PREFIX}" 2>/dev/null </dev/null)
  (( \${#found} )) && _describe -V ssoctl found
}
if [[ \${funcstack[1]} == _ssoctl ]]; then
  _ssoctl "$@"
else
  compdef _ssoctl ssoctl
fi
`;

const FISH = `# Completion of ssoctl for fish.
function __ssoctl_complete
    set -l before (commandline -opc)
    set -l typed (commandline -ct)
    set -l found (ssoctl __complete -- $before[2..-1] "$typed" 2>/dev/null </dev/null)
    if test "$found[1]" = :files
        __fish_complete_path "$typed"
    else
        printf '%s\\n' $found
    end
end
complete -c ssoctl -f -k -a '(__ssoctl_complete)'
`;

/** PowerShell 5 drops empty arguments, so `--next` stands for one. npm's wrapper script drops a bare `--`. */
const POWERSHELL = `# Completion of ssoctl for PowerShell.
Register-ArgumentCompleter -Native -CommandName ssoctl -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)
    $words = @($commandAst.CommandElements | Select-Object -Skip 1 |
        Where-Object { $_.Extent.StartOffset -lt $cursorPosition } |
        ForEach-Object {
            $text = $_.Extent.Text
            $length = [Math]::Min($text.Length, $cursorPosition - $_.Extent.StartOffset)
            $text.Substring(0, $length).Replace('"', '').Replace("'", '')
        })
    $next = @()
    if ($wordToComplete -eq '') { $next = @('--next') }
    $words = @($words | Where-Object { $_ -ne '' })
    $found = @(ssoctl '__complete' @next '--' @words 2>$null)
    foreach ($line in $found) {
        if ($line -eq ':files') { return }
        $word, $summary = $line -split "\`t", 2
        if (-not $summary) { $summary = $word }
        [System.Management.Automation.CompletionResult]::new($word, $word, 'ParameterValue', $summary)
    }
}
`;

/** The completion scripts. Each runs `ssoctl __complete`, which `main` handles. */
export const SCRIPTS: Readonly<Record<Shell, string>> = {
  bash: BASH,
  zsh: ZSH,
  fish: FISH,
  powershell: POWERSHELL,
};
