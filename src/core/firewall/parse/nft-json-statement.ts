// Statements and expressions of nftables in JSON (libnftables-json(5)).
import {
  isJsonObject,
  jsonText,
  jsonList,
  type JsonObject,
  type JsonValue,
} from "../../text/json-with-lines.ts";
import type {
  NftElement,
  NftKey,
  NftMapEntry,
  NftOp,
  NftRight,
  NftStatement,
  NftVerdict,
} from "./nft-dump.ts";

const OPS: readonly string[] = ["==", "!=", "<", ">", "<=", ">=", "in", "!"];

/** Statements that neither match nor end a rule. */
const NOISE = new Set("counter log mangle meter_name comment secmark flow dup ct_helper".split(" "));

/** In the order of the rule, without those that decide nothing. */
export function nftJsonStatements(expr: readonly JsonValue[]): readonly NftStatement[] {
  return expr.flatMap((item) => {
    if (!isJsonObject(item)) return [];
    const [name = "", body] = Object.entries(item)[0] ?? [];
    return statementOf(name, body ?? null, item);
  });
}

function statementOf(name: string, body: JsonValue, item: JsonObject): readonly NftStatement[] {
  if (name === "match" && isJsonObject(body)) return [matchOf(body)];
  if (name === "vmap" && isJsonObject(body)) return [vmapOf(body)];
  if (name === "reject") return [rejectOf(body)];
  if (name === "set" && isJsonObject(body)) {
    return jsonList(body["stmt"]).length === 0 ? [] : [{ kind: "perhaps", why: "a set with a limit in it" }];
  }
  if (NOISE.has(name) || name.startsWith("ct helper")) return [];
  if (name === "limit" || name === "quota" || name === "ct count")
    return [{ kind: "perhaps", why: `${name} can't be foreseen` }];
  if (name === "masquerade" || name === "snat") return [{ kind: "verdict", verdict: { kind: "accept" } }];
  return [{ kind: "verdict", verdict: nftJsonVerdict(item) }];
}

export function nftJsonVerdict(item: JsonObject): NftVerdict {
  const [name = "", body] = Object.entries(item)[0] ?? [];
  if (name === "accept" || name === "drop" || name === "return" || name === "continue") return { kind: name };
  if ((name === "jump" || name === "goto") && isJsonObject(body))
    return { kind: name, chain: plain(body["target"]) };
  if (name === "xt")
    return { kind: "unknown", why: "made by iptables and listed without its arguments: give iptables-save" };
  return { kind: "unknown", why: `'${name}' sends packets elsewhere or is not known` };
}

function rejectOf(body: JsonValue): NftStatement {
  const type = isJsonObject(body) ? plain(body["type"]) : "";
  const verdict = { kind: "drop" } as const;
  if (type === "icmp") return { kind: "verdict", verdict, family: 4 };
  if (type === "icmpv6") return { kind: "verdict", verdict, family: 6 };
  return type === "tcp reset" ? { kind: "verdict", verdict, resets: true } : { kind: "verdict", verdict };
}

function matchOf({ op, left, right }: JsonObject): NftStatement {
  const keys = keysOf(left ?? null);
  const operation = OPS.includes(plain(op)) ? (plain(op) as NftOp) : undefined;
  if (keys === undefined || operation === undefined || right === undefined)
    return { kind: "perhaps", why: `a match on ${nameOf(left ?? null)} can't be decided` };
  return { kind: "match", keys, op: operation, right: rightOf(right) };
}

function vmapOf({ key, data }: JsonObject): NftStatement {
  const keys = keysOf(key ?? null);
  if (keys === undefined)
    return {
      kind: "verdict",
      verdict: { kind: "unknown", why: `a map of ${nameOf(key ?? null)} can't be followed` },
    };
  if (typeof data === "string") return { kind: "vmap", keys, map: data };
  const entries = isJsonObject(data) ? jsonList(data["set"]) : [];
  const map = entries.flatMap((entry): readonly NftMapEntry[] => {
    const [element, verdict] = jsonList(entry);
    if (element === undefined || !isJsonObject(verdict)) return [];
    return [{ element: nftJsonElement(element), verdict: nftJsonVerdict(verdict) }];
  });
  return { kind: "vmap", keys, map };
}

function keysOf(left: JsonValue): readonly NftKey[] | undefined {
  if (isJsonObject(left) && left["concat"] !== undefined) {
    const parts = jsonList(left["concat"]).map(keyOf);
    return parts.every((part) => part !== undefined) ? parts : undefined;
  }
  const key = keyOf(left);
  return key === undefined ? undefined : [key];
}

/** Names are those of the text listing; undefined for what has none there. */
function keyOf(left: JsonValue): NftKey | undefined {
  if (!isJsonObject(left)) return undefined;
  const [name = "", body] = Object.entries(left)[0] ?? [];
  if (name === "&") {
    const [inner, mask] = jsonList(body);
    const key = inner === undefined ? undefined : keyOf(inner);
    return key === undefined || mask === undefined ? undefined : { ...key, mask: wordsOf(mask) };
  }
  if (!isJsonObject(body)) return undefined;
  if (name === "payload" && body["protocol"] !== undefined)
    return { name: `${plain(body["protocol"])} ${plain(body["field"])}` };
  if (name === "meta") return { name: metaName(plain(body["key"])) };
  if (name === "ct")
    return { name: body["dir"] === undefined ? `ct ${plain(body["key"])}` : "ct of a direction" };
  if (name === "fib")
    return { name: ["fib", ...jsonList(body["flags"]).map(plain), plain(body["result"])].join(" ") };
  return undefined;
}

/** Interfaces are written without `meta`. */
export function metaName(key: string): string {
  return /^[io]if(name)?$/.test(key) ? key : `meta ${key}`;
}

function nameOf(left: JsonValue): string {
  return isJsonObject(left) ? (Object.keys(left)[0] ?? "nothing") : "a value";
}

function rightOf(right: JsonValue): NftRight {
  if (typeof right === "string" && right.startsWith("@")) return right;
  if (isJsonObject(right) && right["set"] !== undefined) return jsonList(right["set"]).map(nftJsonElement);
  if (Array.isArray(right) || (isJsonObject(right) && right["|"] !== undefined))
    return wordsOf(right).map((word) => [word]);
  return [nftJsonElement(right)];
}

export function nftJsonElement(value: JsonValue): NftElement {
  if (isJsonObject(value)) {
    if (value["concat"] !== undefined) return jsonList(value["concat"]).flatMap(nftJsonElement);
    const wrapped = value["elem"];
    if (isJsonObject(wrapped) && wrapped["val"] !== undefined) return nftJsonElement(wrapped["val"]);
  }
  return [plain(value)];
}

/** Flags come as a word, a list, or joined by `|`. */
function wordsOf(value: JsonValue): readonly string[] {
  if (isJsonObject(value) && value["|"] !== undefined) return jsonList(value["|"]).flatMap(wordsOf);
  return jsonList(value).map(plain);
}

/** A value as the text listing writes it. */
function plain(value: JsonValue | undefined): string {
  if (!isJsonObject(value)) return jsonText(value);
  const { prefix, range } = value;
  if (isJsonObject(prefix)) return `${plain(prefix["addr"])}/${plain(prefix["len"])}`;
  if (range !== undefined) return jsonList(range).map(plain).join("-");
  return "";
}
