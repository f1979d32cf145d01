// A line of text that is being edited: the text and where the next character goes, as a value.

export type TextFieldState = {
  readonly text: string;
  /** Position in `text`, counted in UTF-16 units and never within a surrogate pair. */
  readonly cursor: number;
};

export type TextEdit =
  | { readonly kind: "insert"; readonly text: string }
  | {
      readonly kind:
        | "delete-before"
        | "delete-after"
        | "left"
        | "right"
        | "start"
        | "end"
        | "delete-to-start"
        | "delete-word";
    };

/** More than any name, path or code needs; a paste beyond it is cut. */
const MOST_UNITS = 4096;

export function textField(text = ""): TextFieldState {
  return { text, cursor: text.length };
}

export function editText({ text, cursor }: TextFieldState, edit: TextEdit): TextFieldState {
  const [before, after] = [text.slice(0, cursor), text.slice(cursor)];
  switch (edit.kind) {
    case "insert": {
      const room = Math.max(0, MOST_UNITS - text.length);
      // A pair of surrogates is not cut in two.
      const inserted = edit.text.slice(0, room).replace(/[\ud800-\udbff]$/, "");
      return { text: before + inserted + after, cursor: cursor + inserted.length };
    }
    case "delete-before": {
      const kept = before.slice(0, before.length - lastChar(before).length);
      return { text: kept + after, cursor: kept.length };
    }
    case "delete-after":
      return { text: before + after.slice(firstChar(after).length), cursor };
    case "left":
      return { text, cursor: cursor - lastChar(before).length };
    case "right":
      return { text, cursor: cursor + firstChar(after).length };
    case "start":
      return { text, cursor: 0 };
    case "end":
      return { text, cursor: text.length };
    case "delete-to-start":
      return { text: after, cursor: 0 };
    case "delete-word": {
      const kept = before.replace(/\S*\s*$/, "");
      return { text: kept + after, cursor: kept.length };
    }
  }
}

function firstChar(text: string): string {
  const [first = ""] = text;
  return first;
}

function lastChar(text: string): string {
  return Array.from(text.slice(-2)).at(-1) ?? "";
}
