// What the use cases that change a zone need from the outside.
import type { SigningFailure } from "../../core/checks/gss-failure.ts";
import type { SignerIdentity } from "../../core/checks/signer-identity.ts";
import type { OutgoingMessage } from "../../core/dns/outgoing-message.ts";
import type { JournalEntry } from "../../core/plan/journal-entry.ts";
import type { PlanReport } from "../../core/plan/plan-report.ts";
import type { Endpoint } from "../../core/net/endpoint.ts";
import type { Result } from "../../core/result.ts";
import type { AskDns } from "../ports.ts";
import type { RunPorts } from "../run-events.ts";
import type { MessageOutcome, SendMessage } from "../update-policy-ports.ts";

/** Whom an update is signed for. */
export type SignedFor = {
  readonly server: Endpoint;
  /** The SOA's MNAME: GSS-TSIG names the service after it (RFC 3645 section 3.1.1). */
  readonly serverName: string;
};

export type UpdateSigner = {
  /** For evidence and remedies: a ticket's account is known only once it was used. */
  readonly identity: () => SignerIdentity;
  /** How short messages go; long ones always go over TCP. */
  readonly transport: "udp-first" | "tcp";
  readonly sign: (
    message: OutgoingMessage,
    signedFor: SignedFor,
    signal: AbortSignal,
  ) => Promise<Result<OutgoingMessage, SigningFailure>>;
  /** Learns from an answer; a text where the message is worth signing and sending once more, which says why. */
  readonly learn: (outcome: MessageOutcome, signedFor: SignedFor) => string | null;
  /** By how much a server's clock is ahead of ours, as far as it was learnt; null where nothing was wrong with it. */
  readonly clockSkewSeconds: () => number | null;
};

export type Journal = {
  /** Writes the entry, whole and flushed to disk, before it resolves; the same id again replaces it. */
  readonly write: (entry: JournalEntry) => Promise<void>;
  /**
   * The oldest first. What can't be read is named, and stays as it is; `foreign` are those of another version of the
   * program, whose form is not known here.
   */
  readonly read: () => Promise<{
    readonly entries: readonly JournalEntry[];
    readonly damaged: readonly string[];
    readonly foreign?: readonly string[];
  }>;
};

export type PublishPorts = RunPorts & {
  readonly askDns: AskDns;
  readonly sendMessage: SendMessage;
  /** Null: updates are sent unsigned. */
  readonly signer: UpdateSigner | null;
  readonly journal: Journal;
  /** A name for a journal entry; later ones sort after earlier ones. */
  readonly newId: () => string;
  /** A short digest of a text, in hexadecimal. */
  readonly digest: (text: string) => string;
  /** Shows the plans and asks whether they are to be carried out. */
  readonly confirm: (plans: readonly PlanReport[], signal: AbortSignal) => Promise<boolean>;
  /** Told at once: what the person at the keyboard should know before it is over. */
  readonly announce: (text: string) => void;
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
};
