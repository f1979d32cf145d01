// A completion script for zsh.
import { quotePosix, type CommandWords, type OptionWords } from "./command-words.ts";
import { commandPattern, valueBranches } from "./posix-case.ts";

export function zshScript(commands: readonly CommandWords[]): string {
  return `#compdef kms-doctor
_kms_doctor() {
  local path="" word next
  for word in "\${(@)words[2,CURRENT-1]}"; do
    next="\${path:+$path }$word"
    case "$next" in
      ${commandPattern(commands)}) path="$next" ;;
    esac
  done
  case "$path:\${words[CURRENT-1]}" in
${valueBranches(commands, replyFor)}
  esac
  local -a choices
  case "$path" in
${commands.map(wordCase).join("\n")}
  esac
  _describe 'kms-doctor' choices
}
if [ "$funcstack[1]" = "_kms_doctor" ]; then
  _kms_doctor "$@"
else
  compdef _kms_doctor kms-doctor
fi
`;
}

function replyFor({ value, choices, description }: OptionWords): string {
  if (value === "file") return "_files";
  return value === "choices" ? `compadd ${choices.join(" ")}` : `_message ${quotePosix(description)}`;
}

function wordCase({ path, subcommands, options, argumentChoices }: CommandWords): string {
  const entries = [
    ...subcommands.map(({ name, summary }) => entry(name, summary)),
    ...argumentChoices.map((choice) => entry(choice, "")),
    ...options.flatMap((option: OptionWords) => option.names.map((name) => entry(name, option.description))),
  ];
  return `    "${path}") choices=(${entries.join(" ")}) ;;`;
}

function entry(word: string, description: string): string {
  return quotePosix(`${word.replaceAll(":", "\\:")}:${description.replaceAll(":", " ")}`);
}
