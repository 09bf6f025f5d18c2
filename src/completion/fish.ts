/** Fish reads a word and its description, with a tab between them, as they are. */
export const FISH = `# Completion of ssoctl for fish.
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
