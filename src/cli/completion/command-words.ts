// The command tree as the completion scripts need it: words, options and their values.
import type { Command, Option } from "commander";

export type OptionWords = {
  /** `--format`, `-4`; long form last. */
  readonly names: readonly string[];
  readonly description: string;
  /** What completes the value: fixed words, the names of files, or nothing (numbers, addresses); none: a plain flag. */
  readonly value: "none" | "choices" | "file" | "free";
  readonly choices: readonly string[];
};

export type CommandWords = {
  /** `lab start`; empty for the program itself. */
  readonly path: string;
  readonly subcommands: readonly { readonly name: string; readonly summary: string }[];
  readonly options: readonly OptionWords[];
  /** Fixed words that the first argument may be. */
  readonly argumentChoices: readonly string[];
};

/**
 * Words that the arguments of a command may be, by its path, or the value of an option, by path and option
 * (`generate --product`), where the command tree does not hold them.
 */
export type ArgumentWords = Readonly<Record<string, readonly string[]>>;

/** The program and all its commands, depth first. Everything here is our own text, never received. */
export function commandWords(
  command: Command,
  argumentWords: ArgumentWords,
  path = "",
): readonly CommandWords[] {
  const children = command.commands.map((child) => ({ name: child.name(), summary: summaryOf(child) }));
  const own: CommandWords = {
    path,
    subcommands: children,
    options: command.options.map((option) => {
      const choices = option.argChoices ?? argumentWords[`${path} ${option.long}`] ?? [];
      return {
        names: [option.short, option.long].filter((name) => name !== undefined && name !== null),
        description: option.description,
        value: choices.length > 0 ? "choices" : valueOf(option),
        choices,
      };
    }),
    argumentChoices: argumentWords[path] ?? command.registeredArguments[0]?.argChoices ?? [],
  };
  const below = command.commands.flatMap((child) =>
    commandWords(child, argumentWords, path === "" ? child.name() : `${path} ${child.name()}`),
  );
  return [own, ...below];
}

/** The placeholder says what stands there: `--output <file>`, `--template <dir>`, `--timeout <ms>`. */
function valueOf(option: Option): OptionWords["value"] {
  if (!option.required) return "none";
  return /<(?:file|dir)>$/.test(option.flags) ? "file" : "free";
}

function summaryOf(command: Command): string {
  return (command.summary() || command.description()).replace(/\.$/, "");
}

/** A single-quoted word for POSIX shells. */
export function quotePosix(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
