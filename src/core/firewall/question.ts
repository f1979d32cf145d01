// What is asked of a rule base: may clients reach this TCP port, and which packets must pass for that.
import type { IpAddress } from "../net/address.ts";
import type { Hook } from "./model.ts";

export type Question = {
  /** Null: not given, so rules that name a destination can't be decided. */
  readonly host: IpAddress | null;
  readonly port: number;
  /** The interface that the clients' packets come in by; null: any but the loopback. */
  readonly interface: string | null;
  /** Whether the rules are those of the host itself or of a router on the way. */
  readonly path: "input" | "forward";
};

/** A kind of packet that must pass for a connection to work. */
export type PacketKind = {
  /** For people: `the first packet`. */
  readonly name: string;
  readonly direction: "request" | "reply";
  readonly state: "new" | "established";
  /** TCP flags that such packets have, of those in `knownFlags`. */
  readonly flags: number;
  readonly knownFlags: number;
};

export const TCP_FLAGS = { fin: 1, syn: 2, rst: 4, psh: 8, ack: 16, urg: 32, ecn: 64, cwr: 128 } as const;

const { fin, syn, rst, psh, ack, urg } = TCP_FLAGS;
/** What follows the handshake: FIN and RST end a connection, so they need not pass for it to work. */
const LATER = { flags: ack, knownFlags: fin | syn | rst | ack | urg };
const OPENING_FLAGS = fin | syn | rst | psh | ack | urg;

/** Their first packet, what follows it, and the answers: all of them must pass. */
export const PACKET_KINDS: readonly PacketKind[] = [
  { name: "the first packet", direction: "request", state: "new", flags: syn, knownFlags: OPENING_FLAGS },
  { name: "the packets after the first", direction: "request", state: "established", ...LATER },
  {
    name: "the first answer",
    direction: "reply",
    state: "established",
    flags: syn | ack,
    knownFlags: OPENING_FLAGS,
  },
  { name: "the answers", direction: "reply", state: "established", ...LATER },
];

/** The hooks that such packets go through, in order. */
export function hooksOn({ path }: Question, { direction }: PacketKind): readonly Hook[] {
  if (direction === "request") {
    return path === "input"
      ? ["ingress", "prerouting", "input", "inbound"]
      : ["ingress", "prerouting", "forward", "postrouting", "inbound"];
  }
  return path === "input"
    ? ["output", "postrouting", "outbound"]
    : ["ingress", "prerouting", "forward", "postrouting", "outbound"];
}
