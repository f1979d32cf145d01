// Which command the words of a command line name.
import type { Command } from "commander";
import { UsageError } from "../core/errors.ts";
import { closestWord } from "../core/text/closest-word.ts";

/** The command that the leading words name, as far as they name one: `lab start` of `lab --json start healthy`. */
export function typedCommand(
  program: Command,
  words: readonly string[],
): { readonly command: Command; readonly path: readonly string[] } {
  let command = program;
  const path: string[] = [];
  for (const word of words.filter((candidate) => !candidate.startsWith("-"))) {
    const child = command.commands.find((candidate) => candidate.name() === word);
    if (child === undefined) break;
    command = child;
    path.push(word);
  }
  return { command, path };
}

/** For a word that names no command below `path`; suggests the one that was probably meant. */
export function unknownCommand(parent: Command, path: readonly string[], word: string): UsageError {
  const meant = closestWord(
    word,
    parent.commands.map((command) => command.name()),
  );
  const help = ["kms-doctor help", ...path].join(" ");
  const hint =
    meant === undefined ? `Try '${help}'.` : `Did you mean '${["kms-doctor", ...path, meant].join(" ")}'?`;
  return new UsageError(`unknown command '${word}'`, { hint });
}
