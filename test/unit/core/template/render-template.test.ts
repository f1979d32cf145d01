import { describe, expect, test } from "vitest";
import { parseTemplate } from "../../../../src/core/template/parse-template.ts";
import { MAX_RENDERED_LENGTH, renderTemplate } from "../../../../src/core/template/render-template.ts";
import type { Scope } from "../../../../src/core/template/template-scope.ts";

const item = (values: Scope["values"], lists: Scope["lists"] = {}): Scope => ({ values, lists });
const SCOPE = item(
  {},
  {
    letters: ["a", "b", "c"].map((letter) => item({ letter, number: 7 })),
    groups: [
      item({ group: "x" }, { letters: [item({ letter: "d", number: 8 })] }),
      item({ group: "y" }, { letters: [] }),
    ],
    none: [],
  },
);

function render(text: string, scope: Scope = SCOPE): string {
  const parsed = parseTemplate(text);
  if (!parsed.ok) throw new Error(parsed.error.message);
  const rendered = renderTemplate(parsed.value, scope);
  return rendered.ok ? rendered.value : `${rendered.error.line}: ${rendered.error.message}`;
}

describe("renderTemplate", () => {
  test.each([
    ["{{#each letters}}{{letter|plain}}{{/each}}", "abc"],
    ["[{{#each letters,}}{{letter|json}}{{/each}}]", '["a","b","c"]'],
    ["[\n{{#each letters,}}\n  {{number|json}}\n{{/each}}\n]\n", "[\n  7,\n  7,\n  7\n]\n"],
    ["{{#each none,}}x{{/each}}", ""],
    ["{{#if none}}x{{/if}}{{#if letters}}y{{/if}}", "y"],
    ["{{#each groups}}{{group|plain}}:{{#each letters}}{{letter|plain}}{{/each}} {{/each}}", "x:d y: "],
    ["{{#each groups}}{{#each none}}{{group|plain}}{{/each}}.{{/each}}", ".."],
    [
      "{{#each letters}}{{#each groups}}{{letter|plain}}{{group|plain}} {{/each}}{{/each}}",
      "ax ay bx by cx cy ",
    ],
  ])("%j", (text, expected) => {
    expect(render(text)).toBe(expected);
  });

  test("what an escape refuses is told with line and reason", () => {
    const scope = item({}, { letters: [item({ letter: "a b" })] });
    expect(render("{{#each letters}}\n{{letter|plain}}\n{{/each}}", scope)).toBe(
      "2: 'a b' can't be written as letter|plain: only letters, digits, '_', '.', ':', '/' and '-' can stand there",
    );
  });

  test("text that would grow without end is refused, even of blocks without text", () => {
    const many = item({}, { letters: Array.from({ length: 400 }, () => item({})) });
    const nested = "{{#each letters}}".repeat(4);
    const grown = `1: the text grows beyond ${MAX_RENDERED_LENGTH} characters`;
    expect(render(`${nested}${"{{/each}}".repeat(4)}`, many)).toBe(grown);
    expect(render(`{{#each letters}}${"x".repeat(60_000)}{{/each}}`, many)).toBe(grown);
  });

  test("an unchecked name is a bug, not an empty text", () => {
    expect(() => render("{{nothing|plain}}")).toThrow("was not checked");
    expect(() => render("{{#each nothing}}{{/each}}")).toThrow("was not checked");
    expect(() => render("{{#each letters}}{{letter|nothing}}{{/each}}")).toThrow("was not checked");
  });
});
