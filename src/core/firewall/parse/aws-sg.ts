// Reads `aws ec2 describe-security-groups`: permissions only, taken together over all groups, stateful.
import { err, ok } from "../../result.ts";
import {
  isJsonObject,
  jsonText,
  jsonList,
  parseJsonWithLines,
  type JsonObject,
  type JsonValue,
} from "../../text/json-with-lines.ts";
import type { Condition, Rule } from "../model.ts";
import { parseAddressText } from "./address-text.ts";
import { orderedRuleBase } from "./ordered-rules.ts";
import { ruleText, type ParseRules } from "./parsed.ts";

export const parseAwsSg: ParseRules = (dumps) => {
  const rules: (readonly Rule[])[] = [];
  const names: string[] = [];
  for (const { file, text } of dumps) {
    const json = parseJsonWithLines(text);
    if (!json.ok) return err({ file, ...json.error });
    const { value, lineOf } = json.value;
    const groups =
      isJsonObject(value) && value["SecurityGroups"] !== undefined ? value["SecurityGroups"] : value;
    for (const group of jsonList(groups)) {
      if (!isJsonObject(group) || group["IpPermissions"] === undefined)
        return err({ file, line: 1, reason: "has a security group without 'IpPermissions'" });
      const name = jsonText(group["GroupId"] ?? group["GroupName"] ?? "a security group");
      names.push(name);
      for (const permission of jsonList(group["IpPermissions"]))
        if (isJsonObject(permission)) rules.push(permissionRules(name, permission, file, lineOf));
    }
  }
  const { file = "" } = dumps[0] ?? {};
  const end = { file, line: 1, name: "groups", text: "no security group allows it" };
  const together = names.length > 1 ? [`the host has the security groups ${names.join(", ")}`] : [];
  return ok(
    orderedRuleBase(
      [{ ...end, rules: rules.flat(), policy: "drop", hook: "inbound", isStateful: true }],
      together,
    ),
  );
};

function permissionRules(
  group: string,
  permission: JsonObject,
  file: string,
  lineOf: (object: JsonObject) => number,
): readonly Rule[] {
  const { IpProtocol: protocol, FromPort: from, ToPort: to } = permission;
  const ports = portConditions(protocol, from, to);
  const what = protocol === "-1" ? "everything" : `${jsonText(protocol)} ${jsonText(from)}-${jsonText(to)}`;
  const rule = (source: JsonObject, who: string, condition: Condition): Rule => ({
    file,
    line: lineOf(source),
    text: ruleText(`${group}: ${what} from ${who}`),
    conditions: [...ports, condition],
    verdict: { kind: "accept" },
  });
  const objects = (key: string): readonly JsonObject[] => jsonList(permission[key]).filter(isJsonObject);
  return [
    ...objects("IpRanges").map((range) =>
      rule(range, plain(range["CidrIp"]), blockCondition(plain(range["CidrIp"]))),
    ),
    ...objects("Ipv6Ranges").map((range) =>
      rule(range, plain(range["CidrIpv6"]), blockCondition(plain(range["CidrIpv6"]))),
    ),
    ...objects("PrefixListIds").map((list) =>
      rule(
        list,
        plain(list["PrefixListId"]),
        unknown(`the prefix list ${plain(list["PrefixListId"])} is not in the dump`),
      ),
    ),
    ...objects("UserIdGroupPairs").map((pair) =>
      rule(
        pair,
        plain(pair["GroupId"]),
        unknown(`which machines have the group ${plain(pair["GroupId"])} is not in the dump`),
      ),
    ),
  ];
}

function plain(value: JsonValue | undefined): string {
  return typeof value === "string" ? value : "";
}

function unknown(why: string): Condition {
  return { kind: "unknown", why };
}

export function blockCondition(text: string): Condition {
  const set = parseAddressText(text);
  return set === undefined
    ? unknown(`'${text}' is no block of addresses`)
    : { kind: "address", side: "source", set };
}

function portConditions(
  protocol: JsonValue | undefined,
  from: JsonValue | undefined,
  to: JsonValue | undefined,
): readonly Condition[] {
  if (protocol === "-1") return [];
  if (protocol !== "tcp" && protocol !== "6") return [{ kind: "never" }];
  if (typeof from !== "number" || typeof to !== "number") return [];
  return [{ kind: "port", side: "destination", ranges: [[from, to]] }];
}
