// Signs updates in the name of a Kerberos account (GSS-TSIG, RFC 3645): negotiates a security context with the server on first use.
import {
  sayGssFailure,
  sayTkeyRefusal,
  type GssAttempt,
  type SigningFailure,
} from "../../core/checks/gss-failure.ts";
import { RCODE } from "../../core/dns/rcode.ts";
import { prependLabels, parseOwnerName, type OwnerName } from "../../core/dns/owner-name.ts";
import { gssTsigName, outgoingTkey, readTkeyAnswer } from "../../core/dns/tkey-message.ts";
import type { MessageKey } from "../../core/dns/tsig/message-key.ts";
import { signedMessage } from "../../core/dns/tsig/signed-message.ts";
import { verifyAnswer } from "../../core/dns/tsig/verify-answer.ts";
import { formatEndpoint } from "../../core/net/endpoint.ts";
import { err, ok, type Result } from "../../core/result.ts";
import type { GssContext, OpenGssContext } from "../gss-ports.ts";
import { createServerClock } from "../server-clock.ts";
import type { SendMessage } from "../update-policy-ports.ts";
import { freshNonce } from "../update-probe-exchange.ts";
import type { SignedFor, UpdateSigner } from "./publish-ports.ts";

export type GssSignerPorts = {
  readonly openContext: OpenGssContext;
  readonly sendMessage: SendMessage;
  /** 0 (included) to 1 (excluded), from a source that cannot be guessed. */
  readonly random: () => number;
  readonly nowMs: () => number;
  /** Budget of one exchange with the name server. */
  readonly timeoutMs: number;
};

export type GssSigner = UpdateSigner & {
  /** Gives the security contexts back. */
  readonly close: () => void;
};

type Negotiated = { readonly context: GssContext; readonly key: MessageKey };

/** Kerberos needs one exchange, SPNEGO with another choice of mechanism two; more is no negotiation any more. */
const MOST_STEPS = 8;

export function createGssSigner(ports: GssSignerPorts): GssSigner {
  const clock = createServerClock(ports.nowMs);
  const contexts = new Map<string, Negotiated>();
  let account: string | null = null;
  let isForgotten = false;

  const sign: UpdateSigner["sign"] = async (message, signedFor, signal) => {
    const known = contexts.get(placeOf(signedFor));
    const negotiated =
      known === undefined ? await negotiate(signedFor, ports, clock.nowSeconds, signal) : ok(known);
    if (!negotiated.ok) return negotiated;
    contexts.set(placeOf(signedFor), negotiated.value);
    // The message is signed inside a socket's callback: a context that signs no more had better fail here.
    negotiated.value.context.getMic([]);
    ({ account } = negotiated.value.context);
    return ok(signedMessage(message, { key: negotiated.value.key, nowSeconds: clock.nowSeconds }));
  };

  const learn: UpdateSigner["learn"] = (outcome, signedFor) => {
    const isAnswered = outcome.kind === "answered" || outcome.kind === "unauthenticated";
    const isBadKey = isAnswered && outcome.tsig?.kind === "error" && outcome.tsig.error === RCODE.BADKEY;
    if (!isBadKey) return clock.learn(outcome);
    contexts.get(placeOf(signedFor))?.context.close();
    contexts.delete(placeOf(signedFor));
    // A server that forgets again and again would be negotiated with for ever.
    if (isForgotten) return null;
    isForgotten = true;
    return `${formatEndpoint(signedFor.server)} no longer knows the negotiated key (BADKEY): negotiated anew`;
  };

  return {
    identity: () => ({ kind: "gss-tsig", account }),
    // Over UDP an answer that is not signed by the server is passed over until the time is up; Samba signs no refusal.
    transport: "tcp",
    sign,
    learn,
    clockSkewSeconds: clock.skewSeconds,
    close: () => {
      for (const { context } of contexts.values()) context.close();
      contexts.clear();
    },
  };
}

function placeOf({ server, serverName }: SignedFor): string {
  return `${formatEndpoint(server)} ${serverName}`;
}

async function negotiate(
  signedFor: SignedFor,
  ports: GssSignerPorts,
  nowSeconds: () => number,
  signal: AbortSignal,
): Promise<Result<Negotiated, SigningFailure>> {
  const { serverName } = signedFor;
  const opened = ports.openContext(serverName);
  if (!opened.ok) return err(sayGssFailure(opened.error, { serverName, account: null }));
  const context = opened.value;
  const key = messageKey(keyNameFor(serverName, ports.random), context);
  const attempt = { serverName, account: context.account };
  const failure = await establish({ context, key, signedFor, attempt, ports, nowSeconds, signal });
  if (failure === null) return ok({ context, key });
  context.close();
  return err(failure);
}

