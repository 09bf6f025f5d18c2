/**
 * For bash 3.2 (macOS) and newer. Bash breaks words at `=`, `:` and `@` as well: they are put together again for the
 * program, and what bash takes for a word before the one that is typed is taken off the answer.
 */
export const BASH = `# Completion of ssoctl for bash.
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
