// Fuzz targets of the DNS side: each takes any octets and throws only if an invariant is broken.
import { isDeepStrictEqual } from "node:util";
import { classifyResponse } from "../../src/core/dns/classify-response.ts";
import { encodeQuery } from "../../src/core/dns/query.ts";
import { readName } from "../../src/core/dns/name-reader.ts";
import { createTcpFramer } from "../../src/core/dns/tcp-framing.ts";
import { createWireWriter } from "../../src/core/dns/wire-writer.ts";
import { parseOwnerName } from "../../src/core/dns/owner-name.ts";
import { parseIpconfig } from "../../src/core/windows/parse-ipconfig.ts";
import { parseRegQuery } from "../../src/core/windows/parse-reg-query.ts";
import { parseDnsClientJson } from "../../src/io/host/parse-dns-client-json.ts";
import { parseResolvConf } from "../../src/io/host/parse-resolv-conf.ts";
import { parseResolvectl, resolvectlServer } from "../../src/io/host/parse-resolvectl.ts";
import { parseScutilDns } from "../../src/io/host/parse-scutil-dns.ts";
import { registryFacts } from "../../src/io/host/windows-registry-facts.ts";
import { decodeMessage } from "../../src/io/dns/packet-codec.ts";
import { messageWire, nameWire, octets, optRecord, soaRdata, srvRdata } from "../support/dns-wire.ts";
import { name } from "../support/facts.ts";
import type { FuzzTarget } from "./runner.ts";

const QUESTION = { name: name("_vlmcs._tcp.corp.test"), type: "SRV" } as const;
const OWNER = octets(0xc0, 12);

const messages: readonly Uint8Array[] = [
  encodeQuery({ id: 1, question: QUESTION, recursionDesired: true, ednsUdpSize: 1232 }),
  messageWire({
    questions: [{ name: QUESTION.name, type: 33 }],
    answers: [
      { owner: OWNER, type: 5, rdata: nameWire("alias.corp.test") },
      {
        owner: "alias.corp.test",
        type: 33,
        rdata: srvRdata(0, 5, 1688, octets(4, 0x6b, 0x6d, 0x73, 0x31, 0xc0, 24)),
      },
      { owner: "corp.test", type: 39, rdata: nameWire("other.test") },
    ],
    authorities: [
      { owner: "corp.test", type: 6, rdata: soaRdata("ns.corp.test", "h.corp.test", 1, 2, 3, 4, 5) },
    ],
    additionals: [
      { owner: "kms1.corp.test", type: 1, rdata: octets(192, 0, 2, 1) },
      { owner: "kms1.corp.test", type: 28, rdata: new Uint8Array(16) },
      optRecord(1232, 0, octets(0, 10, 0, 2, 1, 2)),
    ],
  }),
  messageWire({
    flags: 0x8000,
    questions: [{ name: QUESTION.name, type: 33 }],
    authorities: [{ owner: "corp.test", type: 2, rdata: nameWire("ns.corp.test") }],
  }),
];

function fuzzMessage(bytes: Uint8Array): void {
  const message = decodeMessage(bytes);
  if (!message.ok) {
    if (message.error.offset < 0 || message.error.offset > bytes.length)
      throw new Error(`offset ${message.error.offset}`);
    return;
  }
  if (!isDeepStrictEqual(decodeMessage(Uint8Array.from(bytes)), message))
    throw new Error("decoding depends on more than the octets");
  const records = [...message.value.answers, ...message.value.authorities, ...message.value.additionals];
  for (const record of records) {
    const owner = parseOwnerName(record.owner);
    if (!owner.ok || owner.value !== record.owner)
      throw new Error(`the owner ${record.owner} is not canonical`);
    if (record.ttlSeconds < 0 || record.ttlSeconds > 0x7fff_ffff) throw new Error(`TTL ${record.ttlSeconds}`);
  }
  const verdict = classifyResponse(message.value, QUESTION);
  if (verdict.kind === "found" && verdict.records.length === 0) throw new Error("found nothing");
}

function fuzzName(bytes: Uint8Array): void {
  for (let start = 0; start < Math.min(bytes.length, 64); start++) {
    const read = readName(bytes, start);
    if (!read.ok) continue;
    const writer = createWireWriter();
    writer.name(read.value.name);
    const again = readName(writer.finish(), 0);
    if (!again.ok || again.value.name !== read.value.name)
      throw new Error(`${read.value.name} is not stable`);
  }
}

function fuzzFraming(bytes: Uint8Array): void {
  const whole = createTcpFramer();
  const single = createTcpFramer();
  const atOnce = whole.push(bytes).map((message) => [...message]);
  const oneByOne = [...bytes].flatMap((octet) => single.push(octets(octet)).map((message) => [...message]));
  if (!isDeepStrictEqual(atOnce, oneByOne)) throw new Error("the pieces of the stream matter");
  if (whole.pendingBytes() !== single.pendingBytes()) throw new Error("the rest differs");
}

function fuzzHostText(bytes: Uint8Array): void {
  const text = new TextDecoder().decode(bytes);
  parseResolvConf(text);
  for (const line of parseResolvectl(text)) line.words.forEach(resolvectlServer);
  parseScutilDns(text);
  parseIpconfig(text);
  parseDnsClientJson(text);
  registryFacts(parseRegQuery(text), new Set());
}

const texts = [
  "nameserver 192.0.2.1\nsearch corp.test\noptions ndots:2\n",
  "Link 2 (eth0): 192.0.2.1:53 [::1]:53#x ~a\n",
  "resolver #1\n  search domain[0] : corp.test\n  nameserver[0] : 192.0.2.1\n  port : 53\n",
  "Windows IP\r\n\r\n   Primary Dns Suffix  . . . : corp.test\r\n\r\nEthernet:\r\n\r\n   DNS Servers . . : 192.0.2.1\r\n                 192.0.2.2\r\n",
  "HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Services\\Tcpip\\Parameters\r\n    Domain    REG_SZ    corp.test\r\n",
  '{"servers":["192.0.2.1"],"suffixes":"corp.test","search":null}',
].map((text) => new TextEncoder().encode(text));

export const fuzzTargets: readonly FuzzTarget[] = [
  { name: "dns-message", run: fuzzMessage, seeds: messages },
  { name: "dns-name", run: fuzzName, seeds: messages },
  { name: "dns-tcp-framing", run: fuzzFraming, seeds: [octets(0, 3, 1, 2, 3, 0, 0, 0, 1, 9)] },
  { name: "dns-host-text", run: fuzzHostText, seeds: texts },
];
