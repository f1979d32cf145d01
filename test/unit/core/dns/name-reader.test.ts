import { describe, expect, test } from "vitest";
import { readName } from "../../../../src/core/dns/name-reader.ts";
import { joined, nameWire, octets } from "../../../support/dns-wire.ts";

const HEADER = new Uint8Array(12);
const at = (offset: number): Uint8Array => octets(0xc0 | (offset >> 8), offset & 0xff);

function read(bytes: Uint8Array, start = 12): unknown {
  const name = readName(bytes, start);
  return name.ok ? [name.value.name, name.value.end] : name.error.reason;
}

describe("readName", () => {
  test("reads a plain name, the root, and a name that ends in a pointer", () => {
    const bytes = joined(HEADER, nameWire("corp.test."), octets(3, 0x57, 0x57, 0x57), at(12));
    expect(read(bytes)).toEqual(["corp.test.", 23]);
    expect(read(bytes, 22)).toEqual([".", 23]);
    expect(read(bytes, 23)).toEqual(["www.corp.test.", 29]);
  });

  test("keeps every octet of a label: dots, NULs, blanks, backslashes and high octets come out escaped", () => {
    const bytes = joined(HEADER, octets(6, 0x2e, 0x00, 0x20, 0x5c, 0xff, 0x41, 0));
    expect(read(bytes)).toEqual(["\\.\\000\\032\\\\\\255a.", 20]);
  });

  test.each([
    ["to itself", joined(HEADER, at(12)), 12, "the pointer does not lead backwards"],
    ["forwards", joined(HEADER, at(20), new Uint8Array(20)), 12, "the pointer does not lead backwards"],
    [
      "back into the run of labels it ends",
      joined(HEADER, octets(1, 0x61), at(12)),
      12,
      "the pointer does not lead backwards",
    ],
    [
      "in a circle of two",
      joined(HEADER, octets(1, 0x61), at(16), octets(1, 0x62), at(12)),
      16,
      "the pointer does not lead backwards",
    ],
    ["into the header", joined(HEADER, at(4)), 12, "the pointer leads into the header"],
    ["past the end", joined(HEADER, octets(0xc0)), 12, "the pointer runs past the end of the message"],
  ])("refuses a pointer %s", (_, bytes, start, reason) => {
    expect(read(bytes, start)).toBe(reason);
  });

  test("follows at most 127 pointers", () => {
    const chain = (length: number): Uint8Array =>
      joined(
        HEADER,
        octets(0),
        ...Array.from({ length }, (_, index) => at(index === 0 ? 12 : 11 + 2 * index)),
      );
    expect(read(chain(127), 13 + 2 * 126)).toEqual([".", 13 + 2 * 127]);
    expect(read(chain(128), 13 + 2 * 127)).toBe("the name has more than 127 pointers");
  });

  test("allows 255 octets and no more", () => {
    const label = (length: number): Uint8Array => joined(octets(length), new Uint8Array(length).fill(0x61));
    const long = (last: number): Uint8Array =>
      joined(HEADER, label(63), label(63), label(63), label(last), octets(0));
    expect(readName(long(61), 12).ok).toBe(true);
    expect(read(long(62))).toBe("the name is longer than 255 octets");
  });

  test.each([
    ["an unknown label type", octets(0x41, 0, 0), "label type 1 is unknown"],
    ["a label past the end", octets(5, 0x61), "the label runs past the end of the message"],
    ["a missing end", octets(1, 0x61), "the name runs past the end of the message"],
    ["nothing", octets(), "the name runs past the end of the message"],
  ])("refuses %s", (_, tail, reason) => {
    expect(read(joined(HEADER, tail))).toBe(reason);
  });
});
