// Statements of nftables as its text listing writes them, for rules that came as JSON.
import type { NftElement, NftKey, NftRight, NftStatement, NftVerdict } from "./nft-dump.ts";

export function sayNftStatements(statements: readonly NftStatement[]): string {
  return statements.map(sayStatement).join(" ");
}

function sayStatement(statement: NftStatement): string {
  switch (statement.kind) {
    case "match": {
      const { keys, op, right } = statement;
      return `${sayKeys(keys)} ${op === "==" || op === "in" ? "" : `${op} `}${sayRight(right, op === "in")}`;
    }
    case "vmap": {
      const { keys, map } = statement;
      const entries =
        typeof map === "string"
          ? map
          : `{ ${map.map(({ element, verdict }) => `${sayElement(element)} : ${sayVerdict(verdict)}`).join(", ")} }`;
      return `${sayKeys(keys)} vmap ${entries}`;
    }
    case "verdict":
      if (statement.resets === true) return "reject with tcp reset";
      return sayVerdict(statement.verdict);
    case "perhaps":
      return `(${statement.why})`;
  }
}

function sayKeys(keys: readonly NftKey[]): string {
  return keys
    .map(({ name, mask }) => (mask === undefined ? name : `${name} & ${mask.join("|")}`))
    .join(" . ");
}

function sayRight(right: NftRight, isList: boolean): string {
  if (typeof right === "string") return right;
  const [only] = right;
  if (only !== undefined && right.length === 1) return sayElement(only);
  return isList ? right.map(sayElement).join(",") : `{ ${right.map(sayElement).join(", ")} }`;
}

function sayElement(element: NftElement): string {
  return element.join(" . ");
}

function sayVerdict(verdict: NftVerdict): string {
  if (verdict.kind === "jump" || verdict.kind === "goto") return `${verdict.kind} ${verdict.chain}`;
  return verdict.kind === "unknown" ? `(${verdict.why})` : verdict.kind;
}
