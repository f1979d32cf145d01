import { describe, expect, test } from "vitest";
import { classifyResponse } from "../../../../src/core/dns/classify-response.ts";
import type { DnsMessage } from "../../../../src/core/dns/message.ts";
import type { DnsRecord } from "../../../../src/core/dns/record.ts";
import { message } from "../../../support/fake-dns.ts";
import { name, srv } from "../../../support/facts.ts";

const OWNER = name("_vlmcs._tcp.corp.test");
const QUESTION = { name: OWNER, type: "SRV" } as const;

function answer(answers: readonly DnsRecord[], more: Partial<DnsMessage> = {}): DnsMessage {
  return { ...message(QUESTION, 0, answers), ...more };
}
const alias = (owner: string, target: string, type: "CNAME" | "DNAME" = "CNAME"): DnsRecord => ({
  type,
  owner: name(owner),
  target: name(target),
  ttlSeconds: 60,
});
const soa = (owner: string, ttlSeconds = 600, minimum = 300): DnsRecord => ({
  type: "SOA",
  owner: name(owner),
  ttlSeconds,
  mname: name("ns.test"),
  rname: name("h.test"),
  serial: 1,
  refresh: 1,
  retry: 1,
  expire: 1,
  minimum,
});
const ns = (owner: string, target: string): DnsRecord => ({
  type: "NS",
  owner: name(owner),
  target: name(target),
  ttlSeconds: 60,
});

describe("classifyResponse", () => {
  test("found: records of the owner and type only, exact duplicates dropped", () => {
    const good = srv("kms1.corp.test");
    const foreign = srv("evil.test", { owner: name("other.test") });
    const address: DnsRecord = { type: "A", owner: OWNER, address: "192.0.2.1", ttlSeconds: 1 };
    const result = classifyResponse(
      answer([foreign, good, address, { ...good }, srv("kms2.corp.test")]),
      QUESTION,
    );
    expect(result).toEqual({ kind: "found", records: [good, srv("kms2.corp.test")], aliases: [] });
  });

  test("found through CNAMEs and DNAMEs inside the message, in whatever order they come", () => {
    const record = srv("kms.x.test", { owner: name("_vlmcs._tcp.x.test") });
    const result = classifyResponse(
      answer([
        record,
        alias("_vlmcs._tcp.b.test", "_vlmcs._tcp.x.test"),
        alias("corp.test", "b.test", "DNAME"),
      ]),
      QUESTION,
    );
    expect(result).toEqual({
      kind: "found",
      records: [record],
      aliases: ["_vlmcs._tcp.b.test.", "_vlmcs._tcp.x.test."],
    });
  });

  test("a question for CNAME is answered by the alias itself", () => {
    const record = alias("_vlmcs._tcp.corp.test", "x.test");
    expect(classifyResponse(answer([record]), { name: OWNER, type: "CNAME" })).toEqual({
      kind: "found",
      records: [record],
      aliases: [],
    });
  });

  test("alias-unfinished: the chain leads out of the message", () => {
    expect(classifyResponse(answer([alias("_vlmcs._tcp.corp.test", "x.test")]), QUESTION)).toEqual({
      kind: "alias-unfinished",
      next: "x.test.",
      aliases: ["x.test."],
    });
  });

  test("nodata behind an alias, told by the SOA", () => {
    const result = classifyResponse(
      answer([alias("_vlmcs._tcp.corp.test", "x.test")], { authorities: [soa("test")] }),
      QUESTION,
    );
    expect(result).toMatchObject({ kind: "nodata", aliases: ["x.test."], negativeTtlSeconds: 300 });
  });

  test.each([
    ["the TTL of the SOA", soa("corp.test", 60, 300), 60],
    ["its minimum", soa("corp.test", 600, 30), 30],
  ])("nodata: the negative TTL is the lesser: %s", (_, record, negativeTtlSeconds) => {
    const result = classifyResponse(answer([], { authorities: [record] }), QUESTION);
    expect(result).toEqual({ kind: "nodata", aliases: [], negativeTtlSeconds, soa: record });
  });

  test("nodata without an SOA, or with one of another zone, may not be cached", () => {
    const expected = { kind: "nodata", aliases: [], negativeTtlSeconds: null, soa: null };
    expect(classifyResponse(answer([]), QUESTION)).toEqual(expected);
    expect(classifyResponse(answer([], { authorities: [soa("other.test")] }), QUESTION)).toEqual(expected);
  });

  test("nxdomain speaks of the last alias", () => {
    const result = classifyResponse(
      answer([alias("_vlmcs._tcp.corp.test", "x.test")], { rcode: 3, authorities: [soa("x.test")] }),
      QUESTION,
    );
    expect(result).toMatchObject({ kind: "nxdomain", aliases: ["x.test."], negativeTtlSeconds: 300 });
  });

  test("referral: name servers in the authority section of an answer that is not authoritative", () => {
    const authorities = [
      ns("corp.test", "ns1.corp.test"),
      ns("corp.test", "ns2.corp.test"),
      ns("other.test", "ns.other.test"),
    ];
    expect(classifyResponse(answer([], { authoritative: false, authorities }), QUESTION)).toEqual({
      kind: "referral",
      zone: "corp.test.",
      nameServers: ["ns1.corp.test.", "ns2.corp.test."],
    });
    expect(classifyResponse(answer([], { authoritative: true, authorities }), QUESTION).kind).toBe("nodata");
    expect(
      classifyResponse(
        answer([], { authoritative: false, authorities: [ns("other.test", "n.test")] }),
        QUESTION,
      ).kind,
    ).toBe("nodata");
  });

  test("alias-broken: a circle, too many aliases, a name that a DNAME makes too long", () => {
    const circle = answer([
      alias("_vlmcs._tcp.corp.test", "a.test"),
      alias("a.test", "_vlmcs._tcp.corp.test"),
    ]);
    expect(classifyResponse(circle, QUESTION)).toMatchObject({
      kind: "alias-broken",
      reason: "the aliases lead in a circle back to _vlmcs._tcp.corp.test.",
    });
    const chain = Array.from({ length: 17 }, (_, index) =>
      alias(index === 0 ? "_vlmcs._tcp.corp.test" : `n${index}.test`, `n${index + 1}.test`),
    );
    expect(classifyResponse(answer(chain), QUESTION)).toMatchObject({
      kind: "alias-broken",
      reason: "more than 16 aliases in a row",
    });
    expect(classifyResponse(answer(chain.slice(0, 16)), QUESTION)).toMatchObject({
      kind: "alias-unfinished",
      next: "n16.test.",
    });
    const long = `${"a".repeat(63)}.${"b".repeat(63)}.${"c".repeat(63)}.${"d".repeat(55)}`;
    expect(classifyResponse(answer([alias("corp.test", long, "DNAME")]), QUESTION)).toMatchObject({
      kind: "alias-broken",
      reason: "a DNAME makes the name longer than 255 octets",
    });
  });

  test.each([
    [1, { kind: "formerr" }],
    [2, { kind: "servfail" }],
    [4, { kind: "notimp" }],
    [5, { kind: "refused" }],
    [16, { kind: "badvers" }],
    [9, { kind: "other-rcode", rcode: 9 }],
  ])("rcode %i", (rcode, expected) => {
    expect(classifyResponse(answer([srv("kms.test")], { rcode }), QUESTION)).toEqual(expected);
  });
});
