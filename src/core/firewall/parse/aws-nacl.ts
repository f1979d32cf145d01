// Reads `aws ec2 describe-network-acls`: by number, first match, stateless, so that the answers must pass as well.
import { err, ok } from "../../result.ts";
import {
  isJsonObject,
  jsonText,
  jsonList,
  parseJsonWithLines,
  type JsonObject,
} from "../../text/json-with-lines.ts";
import type { Condition, Rule } from "../model.ts";
import { parseAddressText } from "./address-text.ts";
import { orderedRuleBase, type OrderedList } from "./ordered-rules.ts";
import type { ParseFile } from "./parsed.ts";

export const parseAwsNacl: ParseFile = ({ text, file }) => {
  const json = parseJsonWithLines(text);
  if (!json.ok) return json;
  const { value, lineOf } = json.value;
  const list = isJsonObject(value) && value["NetworkAcls"] !== undefined ? value["NetworkAcls"] : value;
  const lists: OrderedList[] = [];
  for (const acl of jsonList(list)) {
    if (!isJsonObject(acl) || acl["Entries"] === undefined)
      return err({ line: 1, reason: "has a network ACL without 'Entries'" });
    const name = jsonText(acl["NetworkAclId"] ?? `ACL ${lists.length}`);
    const entries = jsonList(acl["Entries"])
      .filter(isJsonObject)
      .toSorted(
        (left, right) => Number(jsonText(left["RuleNumber"])) - Number(jsonText(right["RuleNumber"])),
      );
    for (const hook of ["inbound", "outbound"] as const) {
      const rules = entries
        .filter((entry) => (entry["Egress"] === true) === (hook === "outbound"))
        .map((entry) => entryRule(name, entry, file, lineOf(entry)));
      lists.push({
        file,
        line: lineOf(acl),
        name,
        text: `${name} ${hook}: * deny`,
        rules,
        policy: "drop",
        hook,
        isStateful: false,
      });
    }
  }
  const count = lists.length / 2;
  return ok(
    orderedRuleBase(lists, count > 1 ? [`packets go through all ${count} network ACLs of '${file}'`] : []),
  );
};

function entryRule(name: string, entry: JsonObject, file: string, line: number): Rule {
  const {
    RuleNumber: number,
    Protocol: protocol,
    RuleAction: action,
    Egress: egress,
    PortRange: range,
  } = entry;
  const block = jsonText(entry["CidrBlock"] ?? entry["Ipv6CidrBlock"] ?? "");
  const set = parseAddressText(block);
  const conditions: Condition[] = [];
  if (protocol !== "-1" && protocol !== "6") conditions.push({ kind: "never" });
  const { From: from, To: to } = isJsonObject(range) ? range : {};
  const isPorts = protocol === "6" && typeof from === "number" && typeof to === "number";
  if (isPorts) conditions.push({ kind: "port", side: "destination", ranges: [[from, to]] });
  conditions.push(
    set === undefined
      ? { kind: "unknown", why: `'${block}' is no block of addresses` }
      : { kind: "address", side: egress === true ? "destination" : "source", set },
  );
  const ports = isPorts ? ` ports ${from}-${to}` : "";
  const text = `${name} ${egress === true ? "egress" : "ingress"} ${jsonText(number)}: ${jsonText(action)} ${block} protocol ${jsonText(protocol)}${ports}`;
  return { file, line, text, conditions, verdict: { kind: action === "allow" ? "accept" : "drop" } };
}
