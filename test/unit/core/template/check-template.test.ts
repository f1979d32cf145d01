import { describe, expect, test } from "vitest";
import { checkTemplate } from "../../../../src/core/template/check-template.ts";
import { parseTemplate } from "../../../../src/core/template/parse-template.ts";

function check(text: string, allowed: readonly string[] = ["zone"]): string {
  const parsed = parseTemplate(text);
  if (!parsed.ok) throw new Error(parsed.error.message);
  const problem = checkTemplate(parsed.value, allowed);
  if (problem === undefined) return "fine";
  return `${problem.line}: ${problem.message}${problem.hint === undefined ? "" : ` ${problem.hint}`}`;
}

describe("checkTemplate", () => {
  test.each([
    ["plain text", "fine"],
    ["{{#each records}}{{owner|zone}}{{/each}}", "fine"],
    ["{{#each zones}}{{#each records}}{{zoneNumber|zone}}{{owner|zone}}{{/each}}{{/each}}", "fine"],
    ["{{#each zones}}{{#each clients}}{{cidr|zone}}{{zone|zone}}{{/each}}{{/each}}", "fine"],
    ["{{#each ipv4}}{{#if ipv6}}{{address|zone}}{{/if}}{{/each}}", "fine"],
    [
      "{{owner|zone}}",
      "1: there is no value 'owner' here Values stand inside of {{#each list}}, such as {{#each records}}.",
    ],
    ["{{#each records}}\n{{onwer|zone}}{{/each}}", "2: there is no value 'onwer' here Write 'owner'."],
    ["{{#each record}}{{/each}}", "1: there is no list 'record' here Write 'records'."],
    ["{{#each publications}}{{/each}}", "1: there is no list 'publications' here There are: aRrsets, "],
    ["{{#each constructor}}{{/each}}", "1: there is no list 'constructor' here There are: "],
    ["{{#each records}}{{toString|zone}}{{/each}}", "1: there is no value 'toString' here There are: "],
    ["{{#each records}}{{owner|zoen}}{{/each}}", "1: there is no escape 'zoen' Write 'zone'."],
    ["{{#each records}}{{owner|constructor}}{{/each}}", "1: there is no escape 'constructor' There are: "],
    [
      "{{#each records}}{{owner|shell}}{{/each}}",
      "1: the escape 'shell' is not among those that the metadata allows Allowed: zone.",
    ],
    ["{{#if nothing}}{{/if}}", "1: there is no list 'nothing' here"],
    ["{{#each zones}}{{#if below}}{{/if}}{{/each}}", "1: there is no list 'below' here"],
  ])("%j", (text, expected) => {
    expect(check(text).slice(0, expected.length)).toBe(expected);
  });

  test("an escape takes only the kinds that it knows", () => {
    expect(check("{{#each records}}{{owner|reg-dword}}{{/each}}", ["reg-dword"])).toBe(
      "1: 'owner' is text, which the escape 'reg-dword' does not take",
    );
    expect(check("{{#each records}}{{port|reg-dword}}{{/each}}", ["reg-dword"])).toBe("fine");
  });
});
