import { describe, expect, test } from "vitest";
import {
  isJsonObject,
  jsonList,
  jsonText,
  parseJsonWithLines,
} from "../../../../src/core/text/json-with-lines.ts";

describe("JSON with lines", () => {
  test.each([
    ['{"a": [1, -2.5e3, true, false, null], "b\\n": "x\\u0041"}'],
    ["[]"],
    ["{}"],
    ['"text"'],
    [" [ { } , [ ] ]\r\n"],
    ['{"a": {"b": {"c": []}}}'],
  ])("%s is what the runtime reads", (text) => {
    const parsed = parseJsonWithLines(text);
    expect(parsed.ok && JSON.parse(JSON.stringify(parsed.value.value))).toEqual(JSON.parse(text));
  });

  test("objects know their line, whatever the keys", () => {
    const parsed = parseJsonWithLines('\ufeff[\n{"__proto__": 1},\n\n{"x":\n{}}]');
    if (!parsed.ok) throw new Error(parsed.error.reason);
    const { value, lineOf } = parsed.value;
    const objects = jsonList(value).filter(isJsonObject);
    expect(objects.map(lineOf)).toEqual([2, 4]);
    expect(objects.map((object) => lineOf(object["x"] as typeof object))).toEqual([1, 5]);
    expect(objects[0]?.["__proto__"]).toBe(1);
  });

  test.each([
    ["", /breaks off/],
    ["[", /breaks off/],
    ["[1", /inside a list/],
    ["{", /something else/],
    ["{1: 2}", /something else/],
    ['{"a" 1}', /inside an object/],
    ['{"a": 1', /inside an object/],
    ['{"a": 1,', /something else/],
    ['{"a": 1 2}', /inside an object/],
    ['"abc', /does not end/],
    ['"a\nb"', /does not end/],
    ['"\\x"', /wrong escape/],
    ["nope", /is no JSON/],
    ["01", /goes on/],
    ["[".repeat(300), /nested too deeply/],
  ])("%j is refused", (text, reason) => {
    const parsed = parseJsonWithLines(text);
    expect(parsed.ok ? "" : parsed.error.reason).toMatch(reason);
  });

  test("scalars as text, anything as a list", () => {
    expect([
      jsonText("a"),
      jsonText(1),
      jsonText(true),
      jsonText(null),
      jsonText([]),
      jsonText(undefined),
    ]).toEqual(["a", "1", "true", "", "", ""]);
    expect([jsonList([1]), jsonList(1), jsonList(null), jsonList(undefined)]).toEqual([[1], [1], [], []]);
  });
});
