// Holds a template to what there is: every value and list known where it stands, every escape known, allowed and fit for the value.
import { closestWord } from "../text/closest-word.ts";
import { ESCAPES, isEscapeName } from "./escapes.ts";
import type { TemplateNode, TemplateProblem } from "./template-node.ts";
import { TEMPLATE_SCOPE, type ScopeType, type ValueKind } from "./template-scope.ts";

type Scopes = readonly ScopeType[];

/** The first problem, undefined for a template that can be rendered. `allowed` are the escapes that its metadata names. */
export function checkTemplate(
  nodes: readonly TemplateNode[],
  allowed: readonly string[],
): TemplateProblem | undefined {
  return checkNodes(nodes, [TEMPLATE_SCOPE], allowed);
}

function checkNodes(
  nodes: readonly TemplateNode[],
  scopes: Scopes,
  allowed: readonly string[],
): TemplateProblem | undefined {
  for (const node of nodes) {
    if (node.kind === "text") continue;
    const problem =
      node.kind === "value" ? checkValue(node, scopes, allowed) : checkBlock(node, scopes, allowed);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

function checkBlock(
  { kind, list, body, line }: Extract<TemplateNode, { kind: "each" | "if" }>,
  scopes: Scopes,
  allowed: readonly string[],
): TemplateProblem | undefined {
  const type = scopes.findLast(({ lists }) => Object.hasOwn(lists, list))?.lists[list];
  if (type === undefined) {
    const known = new Set(scopes.flatMap(({ lists }) => Object.keys(lists)));
    return unknown(line, `there is no list '${list}' here`, list, [...known]);
  }
  return checkNodes(body, kind === "each" ? [...scopes, type] : scopes, allowed);
}

function checkValue(
  { name, escape, line }: Extract<TemplateNode, { kind: "value" }>,
  scopes: Scopes,
  allowed: readonly string[],
): TemplateProblem | undefined {
  const kind: ValueKind | undefined = scopes.findLast(({ values }) => Object.hasOwn(values, name))?.values[
    name
  ];
  if (kind === undefined) {
    const known = new Set(scopes.flatMap(({ values }) => Object.keys(values)));
    return unknown(line, `there is no value '${name}' here`, name, [...known]);
  }
  if (!isEscapeName(escape)) {
    return unknown(line, `there is no escape '${escape}'`, escape, Object.keys(ESCAPES));
  }
  if (!allowed.includes(escape)) {
    return {
      line,
      message: `the escape '${escape}' is not among those that the metadata allows`,
      hint: `Allowed: ${allowed.join(", ")}.`,
    };
  }
  return ESCAPES[escape].takes.includes(kind)
    ? undefined
    : { line, message: `'${name}' is ${kind}, which the escape '${escape}' does not take` };
}

function unknown(line: number, message: string, word: string, known: readonly string[]): TemplateProblem {
  const meant = closestWord(word, known);
  const hint =
    meant !== undefined
      ? `Write '${meant}'.`
      : known.length === 0
        ? "Values stand inside of {{#each list}}, such as {{#each records}}."
        : `There are: ${known.toSorted().join(", ")}.`;
  return { line, message, hint };
}
