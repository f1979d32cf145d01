import { evaluate } from "../../../../src/core/firewall/evaluate.ts";
import type { Rule, RuleBase } from "../../../../src/core/firewall/model.ts";
import { describe, expect, test } from "vitest";
import { ask } from "../../../support/firewall/ask-rules.ts";

const HEAD = "table inet t {\n";
const base = (name: string, priority: number, policy: string, rules: string): string =>
  ` chain ${name} { type filter hook input priority ${priority}; policy ${policy}; ct state established accept\n${rules}\n }\n`;

describe("the evaluation of rules", () => {
  test("of several base chains the last rule is named, and a policy only where there is no rule", () => {
    const rules = `${HEAD}${base("a", 0, "accept", "ip saddr 10.0.0.0/8 accept")}${base("b", 5, "accept", "")}${base("c", 9, "accept", "ip saddr 10.9.0.0/16 accept")}}\n`;
    const { surely, decisive } = ask(rules, { host: "192.0.2.10" });
    expect(surely).toEqual(["0.0.0.0/0"]);
    expect(decisive.toSorted()).toEqual(["allow rules:3", "allow rules:8", "allow rules:9"]);
  });

  test("chains in a circle, and deeper than any", () => {
    const circle =
      "*filter\n:INPUT DROP [0:0]\n:A - [0:0]\n:B - [0:0]\n-A INPUT -j A\n-A A -j B\n-A B -j A\nCOMMIT\n";
    expect(ask(circle, { host: "192.0.2.10" }).doubts).toEqual([
      "rules:7 chains call each other in a circle",
    ]);
    const names = Array.from({ length: 80 }, (_, index) => `C${index}`);
    const deep = `*filter\n:INPUT DROP [0:0]\n${names.map((name) => `:${name} - [0:0]`).join("\n")}\n-A INPUT -j C0\n${names
      .slice(1)
      .map((name, index) => `-A C${index} -j ${name}`)
      .join("\n")}\nCOMMIT\n`;
    expect(ask(deep, { host: "192.0.2.10" }).doubts[0]).toMatch(/the chains are too many to follow$/);
  });

  test("rules that never apply are told with the one before them, once", () => {
    const rules = `${HEAD}${base(
      "i",
      0,
      "drop",
      "ip saddr 10.0.0.0/8 accept\nip saddr { 10.0.0.1, 10.0.0.9 } drop\ntcp dport vmap { 1688 : accept, 22 : drop }\ntcp dport 1688 drop\ndrop",
    )}}\n`;
    expect(ask(rules, { host: "192.0.2.10" }).shadowed).toEqual([
      "rules:4 behind rules:3",
      "rules:6 behind rules:5",
    ]);
  });

  test("more rules than a call can have arguments", () => {
    const rules = Array.from({ length: 130_000 }, (_, index): Rule => ({
      file: "r",
      line: index + 1,
      text: "limit accept",
      conditions: [{ kind: "unknown", why: "limit" }],
      verdict: { kind: "accept" },
    }));
    const many: RuleBase = {
      baseChains: [
        {
          file: "r",
          line: 1,
          chain: "c",
          text: "c",
          hook: "input",
          priority: 0,
          policy: "drop",
          family: "both",
          sees: "first-packets",
        },
      ],
      chains: new Map([["c", rules]]),
      ipsets: new Map(),
      families: [4, 6],
      assumptions: [],
    };
    const question = { host: null, port: 1688, interface: null, path: "input" } as const;
    expect(evaluate(many, question).doubts).toHaveLength(130_000);
  });

  test("a mask with holes", () => {
    const rules = (mask: string, value = "10.0.0.1"): string =>
      `${HEAD}${base("i", 0, "drop", `ip saddr & ${mask} == ${value} accept`)}}\n`;
    expect(ask(rules("255.255.255.253"), { host: "192.0.2.10" }).surely).toEqual([
      "10.0.0.1/32",
      "10.0.0.3/32",
    ]);
    expect(ask(rules("1.0.0.1"), { host: "192.0.2.10" }).surely).toEqual([]);
    expect(ask(rules("8.0.0.1", "8.0.0.1"), { host: "192.0.2.10" }).doubts).toHaveLength(1);
  });
});
