// A completion script for bash 4 and later.
import type { CommandWords, OptionWords } from "./command-words.ts";
import { commandPattern, valueBranches } from "./posix-case.ts";

export function bashScript(commands: readonly CommandWords[]): string {
  return `# bash completion for kms-doctor
_kms_doctor() {
  local cur=\${COMP_WORDS[COMP_CWORD]} prev=\${COMP_WORDS[COMP_CWORD-1]} path="" word next
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    next="\${path:+$path }$word"
    case "$next" in
      ${commandPattern(commands)}) path="$next" ;;
    esac
  done
  case "$path:$prev" in
${valueBranches(commands, replyFor)}
  esac
  case "$path" in
${commands.map(wordCase).join("\n")}
  esac
}
complete -F _kms_doctor kms-doctor
`;
}

function replyFor({ value, choices }: OptionWords): string {
  if (value === "free") return "COMPREPLY=()";
  const words = value === "file" ? "-f" : `-W "${choices.join(" ")}"`;
  return `mapfile -t COMPREPLY < <(compgen ${words} -- "$cur")`;
}

function wordCase({ path, subcommands, options, argumentChoices }: CommandWords): string {
  const words = [
    ...subcommands.map(({ name }) => name),
    ...argumentChoices,
    ...options.flatMap(({ names }) => names),
  ].join(" ");
  return `    "${path}") mapfile -t COMPREPLY < <(compgen -W "${words}" -- "$cur") ;;`;
}
