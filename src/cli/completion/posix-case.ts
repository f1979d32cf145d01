// Patterns of the shells whose scripts branch with `case`: bash and zsh.
import type { CommandWords, OptionWords } from "./command-words.ts";

/** One pattern for every command: `"probe"|"lab"|"lab start"`. */
export function commandPattern(commands: readonly CommandWords[]): string {
  return commands
    .filter(({ path }) => path !== "")
    .map(({ path }) => `"${path}"`)
    .join("|");
}

/** A branch of `case "$path:$previousWord"` for each option that takes a value: what `replyFor` has the shell do. */
export function valueBranches(
  commands: readonly CommandWords[],
  replyFor: (option: OptionWords) => string,
): string {
  return commands
    .flatMap(({ path, options }) =>
      options
        .filter(({ value }) => value !== "none")
        .map((option) => {
          const pattern = option.names.map((name) => `"${path}:${name}"`).join("|");
          return `    ${pattern}) ${replyFor(option)}; return ;;`;
        }),
    )
    .join("\n");
}
