// TypeScript source with the insides of comments, strings, templates and regular expressions blanked, so that simple
// patterns only meet code. Lines and offsets stay as they were. (TypeScript 7 ships no compiler API to ask instead.)

type Mode = "code" | "line-comment" | "block-comment" | "template" | "regex" | '"' | "'";

/** After these a slash begins a regular expression, else it divides. */
const BEFORE_REGEX =
  /(^|[(,=:[!&|?{};+*%~^<>-]|\b(return|typeof|case|in|of|void|yield|await|throw|do|else))$/;

export function blankSource(source: string): string {
  const out: string[] = [];
  // One entry for each `${` that is open: how deep its braces are.
  const substitutions: number[] = [];
  let mode: Mode = "code";
  let inClass = false;
  let code = "";
  for (let index = 0; index < source.length; index++) {
    const char = source.charAt(index);
    const pair = source.slice(index, index + 2);
    if (mode === "code") {
      const next = nextMode(char, pair, code, substitutions);
      mode = next;
      if (next === "line-comment" || next === "block-comment") {
        out.push("  ");
        index++;
        continue;
      }
      out.push(char);
      if (!/\s/.test(char)) code = `${code}${char}`.slice(-12);
      else if (/\w$/.test(code)) code = `${code} `;
      if (next !== "code") code = "";
      continue;
    }
    if (mode === "line-comment") {
      if (char === "\n") mode = "code";
      out.push(char === "\n" ? char : " ");
      continue;
    }
    if (mode === "block-comment") {
      out.push(pair === "*/" ? "  " : char === "\n" ? char : " ");
      if (pair !== "*/") continue;
      index++;
      mode = "code";
      continue;
    }
    if (char === "\\") {
      out.push("  ");
      index++;
      continue;
    }
    if (mode === "template" && pair === "${") {
      out.push(pair);
      index++;
      substitutions.push(0);
      mode = "code";
      code = "(";
      continue;
    }
    if (mode === "regex" && char === "[") inClass = true;
    if (mode === "regex" && char === "]") inClass = false;
    const closes = mode === "template" ? "`" : mode === "regex" ? (inClass ? "" : "/") : mode;
    if (char === closes) {
      mode = "code";
      code = ")";
      out.push(char);
    } else {
      out.push(char === "\n" ? char : " ");
    }
  }
  return out.join("");
}

/** Where the character leads from code; counts the braces inside template substitutions. */
function nextMode(char: string, pair: string, code: string, substitutions: number[]): Mode {
  if (pair === "//") return "line-comment";
  if (pair === "/*") return "block-comment";
  if (char === '"' || char === "'") return char;
  if (char === "`") return "template";
  if (char === "/" && BEFORE_REGEX.test(code.trimEnd())) return "regex";
  const depth = substitutions.at(-1);
  if (depth === undefined) return "code";
  if (char === "{") substitutions[substitutions.length - 1] = depth + 1;
  if (char !== "}") return "code";
  if (depth > 0) {
    substitutions[substitutions.length - 1] = depth - 1;
    return "code";
  }
  substitutions.pop();
  return "template";
}
