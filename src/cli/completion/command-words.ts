// The command tree as the completion scripts need it: words, options and their values.
import type { Command } from "commander";

export type OptionWords = {
  /** `--format`, `-4`; long form last. */
  readonly names: readonly string[];
  readonly description: string;
  readonly takesValue: boolean;
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

/** The program and all its commands, depth first. Everything here is our own text, never received. */
export function commandWords(command: Command, path = ""): readonly CommandWords[] {
  const children = command.commands.map((child) => ({ name: child.name(), summary: summaryOf(child) }));
  const helpToo = path === "" ? [{ name: "help", summary: "print what a command does" }] : [];
  const own: CommandWords = {
    path,
    subcommands: [...children, ...helpToo],
    options: command.options.map((option) => ({
      names: [option.short, option.long].filter((name) => name !== undefined && name !== null),
      description: option.description,
      takesValue: option.required,
      choices: option.argChoices ?? [],
    })),
    argumentChoices: command.registeredArguments[0]?.argChoices ?? [],
  };
  const below = command.commands.flatMap((child) =>
    commandWords(child, path === "" ? child.name() : `${path} ${child.name()}`),
  );
  return [own, ...below];
}

function summaryOf(command: Command): string {
  return (command.summary() || command.description()).replace(/\.$/, "");
}

/** A single-quoted word for POSIX shells. */
export function quotePosix(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
