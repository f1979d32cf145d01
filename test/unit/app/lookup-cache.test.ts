import { expect, test } from "vitest";
import { createLookupCache } from "../../../src/app/lookup-cache.ts";

test("a key is computed once, and the oldest keys are forgotten", async () => {
  const computed: string[] = [];
  const cached = createLookupCache(2, (key: string) => {
    computed.push(key);
    return Promise.resolve(key.toUpperCase());
  });
  expect(await cached("a")).toBe("A");
  expect(await cached("a")).toBe("A");
  await cached("b");
  await cached("c");
  await cached("c");
  expect(computed).toEqual(["a", "b", "c"]);
  await cached("a");
  expect(computed).toEqual(["a", "b", "c", "a"]);
});
