// A completion script for Windows PowerShell 5.1 and PowerShell 7.
import type { CommandWords } from "./command-words.ts";

export function powershellScript(commands: readonly CommandWords[]): string {
  return `# PowerShell completion for kms-doctor
Register-ArgumentCompleter -Native -CommandName kms-doctor -ScriptBlock {
  param($wordToComplete, $commandAst, $cursorPosition)
  $words = @{
${commands.map(wordLine).join("\n")}
  }
  $values = @{
${commands.flatMap(valueLines).join("\n")}
  }
  $path = ''
  $previous = ''
  foreach ($element in ($commandAst.CommandElements | Select-Object -Skip 1)) {
    $text = $element.ToString()
    if ($text -eq $wordToComplete -and $element.Extent.EndOffset -ge $cursorPosition) { break }
    $next = ("$path $text").Trim()
    if ($words.ContainsKey($next)) { $path = $next }
    $previous = $text
  }
  $candidates = $values["$($path):$previous"]
  if ($null -eq $candidates) { $candidates = $words[$path] }
  $candidates | Where-Object { $_ -like "$wordToComplete*" } | ForEach-Object {
    [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)
  }
}
`;
}

function wordLine({ path, subcommands, options, argumentChoices }: CommandWords): string {
  const words = [
    ...subcommands.map(({ name }) => name),
    ...argumentChoices,
    ...options.flatMap(({ names }) => names),
  ];
  return `    ${quote(path)} = @(${words.map(quote).join(", ")})`;
}

/** Where nothing is offered, PowerShell itself offers files: that is wanted for the options that take one. */
function valueLines({ path, options }: CommandWords): readonly string[] {
  return options
    .filter(({ value }) => value === "choices" || value === "file")
    .flatMap(({ names, choices }) =>
      names.map((name) => `    ${quote(`${path}:${name}`)} = @(${choices.map(quote).join(", ")})`),
    );
}

function quote(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
