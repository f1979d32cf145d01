import { Writable } from "node:stream";
import { describe, expect, test } from "vitest";
import { createWriter } from "../../../src/cli/writer.ts";

/** Takes the first `good` chunks, then fails each with this code. */
function streamFailing(code: string, good = 0): { readonly stream: Writable; readonly taken: string[] } {
  const taken: string[] = [];
  const stream = new Writable({
    decodeStrings: false,
    write: (chunk: string, _encoding, done) => {
      if (taken.length >= good) return done(Object.assign(new Error(code), { code }));
      taken.push(chunk);
      return done();
    },
  });
  return { stream, taken };
}

describe("the writer", () => {
  test("hands text over in order, together where it can", async () => {
    const { stream, taken } = streamFailing("ENOSPC", 9);
    const writer = createWriter(stream, { name: "standard output" });
    await writer.write("a");
    await writer.write("b");
    await writer.flush();
    expect(taken).toEqual(["ab"]);
  });

  test("an error is told by flush and by every later write, and nothing is thrown elsewhere", async () => {
    const { stream } = streamFailing("ENOSPC");
    let closed = 0;
    const writer = createWriter(stream, { name: "standard output", onClosed: () => (closed += 1) });
    await writer.write("a");
    await expect(writer.flush()).rejects.toThrow("can't write to standard output (ENOSPC)");
    await expect(writer.write("b")).rejects.toThrow("ENOSPC");
    await expect(writer.flush()).rejects.toMatchObject({ code: "ENVIRONMENT" });
    expect(closed).toBe(1);
  });

  test("large texts reject at once", async () => {
    const { stream } = streamFailing("EIO");
    const writer = createWriter(stream, { name: "standard output" });
    await expect(writer.write("x".repeat(100_000))).rejects.toThrow("EIO");
  });

  test("a stream that throws is no exception either", async () => {
    const stream = new Writable({
      write: () => {
        throw Object.assign(new Error("full"), { code: "ENOSPC" });
      },
    });
    const writer = createWriter(stream, { name: "standard output" });
    await writer.write("a");
    await expect(writer.flush()).rejects.toThrow("ENOSPC");
  });

  test("a reader that goes away is quiet", async () => {
    const { stream } = streamFailing("EPIPE");
    const writer = createWriter(stream, { name: "standard output" });
    await writer.write("a");
    await writer.flush();
    await writer.write("b");
    await writer.flush();
    expect(writer.isClosed()).toBe(true);
  });

  test("a stream without a name is quiet about everything", async () => {
    const { stream } = streamFailing("ENOSPC");
    const writer = createWriter(stream);
    await writer.write("a");
    await writer.flush();
    expect(writer.isClosed()).toBe(true);
  });
});
