// Tries a TSIG key or a Kerberos ticket on a zone, changing nothing: the same probes as without, signed.
import type { SigningFailure } from "../core/checks/gss-failure.ts";
import { judgeKeyAnswers, type KeyVerdict, type SignedAnswer } from "../core/checks/key-verdict.ts";
import { saySigner, type SignerIdentity } from "../core/checks/signer-identity.ts";
import { judgeTicketAnswers } from "../core/checks/ticket-verdict.ts";
import { withoutTrailingDot } from "../core/dns/owner-name.ts";
import { RCODE } from "../core/dns/rcode.ts";
import { outgoingUpdateProbe, type UpdateProbe } from "../core/dns/update-probe.ts";
import type { UpdateSigner } from "./publish/publish-ports.ts";
import type { MessageOutcome } from "./update-policy-ports.ts";
import { freshNonce, sayExchange, sendProbeMessage, type Notebook } from "./update-probe-exchange.ts";

/** Signs probes, and keeps why that was not possible. */
type Pen = { readonly signer: UpdateSigner; failure: SigningFailure | null };

/** `activeDirectory`: whether the server has the records of such a domain. */
export async function trySigner(
  book: Notebook,
  signer: UpdateSigner,
  activeDirectory: boolean,
): Promise<KeyVerdict> {
  const { zone, wanted, before } = book.task;
  const pen: Pen = { signer, failure: null };
  const zoneOnly = await askSigned(book, pen, "an update without changes", { kind: "zone-only", zone });
  const none = { prerequisiteOnly: null, refusedAdd: null, absentDelete: null };
  const isTaken = zoneOnly.kind === "verified" && zoneOnly.rcode === RCODE.NOERROR;
  const rest = isTaken ? await askAboutRecord(book, pen) : none;
  const identity = signer.identity();
  const answers = { owner: wanted.owner, zoneOnly, ...rest };
  if (identity.kind === "gss-tsig") {
    const isPublished = (before.records ?? []).length > 0;
    const { account } = identity;
    return judgeTicketAnswers({ ...answers, account, activeDirectory, isPublished, failure: pen.failure });
  }
  const { keyName, algorithm } = identity;
  return judgeKeyAnswers({
    ...answers,
    key: `${withoutTrailingDot(keyName)} (${algorithm})`,
    keyName,
    clockSkewSeconds: signer.clockSkewSeconds(),
  });
}

type RecordAnswers = {
  readonly prerequisiteOnly: SignedAnswer;
  readonly refusedAdd: SignedAnswer | null;
  readonly absentDelete: SignedAnswer;
};

async function askAboutRecord(book: Notebook, pen: Pen): Promise<RecordAnswers> {
  const { zone, wanted } = book.task;
  const prerequisiteOnly = await askSigned(book, pen, "a prerequisite that cannot hold", {
    kind: "prerequisite-only",
    zone,
  });
  // Where prerequisites are ignored the record would really be added.
  const refusedAdd = holdsBack(prerequisiteOnly, pen.signer.identity())
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

/** Active Directory servers sign no failed prerequisite: they send our own signature back. */
function holdsBack(answer: SignedAnswer, { kind }: SignerIdentity): boolean {
  if (answer.kind === "hint") return kind === "gss-tsig" && answer.rcode === RCODE.YXRRSET;
  return answer.kind === "verified" && answer.rcode === RCODE.YXRRSET;
}

/** Where the signer learns from the answer, such as the server's time, once more: it must have signed for that. */
async function askSigned(book: Notebook, pen: Pen, what: string, probe: UpdateProbe): Promise<SignedAnswer> {
  const first = await sendSigned(book, pen, what, probe);
  const warning = first === null ? null : pen.signer.learn(first, signedForOf(book));
  if (warning === null) return answerOf(first);
  book.ports.announce(warning);
  book.evidence.push(warning);
  return answerOf(await sendSigned(book, pen, what, probe));
}

/** Null where it could not be signed. */
async function sendSigned(
  book: Notebook,
  pen: Pen,
  what: string,
  probe: UpdateProbe,
): Promise<MessageOutcome | null> {
  const { ports, evidence, signal } = book;
  const signed = await pen.signer.sign(outgoingUpdateProbe(probe), signedForOf(book), signal);
  if (!signed.ok) {
    pen.failure ??= signed.error;
    evidence.push(`${what} could not be signed: ${signed.error.because}, at ${ports.timestamp()}`);
    return null;
  }
  const exchange = await sendProbeMessage(book, pen.signer.transport, signed.value);
  const by = `signed with ${saySigner(pen.signer.identity())}`;
  evidence.push(sayExchange(exchange, `${what}, ${by},`, ports.timestamp()));
  return exchange.outcome;
}

/** By its own word about its name: every Active Directory server calls itself the primary. */
function signedForOf({ task }: Notebook): { server: typeof task.server; serverName: string } {
  return { server: task.server, serverName: withoutTrailingDot(task.before.soa?.mname ?? task.zone) };
}

function answerOf(outcome: MessageOutcome | null): SignedAnswer {
  if (outcome?.kind !== "answered" && outcome?.kind !== "unauthenticated") return { kind: "none" };
  const { message, tsig } = outcome;
  const { rcode } = message;
  if (tsig?.kind === "verified") return { kind: "verified", rcode };
  if (tsig?.kind !== "error") return { kind: "hint", rcode };
  return { kind: "tsig-error", error: tsig.error, rcode, authenticated: tsig.authenticated };
}
