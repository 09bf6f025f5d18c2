/**
 * For Windows PowerShell 5 and PowerShell 7. Version 5 loses an empty argument on its way to a program, so the word
 * that is begun by no letter yet is told by `--next`; a bare `--` is lost on the way through npm's own script.
 */
export const POWERSHELL = `# Completion of ssoctl for PowerShell.
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
