// A completion script for fish.
import { quotePosix, type CommandWords, type OptionWords } from "./command-words.ts";

export function fishScript(commands: readonly CommandWords[]): string {
  return `# fish completion for kms-doctor
complete -c kms-doctor -f
${commands.flatMap(lines).join("\n")}
`;
}

function lines(command: CommandWords): readonly string[] {
  const condition = quotePosix(conditionOf(command));
  return [
    ...command.subcommands.map(
      ({ name, summary }) =>
        `complete -c kms-doctor -n ${condition} -a ${quotePosix(name)} -d ${quoteFish(summary)}`,
    ),
    ...command.argumentChoices.map(
      (choice) => `complete -c kms-doctor -n ${condition} -a ${quotePosix(choice)}`,
    ),
    ...command.options.map((option) => `complete -c kms-doctor -n ${condition} ${optionWords(option)}`),
  ];
}

/** True while the words so far name this command and none of its subcommands. */
function conditionOf({ path, subcommands }: CommandWords): string {
  const words = path.split(" ").filter((word) => word !== "");
  const own = words.map((word) => `__fish_seen_subcommand_from ${word}`);
  const names = subcommands.map(({ name }) => name).join(" ");
  const none = names === "" ? [] : [`not __fish_seen_subcommand_from ${names}`];
  return [...own, ...none].join("; and ");
}

const FISH_VALUES: Readonly<Record<OptionWords["value"], string>> = {
  none: "",
  file: " -r -F",
  free: " -x",
  choices: " -x -a ",
};

function optionWords({ names, description, value, choices }: OptionWords): string {
  const flags = names.map((name) => (name.startsWith("--") ? `-l ${name.slice(2)}` : `-s ${name.slice(1)}`));
  const words = value === "choices" ? quotePosix(choices.join(" ")) : "";
  return `${flags.join(" ")}${FISH_VALUES[value]}${words} -d ${quoteFish(description)}`;
}

function quoteFish(text: string): string {
  return `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
}
