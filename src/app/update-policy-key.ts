// Tries a TSIG key on a zone, changing nothing: the same probes as without a key, signed.
import { sayClockSkew, type KeyAnswers, type SignedAnswer } from "../core/checks/key-verdict.ts";
import { withoutTrailingDot } from "../core/dns/owner-name.ts";
import { RCODE } from "../core/dns/rcode.ts";
import type { TsigKey } from "../core/dns/tsig/tsig-key.ts";
import { signedMessage } from "../core/dns/tsig/signed-message.ts";
import { outgoingUpdateProbe, type UpdateProbe } from "../core/dns/update-probe.ts";
import type { MessageOutcome } from "./update-policy-ports.ts";
import { freshNonce, sayExchange, sendProbeMessage, type Notebook } from "./update-probe-exchange.ts";

/** The key, and by how much the server's clock is ahead of ours, as far as it has been told. */
type Pen = { readonly key: TsigKey; skewSeconds: number | null };

export async function tryKey(book: Notebook, key: TsigKey): Promise<KeyAnswers> {
  const { zone, wanted } = book.task;
  const pen: Pen = { key, skewSeconds: null };
  const zoneOnly = await askSigned(book, pen, "an update without changes", { kind: "zone-only", zone });
  const none = { prerequisiteOnly: null, refusedAdd: null, absentDelete: null };
  const rest = isVerified(zoneOnly, RCODE.NOERROR) ? await askAboutRecord(book, pen) : none;
  const subject = {
    key: `${withoutTrailingDot(key.name)} (${key.algorithm})`,
    keyName: key.name,
    owner: wanted.owner,
  };
  return { ...subject, zoneOnly, ...rest, clockSkewSeconds: pen.skewSeconds };
}

type RecordAnswers = Pick<KeyAnswers, "prerequisiteOnly" | "refusedAdd" | "absentDelete">;

async function askAboutRecord(book: Notebook, pen: Pen): Promise<RecordAnswers> {
  const { zone, wanted } = book.task;
  const prerequisiteOnly = await askSigned(book, pen, "a prerequisite that cannot hold", {
    kind: "prerequisite-only",
    zone,
  });
  // Where prerequisites are ignored the record would really be added.
  const refusedAdd = isVerified(prerequisiteOnly, RCODE.YXRRSET)
    ? await askSigned(book, pen, "the record to publish behind that prerequisite", {
        kind: "refused-add",
        zone,
        wanted,
      })
    : null;
  const absentDelete = await askSigned(book, pen, "the deletion of a record that does not exist", {
    kind: "absent-delete",
    zone,
    owner: wanted.owner,
    nonce: freshNonce(book.ports.random),
  });
  return { prerequisiteOnly, refusedAdd, absentDelete };
}

/** Where the holder of the key objects to our clock, once more by the server's: it must have signed for that. */
async function askSigned(book: Notebook, pen: Pen, what: string, probe: UpdateProbe): Promise<SignedAnswer> {
  const first = await sendSigned(book, pen, what, probe);
  const skewSeconds = pen.skewSeconds === null ? skewOf(first, book) : null;
  if (skewSeconds === null) return answerOf(first);
  pen.skewSeconds = skewSeconds;
  const warning = `${sayClockSkew(skewSeconds)}: signing with the server's time from here on`;
  book.ports.announce(warning);
  book.evidence.push(warning);
  return answerOf(await sendSigned(book, pen, what, probe));
}

async function sendSigned(
  book: Notebook,
  pen: Pen,
  what: string,
  probe: UpdateProbe,
): Promise<MessageOutcome> {
  const { ports, evidence } = book;
  const { key, skewSeconds } = pen;
  const nowSeconds = (): number => ownSeconds(book) + (skewSeconds ?? 0);
  const signer = { key, crypto: ports.tsig, nowSeconds };
  const message = signedMessage(outgoingUpdateProbe(probe), signer);
  const exchange = await sendProbeMessage(book, "udp-first", message);
  const by = `signed with ${withoutTrailingDot(key.name)}`;
  evidence.push(sayExchange(exchange, `${what}, ${by},`, ports.timestamp()));
  return exchange.outcome;
}

function skewOf(outcome: MessageOutcome, book: Notebook): number | null {
  if (outcome.kind !== "answered" || outcome.tsig?.kind !== "error") return null;
  const { serverTimeSeconds } = outcome.tsig;
  return serverTimeSeconds === null ? null : serverTimeSeconds - ownSeconds(book);
}

function ownSeconds({ ports }: Notebook): number {
  return Math.floor(ports.clock.nowMs() / 1000);
}

function answerOf(outcome: MessageOutcome): SignedAnswer {
  if (outcome.kind !== "answered" && outcome.kind !== "unauthenticated") return { kind: "none" };
  const { message, tsig } = outcome;
  const { rcode } = message;
  if (tsig?.kind === "verified") return { kind: "verified", rcode };
  if (tsig?.kind !== "error") return { kind: "hint", rcode };
  return { kind: "tsig-error", error: tsig.error, rcode, authenticated: tsig.authenticated };
}

function isVerified(answer: SignedAnswer, rcode: number): boolean {
  return answer.kind === "verified" && answer.rcode === rcode;
}
