// Reads the template language: `{{value|escape}}`, `{{#each list}} … {{/each}}`, `{{#each list,}}` (items divided by commas) and
// `{{#if list}} … {{/if}}` (only where the list has items). A block's tag that stands alone on its line takes the line with it.
import { err, ok, type Result } from "../result.ts";
import type { TemplateNode, TemplateProblem } from "./template-node.ts";

/** The longest template, in characters. */
export const MAX_TEMPLATE_LENGTH = 65_536;

const MAX_DEPTH = 6;

const HOW_TO_WRITE =
  "There are {{value|escape}}, {{#each list}}, {{#each list,}}, {{/each}}, {{#if list}} and {{/if}}.";

type Token =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "tag"; readonly words: string; readonly line: number };

type OpenBlock = Omit<Extract<TemplateNode, { kind: "each" | "if" }>, "body"> & {
  readonly body: TemplateNode[];
};

/** Takes time in proportion to the text. Line ends become LF; whether names are known is for `checkTemplate`. */
export function parseTemplate(source: string): Result<readonly TemplateNode[], TemplateProblem> {
  if (source.length > MAX_TEMPLATE_LENGTH) {
    return err({ line: 1, message: `the template is longer than ${MAX_TEMPLATE_LENGTH} characters` });
  }
  const tokens = splitTokens(source.replace(/^\ufeff/, "").replaceAll("\r\n", "\n"));
  return tokens.ok ? nest(tokens.value) : tokens;
}

function splitTokens(text: string): Result<readonly Token[], TemplateProblem> {
  const tokens: Token[] = [];
  let at = 0;
  let line = 1;
  for (;;) {
    const open = text.indexOf("{{", at);
    if (open === -1) break;
    line += countLines(text, at, open);
    const close = text.indexOf("}}", open);
    const words = text.slice(open + 2, close === -1 ? text.length : close);
    if (close === -1 || words.includes("\n")) {
      return err({ line, message: "'{{' is not closed by '}}' on its line", hint: HOW_TO_WRITE });
    }
    const end = close + 2;
    const alone = /^[#/]/.test(words) ? lineAround(text, open, end) : undefined;
    tokens.push({ kind: "text", text: text.slice(at, Math.max(at, alone?.start ?? open)) });
    tokens.push({ kind: "tag", words, line });
    at = alone?.end ?? end;
    line += countLines(text, open, at);
  }
  tokens.push({ kind: "text", text: text.slice(at) });
  return ok(tokens);
}

/** The whole line, its end included, where nothing but blanks stands beside the tag. */
function lineAround(
  text: string,
  open: number,
  close: number,
): { readonly start: number; readonly end: number } | undefined {
  let start = open;
  while (start > 0 && isBlank(text, start - 1)) start--;
  let end = close;
  while (end < text.length && isBlank(text, end)) end++;
  if (start > 0 && text.charAt(start - 1) !== "\n") return undefined;
  if (end < text.length && text.charAt(end) !== "\n") return undefined;
  return { start, end: Math.min(end + 1, text.length) };
}

function isBlank(text: string, index: number): boolean {
  const char = text.charAt(index);
  return char === " " || char === "\t";
}

function countLines(text: string, from: number, to: number): number {
  let count = 0;
  for (let at = text.indexOf("\n", from); at !== -1 && at < to; at = text.indexOf("\n", at + 1)) count++;
  return count;
}

function nest(tokens: readonly Token[]): Result<readonly TemplateNode[], TemplateProblem> {
  const root: TemplateNode[] = [];
  const open: OpenBlock[] = [];
  for (const token of tokens) {
    if (token.kind === "text") {
      if (token.text !== "") bodyIn(open, root).push(token);
      continue;
    }
    const problem = readTag(token.words, token.line, open, root);
    if (problem !== undefined) return err(problem);
  }
  const left = open.at(-1);
  if (left === undefined) return ok(root);
  return err({
    line: left.line,
    message: `{{#${left.kind} ${left.list}}} is never closed`,
    hint: `Write {{/${left.kind}}} behind it.`,
  });
}

function bodyIn(open: readonly OpenBlock[], root: TemplateNode[]): TemplateNode[] {
  return open.at(-1)?.body ?? root;
}

/** Adds what the tag means to the innermost block, or opens or closes one. */
function readTag(
  words: string,
  line: number,
  open: OpenBlock[],
  root: TemplateNode[],
): TemplateProblem | undefined {
  const [, name, escape] = /^([A-Za-z0-9]{1,32})\|([a-z0-9-]{1,32})$/.exec(words) ?? [];
  if (name !== undefined && escape !== undefined) {
    bodyIn(open, root).push({ kind: "value", name, escape, line });
    return undefined;
  }
  const [, kind, list, comma] = /^#(each|if) ([A-Za-z0-9]{1,32})(,?)$/.exec(words) ?? [];
  if ((kind === "each" || (kind === "if" && comma === "")) && list !== undefined) {
    if (open.length === MAX_DEPTH) return { line, message: `blocks are nested deeper than ${MAX_DEPTH}` };
    open.push({ kind, list, hasCommas: comma === ",", line, body: [] });
    return undefined;
  }
  const closed = /^\/(each|if)$/.exec(words)?.[1];
  if (closed !== undefined) {
    const block = open.pop();
    if (block?.kind === closed) {
      bodyIn(open, root).push(block);
      return undefined;
    }
    const message = block === undefined ? "closes nothing" : `can't close {{#${block.kind} ${block.list}}}`;
    return { line, message: `{{/${closed}}} ${message}` };
  }
  return unknownTag(words, line);
}

function unknownTag(words: string, line: number): TemplateProblem {
  const shown = words.length > 40 ? `${words.slice(0, 40)}…` : words;
  const isBareName = /^[A-Za-z0-9]+$/.test(words);
  return {
    line,
    message: isBareName ? `{{${words}}} has no escape` : `{{${shown}}} is not understood`,
    hint: isBareName ? `Write {{${words}|zone}}, {{${words}|json}} or another escape.` : HOW_TO_WRITE,
  };
}
