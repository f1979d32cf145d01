// Names of keys, as the key table and the configuration file write them: `q`, `Q`, `ctrl+p`, `shift+tab`, `pagedown`.

/** What Ink tells of a key press; the fields that are used. */
export type PressedKey = {
  readonly upArrow: boolean;
  readonly downArrow: boolean;
  readonly leftArrow: boolean;
  readonly rightArrow: boolean;
  readonly pageDown: boolean;
  readonly pageUp: boolean;
  readonly home: boolean;
  readonly end: boolean;
  readonly return: boolean;
  readonly escape: boolean;
  readonly ctrl: boolean;
  readonly shift: boolean;
  readonly tab: boolean;
  readonly backspace: boolean;
  readonly delete: boolean;
  readonly meta: boolean;
};

const NAMED = [
  ["upArrow", "up"],
  ["downArrow", "down"],
  ["leftArrow", "left"],
  ["rightArrow", "right"],
  ["pageDown", "pagedown"],
  ["pageUp", "pageup"],
  ["home", "home"],
  ["end", "end"],
  ["return", "enter"],
  ["escape", "esc"],
  ["backspace", "backspace"],
  ["delete", "delete"],
] as const satisfies readonly (readonly [keyof PressedKey, string])[];

const CONTROLS: Readonly<Record<string, string>> = {
  "\r": "enter",
  "\n": "enter",
  "\t": "tab",
  "\u007f": "backspace",
  "\b": "backspace",
  "\u001b": "esc",
  " ": "space",
};

/**
 * The keys of one input event, in order: characters that were typed faster than they are read arrive together, and none
 * may be lost.
 */
export function keyNames(input: string, key: PressedKey): readonly string[] {
  if (key.tab) return [key.shift ? "shift+tab" : "tab"];
  const named = NAMED.find(([field]) => key[field]);
  if (named !== undefined) return [named[1]];
  if (key.ctrl) return [`ctrl+${input.toLowerCase()}`];
  if (key.meta) return [`alt+${input}`];
  return Array.from(input, charName);
}

function charName(char: string): string {
  const code = char.codePointAt(0) ?? 0;
  const named = CONTROLS[char];
  if (named !== undefined) return named;
  // Ctrl-A to Ctrl-Z among other characters.
  return code < 0x20 ? `ctrl+${String.fromCodePoint(code + 0x60)}` : char;
}

/** The character that a key types into a text; undefined where it types none. */
export function typedChar(name: string): string | undefined {
  if (name === "space") return " ";
  return Array.from(name).length === 1 ? name : undefined;
}

const KEY_WORDS = new Set<string>([...NAMED.map(([, name]) => name), "tab", "shift+tab", "space"]);

/** Whether a configuration may name this key. Function keys can't be told apart by the terminal library. */
export function isKeyName(text: string): boolean {
  return KEY_WORDS.has(text) || /^(?:ctrl|alt)\+[a-z]$/.test(text) || /^[!-~]$/.test(text);
}
