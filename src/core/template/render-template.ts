// Fills a checked template in. A value that its escape refuses ends it with the line and the reason.
import { InvariantError } from "../errors.ts";
import { err, ok, type Result } from "../result.ts";
import { ESCAPES, isEscapeName } from "./escapes.ts";
import type { TemplateNode, TemplateProblem } from "./template-node.ts";
import type { Scope } from "./template-scope.ts";

/** The longest text that a template may yield, in characters. */
export const MAX_RENDERED_LENGTH = 16 * 1024 * 1024;

type Scopes = readonly Scope[];
type Budget = { left: number };

/** `nodes` must have passed `checkTemplate`, and `root` must have the shape of TEMPLATE_SCOPE. */
export function renderTemplate(nodes: readonly TemplateNode[], root: Scope): Result<string, TemplateProblem> {
  return renderNodes(nodes, [root], { left: MAX_RENDERED_LENGTH });
}

function renderNodes(
  nodes: readonly TemplateNode[],
  scopes: Scopes,
  budget: Budget,
): Result<string, TemplateProblem> {
  let text = "";
  for (const node of nodes) {
    const piece = renderNode(node, scopes, budget);
    if (!piece.ok) return piece;
    text += piece.value;
  }
  return ok(text);
}

function renderNode(node: TemplateNode, scopes: Scopes, budget: Budget): Result<string, TemplateProblem> {
  if (node.kind === "text") return spend(node.text, 1, budget);
  if (node.kind === "value") return renderValue(node, scopes, budget);
  const items = scopes.findLast(({ lists }) => Object.hasOwn(lists, node.list))?.lists[node.list];
  if (items === undefined) throw new InvariantError(`the template's list '${node.list}' was not checked`);
  if (node.kind === "if") return items.length === 0 ? ok("") : renderNodes(node.body, scopes, budget);
  const pieces: string[] = [];
  for (const item of items) {
    // An empty body would otherwise cost nothing, however often it is gone through.
    const round = spend("", node.line, budget);
    const piece = round.ok ? renderNodes(node.body, [...scopes, item], budget) : round;
    if (!piece.ok) return piece;
    pieces.push(piece.value);
  }
  return ok(node.hasCommas ? joinWithCommas(pieces) : pieces.join(""));
}

/** The comma stands before the line end of the item that it follows. */
function joinWithCommas(pieces: readonly string[]): string {
  return pieces
    .map((piece, index) => (index === pieces.length - 1 ? piece : piece.replace(/\n?$/, ",$&")))
    .join("");
}

function renderValue(
  { name, escape, line }: Extract<TemplateNode, { kind: "value" }>,
  scopes: Scopes,
  budget: Budget,
): Result<string, TemplateProblem> {
  const value = scopes.findLast(({ values }) => Object.hasOwn(values, name))?.values[name];
  if (value === undefined || !isEscapeName(escape)) {
    throw new InvariantError(`the template's value '${name}|${escape}' was not checked`);
  }
  const written = ESCAPES[escape].write(value);
  if (written.ok) return spend(written.value, line, budget);
  return err({ line, message: `'${value}' can't be written as ${name}|${escape}: ${written.error}` });
}

function spend(text: string, line: number, budget: Budget): Result<string, TemplateProblem> {
  budget.left -= text.length + 1;
  if (budget.left >= 0) return ok(text);
  return err({ line, message: `the text grows beyond ${MAX_RENDERED_LENGTH} characters` });
}
