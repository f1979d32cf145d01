import { describe, expect, test } from "vitest";
import { onAbort } from "../../../../src/core/async/on-abort.ts";

describe("onAbort", () => {
  test("calls every action once, and none that was taken back", () => {
    const abort = new AbortController();
    const called: string[] = [];
    onAbort(abort.signal, () => called.push("first"));
    const forget = onAbort(abort.signal, () => called.push("second"));
    onAbort(abort.signal, () => called.push("third"));
    forget();
    forget();
    abort.abort();
    abort.abort();
    expect(called).toEqual(["first", "third"]);
  });

  test("an action that takes another back while they run", () => {
    const abort = new AbortController();
    let count = 0;
    onAbort(abort.signal, () => {
      onAbort(abort.signal, () => (count += 1));
      count += 1;
    });
    abort.abort();
    expect(count).toBe(1);
  });
});
