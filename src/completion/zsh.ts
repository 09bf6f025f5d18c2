/** Works read from a file as well as from a folder of `fpath`, where zsh runs it as the function itself. */
export const ZSH = `#compdef ssoctl
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
