// The lab's own decoders and encoders: queries that come to its DNS server, and scenario files.
import { Packet } from "dns2";
import { ConfigError } from "../../src/core/errors.ts";
import { encodeQuery } from "../../src/core/dns/query.ts";
import { decodeMessage } from "../../src/io/dns/packet-codec.ts";
import { encodeResponse } from "../../src/lab/dns/encode-response.ts";
import { responseTo } from "../../src/lab/dns/lab-message.ts";
import { readQuery } from "../../src/lab/dns/read-query.ts";
import { lookupInZones } from "../../src/lab/dns/zone-lookup.ts";
import { parseScenario } from "../../src/lab/read-scenario.ts";
import { a, cname, name, srv, zone } from "../support/zone-builder.ts";
import type { FuzzTarget } from "./runner.ts";

const MAX_OCTETS = 512;
const ZONES = [
  zone(
    "corp.test",
    srv("_vlmcs._tcp.corp.test", "kms1.corp.test"),
    a("kms1.corp.test", "127.0.0.1"),
    cname("*.wild.corp.test", "kms1.corp.test"),
  ),
  zone("."),
];
const SCENARIO = `title: t
domains: [corp.test]
zones: { corp.test: { records: [{ owner: _vlmcs._tcp, type: SRV, host: kms1 }] } }
servers: [{ name: ns1, faults: [drop, { delay: 5 }] }]
hosts: [{ name: kms1, behaviour: kms }]
expects: [srv-missing]
`;

/** A query that can be read is answered by a message that a strict decoder takes, within the size, with the same id. */
function answerAnything(bytes: Uint8Array): void {
  const read = parsed(bytes);
  if (read === undefined) return;
  const { question } = read.query;
  const answer = lookupInZones(ZONES, question?.name ?? name("."), question?.typeCode ?? 1);
  const records = answer.kind === "elsewhere" ? {} : answer;
  const octets = encodeResponse({ ...responseTo(read.query, 0), ...records }, MAX_OCTETS);
  const decoded = decodeMessage(octets);
  if (octets.length > MAX_OCTETS) throw new Error(`the response has ${octets.length} octets`);
  if (!decoded.ok) throw new Error(`the response can't be decoded: ${decoded.error.reason}`);
  if (decoded.value.id !== read.query.id) throw new Error("the response has another id");
  if (decoded.value.question?.name !== question?.name) throw new Error("the response has another question");
}

/** What dns2's listeners do: a message without a header is dropped. */
function parsed(bytes: Uint8Array): ReturnType<typeof readQuery> {
  if (bytes.length < 12) return undefined;
  return readQuery(Packet.parse(Buffer.from(bytes)), bytes, "udp");
}

function readAnyScenario(bytes: Uint8Array): void {
  try {
    parseScenario(new TextDecoder().decode(bytes), "fuzz.yaml");
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
  }
}

export const fuzzTargets: readonly FuzzTarget[] = [
  {
    name: "lab-query",
    run: answerAnything,
    seeds: (["SRV", "A"] as const).map((type) =>
      encodeQuery({
        id: 7,
        question: { name: name("x.wild.corp.test"), type },
        recursionDesired: true,
        ednsUdpSize: 1232,
      }),
    ),
  },
  { name: "lab-scenario", run: readAnyScenario, seeds: [new TextEncoder().encode(SCENARIO)] },
];
