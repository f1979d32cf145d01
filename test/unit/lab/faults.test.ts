import { describe, expect, test } from "vitest";
import { OPCODE_UPDATE } from "../../../src/core/dns/update-message.ts";
import { RCODE } from "../../../src/core/dns/rcode.ts";
import { createAuthoritativeHandler } from "../../../src/lab/dns/authoritative-handler.ts";
import { encodeResponse } from "../../../src/lab/dns/encode-response.ts";
import type { LabQuery, LabReply } from "../../../src/lab/dns/lab-message.ts";
import { FAULT_NAMES } from "../../../src/lab/fault-names.ts";
import { type FaultSpec, withFaults } from "../../../src/lab/faults.ts";
import { decodeMessage } from "../../../src/io/dns/packet-codec.ts";
import { a, query, zone } from "../../support/zone-builder.ts";

const healthy = createAuthoritativeHandler(() => [zone("corp.test", a("kms1.corp.test", "127.0.0.1"))]);
const plain = query("kms1.corp.test", "A");
const withEdns = query("kms1.corp.test", "A", { edns: { udpSize: 1232, version: 0 } });
const overTcp = query("kms1.corp.test", "A", { transport: "tcp" });

function ask(
  faults: readonly FaultSpec[],
  asked: LabQuery,
  signal = new AbortController().signal,
): Promise<LabReply> {
  return withFaults(healthy, faults)(asked, signal);
}

const good = { kind: "response", response: { id: 0x1234, rcode: RCODE.NOERROR, answers: [{ type: "A" }] } };

describe("faults", () => {
  test("without any the server is healthy", async () => {
    expect(await ask([], plain)).toMatchObject(good);
  });

  test.each<[FaultSpec, LabQuery, object]>([
    ["drop", plain, { kind: "silence" }],
    ["drop-udp", plain, { kind: "silence" }],
    ["drop-udp", overTcp, good],
    ["drop-tcp", overTcp, { kind: "silence" }],
    ["drop-tcp", plain, good],
    ["close-tcp", overTcp, { kind: "cut" }],
    ["close-tcp", plain, good],
    ["servfail", plain, { response: { rcode: RCODE.SERVFAIL, answers: [] } }],
    ["refuse", plain, { response: { rcode: RCODE.REFUSED, answers: [] } }],
    ["lame", plain, { response: { rcode: RCODE.NOERROR, authoritative: false, answers: [] } }],
    ["truncate", plain, { response: { truncated: true, answers: [] } }],
    ["truncate", overTcp, good],
    ["wrong-id", plain, { response: { id: 0x1234 ^ 0x5555 } }],
    ["wrong-question", plain, { response: { id: 0x1234, question: { name: "." } } }],
    ["wrong-source", plain, { fromOtherPort: true, response: { id: 0x1234 } }],
    ["no-edns", withEdns, { response: { rcode: RCODE.FORMERR, edns: false } }],
    ["no-edns", plain, good],
    ["drop-edns", withEdns, { kind: "silence" }],
    ["drop-edns", plain, good],
    [{ delay: 1 }, plain, good],
  ])("%o", async (fault, asked, reply) => {
    expect(await ask([fault], asked)).toMatchObject(reply);
  });

  test("servfail-once fails the first question of each server only", async () => {
    const server = withFaults(healthy, ["servfail-once"]);
    const signal = new AbortController().signal;
    expect(await server(plain, signal)).toMatchObject({ response: { rcode: RCODE.SERVFAIL } });
    expect(await server(plain, signal)).toMatchObject(good);
    expect(await ask(["servfail-once"], plain)).toMatchObject({ response: { rcode: RCODE.SERVFAIL } });
  });

  test("a wrong question still decodes, with another name", async () => {
    const reply = await ask(["wrong-question"], plain);
    const decoded =
      reply.kind === "response" ? decodeMessage(encodeResponse(reply.response, 512)) : undefined;
    expect(decoded).toMatchObject({ ok: true, value: { question: { name: "." } } });
  });

  test.each(["compression-loop", "garbage"] as const)(
    "%s has the right id and can't be decoded",
    async (fault) => {
      const reply = await ask([fault], plain);
      const octets = reply.kind === "octets" ? reply.octets : new Uint8Array();
      expect([octets[0], octets[1]]).toEqual([0x12, 0x34]);
      expect((octets[2] ?? 0) & 0x80).toBe(0x80);
      expect(decodeMessage(octets).ok).toBe(false);
    },
  );

  test("they compose, the last named outermost", async () => {
    expect(await ask(["refuse", "wrong-id"], plain)).toMatchObject({
      response: { id: 0x1234 ^ 0x5555, rcode: RCODE.REFUSED },
    });
    expect(await ask(["wrong-id", "refuse"], plain)).toMatchObject({
      response: { id: 0x1234, rcode: RCODE.REFUSED },
    });
  });

  test("a delay ends with the server", async () => {
    const stopping = new AbortController();
    const reply = ask([{ delay: 600_000 }], plain, stopping.signal);
    stopping.abort();
    expect(await reply).toEqual({ kind: "silence" });
    expect(() => withFaults(healthy, [{ delay: -1 }])).toThrow("delay");
  });

  test("every name that a scenario may use does something", async () => {
    for (const fault of FAULT_NAMES) {
      const asked = [plain, withEdns, overTcp, { ...plain, opcode: OPCODE_UPDATE }];
      const replies = await Promise.all(asked.map((one) => ask([fault], one)));
      const unchanged = await Promise.all(asked.map((one) => ask([], one)));
      expect(replies).not.toEqual(unchanged);
    }
  });
});
