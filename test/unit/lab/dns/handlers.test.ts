import { describe, expect, test } from "vitest";
import { RCODE } from "../../../../src/core/dns/rcode.ts";
import { createAuthoritativeHandler } from "../../../../src/lab/dns/authoritative-handler.ts";
import type { DnsHandler, LabQuery, LabResponse } from "../../../../src/lab/dns/lab-message.ts";
import { createResolverHandler } from "../../../../src/lab/dns/resolver-handler.ts";
import type { Zone } from "../../../../src/lab/dns/zone.ts";
import { manualClock } from "../../../support/lab-clock.ts";
import { a, cname, ns, query, srv, zone } from "../../../support/zone-builder.ts";

const signal = new AbortController().signal;

async function ask(handler: DnsHandler, asked: LabQuery): Promise<LabResponse> {
  const reply = await handler(asked, signal);
  if (reply.kind !== "response") throw new Error(`the reply is ${reply.kind}`);
  return reply.response;
}

const corp = zone(
  "corp.test",
  srv("_vlmcs._tcp.corp.test", "kms1.corp.test"),
  a("kms1.corp.test", "127.0.0.1", 60),
  ns("sub.corp.test", "ns.sub.corp.test"),
  cname("alias.corp.test", "x.sub.corp.test"),
);

describe("the authoritative server", () => {
  const handler = createAuthoritativeHandler(() => [corp]);

  test("answers from its zone with AA and without RA", async () => {
    expect(await ask(handler, query("_vlmcs._tcp.corp.test", "SRV"))).toMatchObject({
      rcode: RCODE.NOERROR,
      authoritative: true,
      recursionAvailable: false,
      recursionDesired: true,
      id: 0x1234,
      edns: false,
      answers: [{ type: "SRV" }],
    });
  });

  test.each([
    ["another zone", query("corp.example", "SRV"), RCODE.REFUSED],
    ["an update", query("corp.test", "SOA", { opcode: 5 }), RCODE.NOTIMP],
    ["no question", query("corp.test", "SOA", { question: null }), RCODE.FORMERR],
    ["EDNS version 1", query("corp.test", "SOA", { edns: { udpSize: 1232, version: 1 } }), RCODE.BADVERS],
    ["class CH", chaos("corp.test"), RCODE.REFUSED],
    ["a transfer", withType("corp.test", 252), RCODE.NOTIMP],
  ])("%s is refused", async (_, asked, rcode) => {
    expect(await ask(handler, asked)).toMatchObject({ rcode, answers: [], authoritative: false });
  });

  test("a referral carries no AA, an alias that leads to one does", async () => {
    expect(await ask(handler, query("x.sub.corp.test", "A"))).toMatchObject({
      authoritative: false,
      authorities: [{ type: "NS" }],
    });
    expect(await ask(handler, query("alias.corp.test", "A"))).toMatchObject({
      authoritative: true,
      answers: [{ type: "CNAME" }],
    });
  });
});

function chaos(text: string): LabQuery {
  const asked = query(text, "SOA");
  return asked.question === null ? asked : { ...asked, question: { ...asked.question, classCode: 3 } };
}

function withType(text: string, typeCode: number): LabQuery {
  const asked = query(text, "SOA");
  return asked.question === null ? asked : { ...asked, question: { ...asked.question, typeCode } };
}

describe("the caching resolver", () => {
  function resolver(zones: () => readonly Zone[]) {
    const clock = manualClock();
    return { clock, ...createResolverHandler(zones, clock) };
  }

  test("answers with RA, without AA, and counts the TTL down", async () => {
    const { clock, handler } = resolver(() => [corp]);
    expect(await ask(handler, query("kms1.corp.test", "A"))).toMatchObject({
      authoritative: false,
      recursionAvailable: true,
      answers: [{ ttlSeconds: 60 }],
    });
    clock.advance(41_500);
    expect(await ask(handler, query("kms1.corp.test", "A"))).toMatchObject({ answers: [{ ttlSeconds: 19 }] });
  });

  test("keeps the old answer until its TTL has passed", async () => {
    let zones = [corp];
    const { clock, handler } = resolver(() => zones);
    await ask(handler, query("kms1.corp.test", "A"));
    zones = [zone("corp.test", a("kms1.corp.test", "127.0.0.9", 60))];
    clock.advance(59_999);
    expect(await ask(handler, query("kms1.corp.test", "A"))).toMatchObject({
      answers: [{ address: "127.0.0.1" }],
    });
    clock.advance(1);
    expect(await ask(handler, query("kms1.corp.test", "A"))).toMatchObject({
      answers: [{ address: "127.0.0.9" }],
    });
  });

  test("keeps 'there is none' for the SOA's minimum, with the seconds that are left", async () => {
    let zones = [zone("corp.test")];
    const { clock, handler, flush } = resolver(() => zones);
    await ask(handler, query("kms1.corp.test", "A"));
    zones = [corp];
    clock.advance(200_000);
    expect(await ask(handler, query("kms1.corp.test", "A"))).toMatchObject({
      rcode: RCODE.NXDOMAIN,
      authorities: [{ type: "SOA", ttlSeconds: 100 }],
    });
    flush();
    expect(await ask(handler, query("kms1.corp.test", "A"))).toMatchObject({ rcode: RCODE.NOERROR });
  });

  test("beyond the lab there is only a root that knows nothing", async () => {
    const { handler } = resolver(() => [corp]);
    expect(await ask(handler, query("corp.example", "SRV"))).toMatchObject({
      rcode: RCODE.NXDOMAIN,
      authorities: [{ type: "SOA", owner: "." }],
    });
    expect(await ask(handler, query(".", "SOA"))).toMatchObject({ answers: [{ type: "SOA", owner: "." }] });
  });

  test("a delegation to servers outside the lab is SERVFAIL", async () => {
    const { handler } = resolver(() => [corp]);
    expect(await ask(handler, query("x.sub.corp.test", "A"))).toMatchObject({
      rcode: RCODE.SERVFAIL,
      recursionAvailable: true,
    });
  });

  test("the cache is bounded", async () => {
    const { handler } = resolver(() => [corp]);
    for (let index = 0; index < 10_050; index++) await ask(handler, query(`h${index}.corp.test`, "A"));
    expect(await ask(handler, query("kms1.corp.test", "A"))).toMatchObject({ rcode: RCODE.NOERROR });
  });
});
