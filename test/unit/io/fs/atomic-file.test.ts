import {
  closeSync,
  lstatSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { descriptorOf, openAtomicFile } from "../../../../src/io/fs/atomic-file.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "kms-doctor-atomic-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const at = (name: string): string => path.join(folder, name);

async function put(file: string, text: string): Promise<void> {
  const output = await openAtomicFile(file);
  await output.write(text);
  await output.commit();
}

describe("a file that appears whole or not at all", () => {
  test("the old text stays until the new one is there", async () => {
    writeFileSync(at("a"), "old");
    const output = await openAtomicFile(at("a"));
    await output.write("new");
    expect(readFileSync(at("a"), "utf8")).toBe("old");
    await output.commit();
    expect(readFileSync(at("a"), "utf8")).toBe("new");
    expect(readdirSync(folder)).toEqual(["a"]);
  });

  test("nothing is left of what is discarded", async () => {
    const output = await openAtomicFile(at("a"));
    await output.write("new");
    await output.discard();
    expect(readdirSync(folder)).toEqual([]);
  });

  test("a link stays a link, its file is replaced", async () => {
    writeFileSync(at("file"), "old");
    symlinkSync("file", at("link"));
    await put(at("link"), "new");
    expect(lstatSync(at("link")).isSymbolicLink()).toBe(true);
    expect(readFileSync(at("file"), "utf8")).toBe("new");
  });

  test("links to nothing yet stay links, the file at their end is made", async () => {
    symlinkSync("second", at("first"));
    symlinkSync("file", at("second"));
    await put(at("first"), "new");
    expect(readdirSync(folder).toSorted()).toEqual(["file", "first", "second"]);
    expect(lstatSync(at("first")).isSymbolicLink() && lstatSync(at("second")).isSymbolicLink()).toBe(true);
    expect(readFileSync(at("file"), "utf8")).toBe("new");
  });

  test("links in a circle are refused", async () => {
    symlinkSync("b", at("a"));
    symlinkSync("a", at("b"));
    await expect(openAtomicFile(at("a"))).rejects.toMatchObject({ code: "ELOOP" });
  });
});

describe("devices and descriptors", () => {
  test.each([
    ["/dev/stdout", 1],
    ["/dev/stderr", 2],
    ["/dev/fd/3", 3],
    ["/proc/self/fd/17", 17],
    ["/dev/null", undefined],
    ["./dev/fd/3", undefined],
  ])("%s is %s", (file, descriptor) => {
    expect(descriptorOf(file)).toBe(descriptor);
  });

  test("a descriptor is written where it stands, and stays open", async () => {
    const descriptor = openSync(at("a"), "a");
    writeFileSync(descriptor, "before ");
    await put(`/dev/fd/${descriptor}`, "ours ");
    writeFileSync(descriptor, "after");
    closeSync(descriptor);
    expect(readFileSync(at("a"), "utf8")).toBe("before ours after");
    expect(readdirSync(folder)).toEqual(["a"]);
  });

  test("a descriptor that is not open is refused", async () => {
    await expect(openAtomicFile("/dev/fd/99999")).rejects.toMatchObject({ code: "EBADF" });
  });

  test("a full device fails at the commit", async () => {
    const output = await openAtomicFile("/dev/full");
    await output.write("text");
    await expect(output.commit()).rejects.toMatchObject({ code: "ENOSPC" });
    await output.discard();
  });
});
