// Sends one plan as one update message, and believes only what the primary shows afterwards: NOERROR proves nothing.
import type { SigningFailure } from "../../core/checks/gss-failure.ts";
import { saySigner } from "../../core/checks/signer-identity.ts";
import { outgoingUpdate } from "../../core/dns/update-message.ts";
import { RCODE, rcodeName } from "../../core/dns/rcode.ts";
import type { Endpoint } from "../../core/net/endpoint.ts";
import { carriedOutPart, isCarriedOut, updateMessageOf, type Plan } from "../../core/plan/plan.ts";
import type { AskDnsOptions } from "../ports.ts";
import { sayExchange } from "../update-probe-exchange.ts";
import type { MessageExchange } from "../update-policy-ports.ts";
import type { PublishPorts, SignedFor } from "./publish-ports.ts";
import { readRrsets, type Unreadable } from "./read-rrsets.ts";

export type ApplyContext = {
  readonly ports: PublishPorts;
  readonly options: AskDnsOptions;
};

type Told = {
  /** Of the answer; null where none came. */
  readonly rcode: number | null;
  readonly evidence: readonly string[];
};

/**
 * applied: the primary shows it · stale: a prerequisite did not hold, somebody else changed the records · refused: the
 * primary shows that nothing was changed; `because` is one clause · unknown: it could not be read back.
 */
export type Applied =
  | (Told & { readonly kind: "applied" })
  | (Told & { readonly kind: "stale" })
  | (Told & {
      readonly kind: "refused";
      readonly because: string;
      readonly exchange: MessageExchange | null;
      /** What to do first; null where the refusal itself does not tell. */
      readonly remedy: string | null;
    })
  /** Some of it is there: `plan` says what. */
  | (Told & { readonly kind: "partly"; readonly because: string; readonly plan: Plan })
  | (Told & { readonly kind: "unknown"; readonly because: string });

/** Where a longer message goes over TCP at once: UDP may lose it on the way. */
const MOST_UDP_OCTETS = 1200;

export async function applyPlan(
  plan: Plan,
  signedFor: SignedFor,
  context: ApplyContext,
  signal: AbortSignal,
): Promise<Applied> {
  const evidence: string[] = [];
  const sent = await sendSigned(plan, signedFor, context, evidence, signal);
  if (!("outcome" in sent)) {
    const told = [...evidence, `nothing was sent: ${sent.because}, at ${context.ports.timestamp()}`];
    return { kind: "refused", rcode: null, evidence: told, exchange: null, ...sent };
  }
  return judge(plan, signedFor.server, sent, evidence, context, signal);
}

/** A failure says why nothing was sent. */
async function sendSigned(
  plan: Plan,
  signedFor: SignedFor,
  { ports, options }: ApplyContext,
  evidence: string[],
  signal: AbortSignal,
): Promise<MessageExchange | SigningFailure> {
  const bare = outgoingUpdate(updateMessageOf(plan));
  const { signer } = ports;
  const usual = signer?.transport ?? "udp-first";
  const transport = bare.encode(0).length > MOST_UDP_OCTETS ? "tcp" : usual;
  for (let attempt = 1; ; attempt++) {
    const signed = signer === null ? null : await signer.sign(bare, signedFor, signal);
    if (signed !== null && !signed.ok) return signed.error;
    const message = signed === null ? bare : signed.value;
    const exchange = await ports.sendMessage(signedFor.server, message, { ...options, transport }, signal);
    const what = signer === null ? "the update" : `the update, signed with ${saySigner(signer.identity())},`;
    evidence.push(sayExchange(exchange, what, ports.timestamp()));
    const again = attempt === 1 ? (signer?.learn(exchange.outcome, signedFor) ?? null) : null;
    if (again === null) return exchange;
    ports.announce(again);
    evidence.push(again);
  }
}

async function judge(
  plan: Plan,
  server: Endpoint,
  exchange: MessageExchange,
  evidence: readonly string[],
  context: ApplyContext,
  signal: AbortSignal,
): Promise<Applied> {
  const { outcome } = exchange;
  const isAnswered = outcome.kind === "answered" || outcome.kind === "unauthenticated";
  const rcode = isAnswered ? outcome.message.rcode : null;
  const reading = { ask: context.ports.askDns, options: context.options };
  const now = await readRrsets(server, plan.seen, reading, signal);
  if (!now.ok) {
    const told = { rcode, evidence: [...evidence, sayUnreadable(now.error)] };
    // A definite no is believed; anything else may have changed something.
    if (outcome.kind === "answered" && isDefiniteNo(outcome.message.rcode))
      return {
        kind: "refused",
        ...told,
        because: `it answered ${rcodeName(outcome.message.rcode)}`,
        exchange,
        remedy: null,
      };
    return { kind: "unknown", ...told, because: sayUnreadable(now.error) };
  }
  const records = now.value.flatMap((set) => set.records);
  // A prerequisite that does not hold is no work of ours, unless it was an earlier copy of the message that was carried out.
  const isStale = rcode !== null && isPrerequisiteFailure(rcode);
  if (isStale && exchange.attempts.length === 1) return { kind: "stale", rcode, evidence };
  if (isCarriedOut(plan, records)) return { kind: "applied", rcode, evidence };
  if (isStale) return { kind: "stale", rcode, evidence };
  if (rcode === null) {
    // A late datagram may still arrive: only an answer could say that nothing will change.
    return {
      kind: "unknown",
      rcode,
      evidence,
      because: `no answer came (${outcome.kind}), and the records are as before`,
    };
  }
  const part = carriedOutPart(plan, now.value);
  if (rcode === RCODE.NOERROR && part.changes.length > 0) {
    const because = "it answered NOERROR, and carried out only a part of the change";
    return { kind: "partly", rcode, evidence, because, plan: part };
  }
  const because =
    rcode === RCODE.NOERROR
      ? "it answered NOERROR, and the records are as before: it ignored the change"
      : `it answered ${rcodeName(rcode)}${outcome.kind === "unauthenticated" ? ", without a signature that could be verified" : ""}`;
  return { kind: "refused", rcode, evidence, because, exchange, remedy: null };
}

/** RFC 2136 section 3.2: the codes of prerequisites that do not hold. */
function isPrerequisiteFailure(rcode: number): boolean {
  return (
    rcode === RCODE.NXRRSET || rcode === RCODE.YXRRSET || rcode === RCODE.NXDOMAIN || rcode === RCODE.YXDOMAIN
  );
}

function isDefiniteNo(rcode: number): boolean {
  return rcode !== RCODE.NOERROR && rcode !== RCODE.SERVFAIL;
}

export function sayUnreadable(unreadable: Unreadable): string {
  return unreadable.kind === "alias"
    ? `${unreadable.owner} is an alias of ${unreadable.target}`
    : unreadable.why;
}
