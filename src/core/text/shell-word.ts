// Words of commands that are offered for pasting into a POSIX shell, PowerShell or cmd. Names that come from the network
// may hold anything: what is no ordinary host name is never written into a command, a placeholder stands there.

/** Means itself in all three kinds of shell. */
const BARE = /^[\w./:][\w./:-]*$/;

/** Means itself between double quotes in all three. One percent sign is harmless: cmd replaces what stands between two. */
const BETWEEN_QUOTES = /^[\w./:@+=,[\]][\w./:@+=,[\]-]*(?:%[\w.-]+)?$/;

const HOST_NAME = /^\w[\w.-]*$/;

/** `text` so that a shell reads exactly it, or `placeholder` where it could be read as anything else, an option included. */
export function shellWord(text: string, placeholder = "WORD"): string {
  if (BARE.test(text)) return text;
  return BETWEEN_QUOTES.test(text) ? `"${text}"` : placeholder;
}

/** True for names of letters, digits, `.`, `_`, `-` that no command takes for an option. */
export function isHostWord(name: string): boolean {
  return HOST_NAME.test(name);
}

/** The host or domain name, or `placeholder` where it has other characters than letters, digits, `.`, `_`, `-`. */
export function hostWord(name: string, placeholder = "HOST"): string {
  return isHostWord(name) ? name : placeholder;
}

/** What to say beside a command with `hostWord(name, placeholder)` in it: empty for ordinary names. */
export function hostWordNote(name: string, placeholder = "HOST"): string {
  return isHostWord(name)
    ? ""
    : ` (${placeholder} stands for a name with characters that a shell could act on: type it with care, or rename it)`;
}
