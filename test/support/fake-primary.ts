// Fake DNS servers for the update-policy oracle: what each says about a zone, and how it answers each kind of probe.
import type { MessageOutcome, SendMessage, UpdatePolicyPorts } from "../../src/app/update-policy-ports.ts";
import type { DnsMessage, DnsQuestion } from "../../src/core/dns/message.ts";
import type { DnsRecord, SoaRecord, SrvRecord } from "../../src/core/dns/record.ts";
import { readTsig } from "../../src/core/dns/tsig/read-tsig.ts";
import { isAuthenticated, type TsigOutcome } from "../../src/core/dns/tsig/verify-answer.ts";
import { formatEndpoint } from "../../src/core/net/endpoint.ts";
import { joined, messageWire, nameWire, octets } from "./dns-wire.ts";
import { AT, attempt, name } from "./facts.ts";
import { fakeDns, message, type FakeReply } from "./fake-dns.ts";

export type ProbeKind = "zone-only" | "prerequisite-only" | "refused-add" | "absent-delete" | "tkey";

export type FakeServer = {
  /** Answers with flag aa. Default: true. */
  readonly authoritative?: boolean;
  /** Null: no SOA anywhere. Default: that of corp.test. */
  readonly soa?: SoaRecord | null;
  /** The serial goes up with every look at it. */
  readonly restless?: boolean;
  readonly records?: readonly SrvRecord[];
  /** Other answers by `name TYPE`; null: REFUSED. */
  readonly others?: Readonly<Record<string, readonly DnsRecord[] | null>>;
  /** Codes by kind of probe, `tcp zone-only` for TCP alone. Nothing: no answer. For `tkey` the code in the record. */
  readonly updates?: Readonly<Partial<Record<ProbeKind | `tcp ${ProbeKind}`, number>>>;
  /** The answer to a signed probe, by its kind and the time when it was signed; undefined: none. */
  readonly signed?: (kind: ProbeKind, timeSignedSeconds: number) => FakeSignedAnswer | undefined;
};

export type FakeSignedAnswer = { readonly rcode: number; readonly tsig: TsigOutcome };

export function soaRecord(overrides: Partial<SoaRecord> = {}): SoaRecord {
  return {
    type: "SOA",
    owner: name("corp.test"),
    ttlSeconds: 3600,
    mname: name("ns1.corp.test"),
    rname: name("hostmaster.corp.test"),
    serial: 7,
    refresh: 1,
    retry: 1,
    expire: 1,
    minimum: 60,
    ...overrides,
  };
}

export type FakeWorld = {
  readonly ports: UpdatePolicyPorts;
  /** `192.0.2.1:53 zone-only` in the order of sending. */
  readonly sent: readonly string[];
  readonly announced: readonly string[];
};

/** Servers that are not in the list are silent. */
export function fakeWorld(servers: Readonly<Record<string, FakeServer>>): FakeWorld {
  const sent: string[] = [];
  const announced: string[] = [];
  let looks = 0;
  const { ask } = fakeDns((where, question) => {
    const server = servers[where];
    if (server === undefined) return { kind: "timeout", phase: "udp-answer" };
    if (server.restless === true && question.type === "SOA") looks += 1;
    return answered(server, question, looks);
  });
  const sendMessage: SendMessage = (endpoint, outgoing, { transport }) => {
    const where = formatEndpoint(endpoint);
    const kind = kindOf(outgoing.encode(1));
    const via = transport === "tcp" ? "tcp" : "udp";
    const isSigned = outgoing.verify !== undefined;
    sent.push(`${where} ${isSigned ? "signed " : ""}${via === "tcp" ? "tcp " : ""}${kind}`);
    const updates = servers[where]?.updates ?? {};
    const code = via === "tcp" ? (updates[`tcp ${kind}`] ?? updates[kind]) : updates[kind];
    const exchange = { server: where, attempts: [attempt({ kind: "timeout", phase: "udp-answer" })] };
    if (isSigned) {
      const outcome = signedOutcome(servers[where], kind, outgoing.encode(1));
      return Promise.resolve({ ...exchange, outcome });
    }
    if (code === undefined)
      return Promise.resolve({ ...exchange, outcome: { kind: "timeout", phase: "udp-answer" } });
    const rcode = kind === "tkey" ? 0 : code;
    const bytes = kind === "tkey" ? tkeyAnswer(code) : new Uint8Array();
    const outcome = { kind: "answered", transport: via, message: bare(rcode), bytes, tsig: null } as const;
    return Promise.resolve({ ...exchange, outcome });
  };
  const clock = { nowMs: () => 0, monotonicMs: () => 0 };
  const announce = (text: string): void => void announced.push(text);
  const ports = {
    askDns: ask,
    sendMessage,
    clock,
    timestamp: () => AT,
    random: () => 0.5,
    announce,
  };
  return { ports, sent, announced };
}

function signedOutcome(server: FakeServer | undefined, kind: ProbeKind, bytes: Uint8Array): MessageOutcome {
  const tsig = readTsig(bytes);
  const time = tsig.ok && tsig.value !== null ? tsig.value.variables.timeSignedSeconds : Number.NaN;
  const answer = server?.signed?.(kind, time);
  if (answer === undefined) return { kind: "timeout", phase: "udp-answer" };
  return {
    kind: isAuthenticated(answer.tsig) ? "answered" : "unauthenticated",
    ...{ transport: "udp", message: bare(answer.rcode), bytes: new Uint8Array(), tsig: answer.tsig },
  };
}

function answered(server: FakeServer, question: DnsQuestion, looks: number): FakeReply {
  const { soa = soaRecord(), authoritative = true, records = [], others = {} } = server;
  const current = soa === null ? null : { ...soa, serial: soa.serial + looks };
  const other = others[`${question.name} ${question.type}`];
  if (other === null) return { kind: "answered", message: message(question, 5, []) };
  const answers =
    other ??
    (question.type === "SOA" && question.name === current?.owner
      ? [current]
      : question.type === "SRV" && question.name.startsWith("_vlmcs.")
        ? records
        : []);
  const negative = answers.length === 0 && current !== null ? [current] : [];
  return {
    kind: "answered",
    message: { ...message(question, 0, answers), authoritative, authorities: negative },
  };
}

function bare(rcode: number): DnsMessage {
  return { ...message({ name: name("corp.test"), type: "SOA" }, rcode, []), opcode: 5, question: null };
}

function kindOf(bytes: Uint8Array): ProbeKind {
  if ((bytes[2] ?? 0) >> 3 !== 5) return "tkey";
  const [prerequisites, updates] = [bytes[7], bytes[9]];
  if (prerequisites === 1) return updates === 1 ? "refused-add" : "prerequisite-only";
  return updates === 1 ? "absent-delete" : "zone-only";
}

function tkeyAnswer(error: number): Uint8Array {
  const rest = octets(...Array.from({ length: 8 }, () => 0), 0, 3, 0, error, 0, 0, 0, 0);
  const rdata = joined(nameWire("gss-tsig"), rest);
  return messageWire({ answers: [{ owner: "k.invalid", type: 249, class: 255, ttl: 0, rdata }] });
}