/** A fresh name for each context: the server may remember another one under an old name. */
function keyNameFor(serverName: string, random: () => number): OwnerName {
  const nonce = freshNonce(random);
  const host = parseOwnerName(serverName);
  const name = host.ok ? prependLabels([nonce, "sig"], host.value) : host;
  if (name.ok) return name.value;
  const short = parseOwnerName(`${nonce}.sig.invalid`);
  if (!short.ok) throw new RangeError(short.error);
  return short.value;
}

function messageKey(name: OwnerName, { getMic, verifyMic }: GssContext): MessageKey {
  return {
    name,
    algorithmName: gssTsigName(),
    getMac: getMic,
    verifyMac: verifyMic,
    acceptsBareRequestMac: true,
  };
}

type Negotiation = {
  readonly context: GssContext;
  readonly key: MessageKey;
  readonly signedFor: SignedFor;
  readonly attempt: GssAttempt;
  readonly ports: GssSignerPorts;
  readonly nowSeconds: () => number;
  readonly signal: AbortSignal;
};

/** Null once the context is established (RFC 3645 sections 3.1 and 4.1). */
async function establish(negotiation: Negotiation): Promise<SigningFailure | null> {
  const { context, attempt, signedFor } = negotiation;
  let step = await context.step(null);
  for (let count = 0; count < MOST_STEPS; count++) {
    if (!step.ok) return sayGssFailure(step.error, attempt);
    const answer = await offerToken(step.value.token, negotiation);
    if (!answer.ok) return answer.error;
    if (!step.value.isDone) {
      step = await context.step(answer.value.token);
      if (!step.ok) return sayGssFailure(step.error, attempt);
      if (!step.value.isDone || step.value.token.length > 0) continue;
    }
    return judgeSignature(answer.value.bytes, negotiation);
  }
  return {
    because: `${formatEndpoint(signedFor.server)} negotiates GSS-TSIG without coming to an end`,
    remedy: "Name another server of the zone: --primary ADDR[:PORT]",
  };
}

type Answered = { readonly token: Uint8Array; readonly bytes: Uint8Array };

/** Over TCP: a ticket with the account's groups in it does not fit into a datagram. */
async function offerToken(
  token: Uint8Array,
  { key, signedFor, attempt, ports, nowSeconds, signal }: Negotiation,
): Promise<Result<Answered, SigningFailure>> {
  const { server } = signedFor;
  const offer = outgoingTkey({ keyName: key.name, token, nowSeconds: nowSeconds() });
  const options = { timeoutMs: ports.timeoutMs, retries: 0, transport: "tcp" } as const;
  const { outcome } = await ports.sendMessage(server, offer, options, signal);
  if (outcome.kind !== "answered")
    return err({
      because: `${formatEndpoint(server)} did not answer the negotiation of GSS-TSIG over TCP (${outcome.kind})`,
      remedy: "GSS-TSIG needs TCP 53 to the name server: look for a firewall between, or raise --timeout",
    });
  const { message, bytes } = outcome;
  const answer = readTkeyAnswer(bytes, key.name);
  if (!answer.ok)
    return err({
      because: `the answer of ${formatEndpoint(server)} to the negotiation of GSS-TSIG can't be read: ${answer.error}`,
      remedy: "Name another server of the zone: --primary ADDR[:PORT]",
    });
  const error = answer.value?.error ?? null;
  if (message.rcode !== RCODE.NOERROR || answer.value === null || error !== 0)
    return err(sayTkeyRefusal(error, message.rcode, attempt));
  return ok({ token: answer.value.token, bytes });
}

/** The last answer may be signed with the new key; then the signature must hold (RFC 3645 section 3.1.3.1). */
function judgeSignature(
  bytes: Uint8Array,
  { key, signedFor, nowSeconds }: Negotiation,
): SigningFailure | null {
  const { kind } = verifyAnswer(bytes, { key, mac: null, nowSeconds: nowSeconds() });
  // The tickets have proved who the server is; its clock may still be told by BADTIME.
  if (kind === "verified" || kind === "unsigned" || kind === "bad-time") return null;
  return {
    because: `${formatEndpoint(signedFor.server)} signed the end of the negotiation in a way that does not verify (${kind})`,
    remedy:
      "Name another server of the zone: --primary ADDR[:PORT]. Somebody between may have changed the answer",
  };
}
