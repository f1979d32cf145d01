// Properties of the DNS codec and of the RFC 2782 order.
import { Packet } from "dns2";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { encodeQuery } from "../../src/core/dns/query.ts";
import { classifyResponse } from "../../src/core/dns/classify-response.ts";
import { compareSerials } from "../../src/core/dns/soa.ts";
import { compareSrvSets } from "../../src/core/dns/rrset.ts";
import { createTcpFramer, frameForTcp } from "../../src/core/dns/tcp-framing.ts";
import { createWireWriter } from "../../src/core/dns/wire-writer.ts";
import { drawOrder, firstChoiceOdds, orderForDisplay } from "../../src/core/dns/srv-order.ts";
import { ownerNameFromLabels, ROOT, type OwnerName } from "../../src/core/dns/owner-name.ts";
import { readName } from "../../src/core/dns/name-reader.ts";
import type { SrvRecord } from "../../src/core/dns/record.ts";
import { decodeMessage } from "../../src/io/dns/packet-codec.ts";
import { name, srv } from "../support/facts.ts";

const TYPES = ["A", "AAAA", "CNAME", "NS", "SOA", "SRV"] as const;
const TYPE_CODES = { A: 1, AAAA: 28, CNAME: 5, NS: 2, SOA: 6, SRV: 33 };

const octetLabel = fc
  .array(fc.integer({ min: 0, max: 255 }), { minLength: 1, maxLength: 20 })
  .map((codes) => String.fromCharCode(...codes));
const plainLabel = fc.stringMatching(/^[a-z0-9_-]{1,20}$/);
const nameOf = (label: fc.Arbitrary<string>): fc.Arbitrary<OwnerName> =>
  fc.array(label, { maxLength: 8 }).map((labels) => {
    const made = ownerNameFromLabels(labels);
    return made.ok ? made.value : ROOT;
  });
const u16 = fc.integer({ min: 0, max: 65_535 });

describe("names", () => {
  test("written and read again, any octets: the same", () => {
    fc.assert(
      fc.property(nameOf(octetLabel), (owner) => {
        const writer = createWireWriter();
        writer.name(owner);
        const bytes = writer.finish();
        expect(readName(bytes, 0)).toEqual({ ok: true, value: { name: owner, end: bytes.length } });
      }),
    );
  });
});

describe("queries", () => {
  test("dns2 reads what we write", () => {
    fc.assert(
      fc.property(
        u16,
        nameOf(plainLabel),
        fc.constantFrom(...TYPES),
        fc.boolean(),
        fc.boolean(),
        (id, owner, type, rd, edns) => {
          const bytes = encodeQuery({
            id,
            question: { name: owner, type },
            recursionDesired: rd,
            ednsUdpSize: edns ? 1232 : null,
          });
          const packet = Packet.parse(Buffer.from(bytes));
          expect(packet.errors).toEqual([]);
          expect(packet.header).toMatchObject({ id, qr: 0, opcode: 0, rd: rd ? 1 : 0, rcode: 0 });
          expect(packet.questions).toEqual([
            expect.objectContaining({
              name: owner === "." ? "" : owner.slice(0, -1),
              type: TYPE_CODES[type],
              class: 1,
            }),
          ]);
          expect(packet.additionals.map((record) => [record.type, record.class])).toEqual(
            edns ? [[41, 1232]] : [],
          );
          const own = decodeMessage(bytes);
          expect(own.ok && own.value.question?.name).toBe(owner);
        },
      ),
    );
  });
});

const srvFields = fc.record({
  priority: u16,
  weight: u16,
  port: u16,
  target: nameOf(plainLabel),
  ttl: fc.integer({ min: 0, max: 2 ** 31 - 1 }),
});

describe("answers", () => {
  test("we read what dns2 writes, compressed targets and all", () => {
    fc.assert(
      fc.property(nameOf(plainLabel), fc.array(srvFields, { maxLength: 20 }), (owner, records) => {
        const text = owner.slice(0, -1);
        const packet = new Packet(new Packet.Header({ id: 7, qr: 1, aa: 1 }));
        packet.questions.push(new Packet.Question({ name: text, type: 33, class: 1 }));
        for (const { ttl, target, ...numbers } of records) {
          packet.answers.push(
            new Packet.Resource({
              name: text,
              type: 33,
              class: 1,
              ttl,
              target: target.slice(0, -1),
              ...numbers,
            }),
          );
        }
        const message = decodeMessage(packet.toBuffer());
        const answers = message.ok ? message.value.answers : message.error;
        expect(answers).toEqual(
          records.map(({ ttl, ...rest }) => ({ type: "SRV", owner, ttlSeconds: ttl, ...rest })),
        );
      }),
    );
  });

  test("random octets, and valid messages with some octets changed: never a throw, and dns2 agrees on what we accept", () => {
    const packet = new Packet(new Packet.Header({ id: 7, qr: 1, aa: 1 }));
    packet.questions.push(new Packet.Question({ name: "_vlmcs._tcp.corp.test", type: 33, class: 1 }));
    for (const host of ["kms1", "kms2"]) {
      packet.answers.push(
        new Packet.Resource({
          name: "_vlmcs._tcp.corp.test",
          type: 33,
          class: 1,
          ttl: 60,
          priority: 0,
          weight: 0,
          port: 1688,
          target: `${host}.corp.test`,
        }),
      );
      packet.additionals.push(
        new Packet.Resource({ name: `${host}.corp.test`, type: 1, class: 1, ttl: 60, address: "192.0.2.1" }),
      );
    }
    const valid = packet.toBuffer();
    const changes = fc.array(fc.tuple(fc.nat(valid.length - 1), fc.integer({ min: 0, max: 255 })), {
      minLength: 1,
      maxLength: 6,
    });
    const mutated = changes.map((list) => {
      const copy = Uint8Array.from(valid);
      for (const [position, octet] of list) copy[position] = octet;
      return copy;
    });
    fc.assert(
      fc.property(fc.oneof(mutated, fc.uint8Array({ maxLength: 100 })), (bytes) => {
        const message = decodeMessage(bytes);
        if (!message.ok) {
          expect(message.error.offset).toBeLessThanOrEqual(bytes.length);
          return;
        }
        const other = Packet.parse(Buffer.from(bytes));
        expect(other.header.id).toBe(message.value.id);
        expect(other.header.ancount).toBe(message.value.answers.length);
        classifyResponse(message.value, { name: name("_vlmcs._tcp.corp.test"), type: "SRV" });
      }),
      { numRuns: 2000 },
    );
  });

  test("the time is linear in the length: 64 KB of the worst names take no longer than their octets", () => {
    // 63 pointers to pointers before each name, thousands of times.
    const writer = createWireWriter(65_535);
    for (const value of [1, 0x8400, 0, 4000, 0, 0]) writer.u16(value);
    writer.u8(0);
    for (const value of [1, 1, 0, 0, 4, 0x0102, 0x0304]) writer.u16(value);
    let previous = 12;
    for (let index = 1; index < 4000; index++) {
      const here = writer.length();
      writer.u16(0xc000 | previous);
      for (const value of [1, 1, 0, 0, 4, 0x0102, 0x0304]) writer.u16(value);
      if (here < 0x4000 && index % 100 !== 0) previous = here;
      else previous = 12;
    }
    const message = decodeMessage(writer.finish());
    expect(message.ok && message.value.answers.length).toBe(4000);
  });
});

