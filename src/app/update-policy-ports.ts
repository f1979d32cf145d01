// What the update-policy oracle needs from the outside.
import type { DnsAttempt, DnsOutcome } from "../core/dns/exchange.ts";
import type { DnsMessage } from "../core/dns/message.ts";
import type { OutgoingMessage } from "../core/dns/outgoing-message.ts";
import type { TsigOutcome } from "../core/dns/tsig/verify-answer.ts";
import type { Endpoint } from "../core/net/endpoint.ts";
import type { AskDns } from "./ports.ts";
import type { RunPorts } from "./run-events.ts";

type ReceivedMessage = {
  readonly message: DnsMessage;
  /** The octets of the answer, for what the decoded message leaves out. */
  readonly bytes: Uint8Array;
  readonly transport: "udp" | "tcp";
};

/**
 * answered: its `tsig` is null where the message was not signed, else `verified` or an error that the holder of the key
 * tells · unauthenticated: the message was signed and nothing better came in time: its code is a hint, never a success.
 */
export type MessageOutcome =
  | (ReceivedMessage & { readonly kind: "answered"; readonly tsig: TsigOutcome | null })
  | (ReceivedMessage & { readonly kind: "unauthenticated"; readonly tsig: TsigOutcome })
  | Exclude<DnsOutcome, { readonly kind: "answered" }>;

export type MessageExchange = {
  /** `127.0.0.1:53` or `[::1]:53`. */
  readonly server: string;
  readonly attempts: readonly DnsAttempt[];
  readonly outcome: MessageOutcome;
};

export type SendMessageOptions = {
  /** Budget of one attempt. */
  readonly timeoutMs: number;
  /** Further attempts over UDP after the first. */
  readonly retries: number;
  readonly transport: "udp-first" | "tcp";
};

/**
 * Sends one message to one server: over UDP and then TCP, or once over TCP. Only for messages that may be repeated.
 * Never throws for what the network does; resolves early with `cancelled`.
 */
export type SendMessage = (
  server: Endpoint,
  message: OutgoingMessage,
  options: SendMessageOptions,
  signal: AbortSignal,
) => Promise<MessageExchange>;

export type UpdatePolicyPorts = RunPorts & {
  readonly askDns: AskDns;
  readonly sendMessage: SendMessage;
  /** 0 (included) to 1 (excluded), from a source that cannot be guessed. */
  readonly random: () => number;
  /** Told before the first update message is sent to a server: that its log will show it. And of a clock that is wrong. */
  readonly announce: (text: string) => void;
};