describe("TCP framing", () => {
  test("messages cut anywhere come out whole", () => {
    fc.assert(
      fc.property(
        fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 6 }),
        fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1 }),
        (messages, cuts) => {
          const stream = Uint8Array.from(messages.flatMap((bytes) => [...frameForTcp(bytes)]));
          const framer = createTcpFramer();
          const received: Uint8Array[] = [];
          for (let offset = 0, turn = 0; offset < stream.length; turn++) {
            const end = offset + (cuts[turn % cuts.length] ?? 1);
            received.push(...framer.push(stream.subarray(offset, end)));
            offset = end;
          }
          expect(received.map((bytes) => [...bytes])).toEqual(messages.map((bytes) => [...bytes]));
          expect(framer.pendingBytes()).toBe(0);
        },
      ),
    );
  });
});

const smallSrv: fc.Arbitrary<SrvRecord> = fc
  .record({
    priority: fc.nat(2),
    weight: fc.nat(4),
    port: fc.integer({ min: 1, max: 3 }),
    target: fc.constantFrom("a.test", "b.test", "c.test"),
  })
  .map(({ target, ...numbers }) => srv(target, numbers));
const smallSet = fc.array(smallSrv, { minLength: 1, maxLength: 8 });

describe("the order of RFC 2782", () => {
  test("odds sum to 1, are none behind the lowest priority, and grow with the weight", () => {
    fc.assert(
      fc.property(smallSet, (records) => {
        const odds = firstChoiceOdds(records);
        expect(odds.reduce((sum, chance) => sum + chance, 0)).toBeCloseTo(1, 12);
        const lowest = Math.min(...records.map((record) => record.priority));
        for (const [index, record] of records.entries()) {
          const chance = odds[index] ?? -1;
          if (record.priority === lowest) expect(chance).toBeGreaterThan(0);
          else expect(chance).toBe(0);
        }
      }),
    );
  });

  test("10^5 draws meet the odds", () => {
    fc.assert(
      fc.property(smallSet, fc.integer({ min: 1, max: 2 ** 31 }), (records, seed) => {
        const random = mulberry32(seed);
        const counts = new Map<SrvRecord, number>();
        const draws = 100_000;
        for (let draw = 0; draw < draws; draw++) {
          const [first] = drawOrder(records, random);
          if (first !== undefined) counts.set(first, (counts.get(first) ?? 0) + 1);
        }
        for (const [index, chance] of firstChoiceOdds(records).entries()) {
          const record = records[index];
          const seen = (record === undefined ? 0 : (counts.get(record) ?? 0)) / draws;
          // Six standard deviations of a binomial share.
          expect(Math.abs(seen - chance)).toBeLessThan(
            6 * Math.sqrt((chance * (1 - chance)) / draws) + 1e-12,
          );
        }
      }),
      { seed: 20_261_124, numRuns: 12 },
    );
  });

  test("every draw is a permutation with priorities ascending; the display order depends on nothing but the set", () => {
    fc.assert(
      fc.property(smallSet, fc.integer({ min: 1 }), (records, seed) => {
        const drawn = drawOrder(records, mulberry32(seed));
        expect(new Set(drawn)).toEqual(new Set(records));
        expect(drawn).toHaveLength(records.length);
        expect(drawn.map((record) => record.priority)).toEqual(
          records.map((record) => record.priority).toSorted((a, b) => a - b),
        );
        expect(orderForDisplay(drawn)).toEqual(orderForDisplay(records));
        expect(compareSrvSets(drawn, records).equal).toBe(true);
      }),
    );
  });
});

test("serial order is antisymmetric (RFC 1982)", () => {
  const serial = fc.integer({ min: 0, max: 2 ** 32 - 1 });
  const mirror = {
    older: "newer",
    newer: "older",
    equal: "equal",
    "undefined-order": "undefined-order",
  } as const;
  fc.assert(
    fc.property(serial, serial, (left, right) => {
      expect(compareSerials(left, right)).toBe(mirror[compareSerials(right, left)]);
    }),
  );
});

function mulberry32(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
