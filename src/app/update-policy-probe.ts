// One server, asked without changing anything how it treats updates of a zone: the probes, and then SOA and record set again.
import { judgeUpdateAnswers, type RecordAnswers, type UpdateAnswers } from "../core/checks/update-verdict.ts";
import type { UpdateVerdict } from "../core/checks/update-verdict.ts";
import type { KeyVerdict } from "../core/checks/key-verdict.ts";
import { saySigner } from "../core/checks/signer-identity.ts";
import { policyWithKey } from "../core/checks/policy-with-key.ts";
import { prependLabels, withoutTrailingDot } from "../core/dns/owner-name.ts";
import { RCODE, rcodeName } from "../core/dns/rcode.ts";
import { outgoingTkeyProbe, readTkeyError } from "../core/dns/tkey-probe.ts";
import { outgoingUpdateProbe, probeName, type UpdateProbe } from "../core/dns/update-probe.ts";
import { domainOfZone } from "../core/kms/domain-of-zone.ts";
import { formatEndpoint } from "../core/net/endpoint.ts";
import { inquire } from "./ask-server.ts";
import { trySigner } from "./update-policy-key.ts";
import type { UpdatePolicyPorts } from "./update-policy-ports.ts";
import { lookAtZone, sayChange } from "./update-policy-sight.ts";
import {
  freshNonce,
  sayExchange,
  sendProbeMessage,
  type Notebook,
  type ProbeTask,
  type Transport,
} from "./update-probe-exchange.ts";

export type ProbedServer = {
  readonly verdict: UpdateVerdict;
  /** Null where no key was tried. */
  readonly keyVerdict: KeyVerdict | null;
  readonly activeDirectory: boolean;
  /** Of the update that changes nothing and carries no signature; null where nothing came back. */
  readonly rcode: number | null;
  readonly evidence: readonly string[];
  readonly serialAfter: number | null;
  readonly alarm: string | null;
};

export async function probeUpdatePolicy(
  task: ProbeTask,
  ports: UpdatePolicyPorts,
  signal: AbortSignal,
): Promise<ProbedServer> {
  const warning = `the log of ${formatEndpoint(task.server)} will show attempts to update ${withoutTrailingDot(task.zone)} from here; they change nothing`;
  ports.announce(warning);
  const book: Notebook = { task, ports, signal, evidence: [warning] };
  const answers = await askAll(book);
  const { verdict, keyVerdict } = await judgeWithKey(book, answers);
  const after = await lookAtZone(task, ports, signal);
  const alarm = sayChange(task.before, after);
  const evidence = [...book.evidence, ...after.evidence, ...(alarm === null ? [] : [alarm]), verdict.because];
  return {
    verdict,
    keyVerdict,
    activeDirectory: answers.activeDirectory,
    rcode: answers.zoneOnly,
    evidence,
    serialAfter: after.soa?.serial ?? null,
    alarm,
  };
}

type BothVerdicts = Pick<ProbedServer, "verdict" | "keyVerdict">;

/** A key is tried where it may tell more: not where anybody may write, nor where nobody may for lack of the feature. */
async function judgeWithKey(book: Notebook, answers: UpdateAnswers): Promise<BothVerdicts> {
  const { signer, before } = book.task;
  const unsigned = judgeUpdateAnswers(answers);
  const untried = { verdict: unsigned, keyVerdict: null };
  if (signer === null) return untried;
  const mayTellMore = unsigned.keyMightHelp || unsigned.policy === "unknown";
  if (!before.authoritative || !mayTellMore) {
    const why = `${saySigner(signer.identity())} was not tried: ${unsigned.because}`;
    return { ...untried, verdict: { ...unsigned, because: why } };
  }
  const keyVerdict = await trySigner(book, signer, answers.activeDirectory);
  return { verdict: policyWithKey(unsigned, keyVerdict, signer.identity().kind), keyVerdict };
}

async function askAll(book: Notebook): Promise<UpdateAnswers> {
  const { before, answersForZone } = book.task;
  const { authoritative } = before;
  const zoneOnly = await sendZoneOnly(book, "udp-first");
  const first = { authoritative, answersForZone, zoneOnly, negotiatesGss: null, activeDirectory: false };
  if (zoneOnly === RCODE.NOERROR) {
    const records = await askAboutRecords(book, "udp-first");
    return { ...first, records, activeDirectory: await isActiveDirectory(book) };
  }
  const isDenied = zoneOnly === RCODE.REFUSED || zoneOnly === RCODE.NOTAUTH;
  if (!authoritative || !isDenied) return { ...first, records: null };
  const negotiatesGss = await askForGss(book);
  const activeDirectory = negotiatesGss === true && (await isActiveDirectory(book));
  const passesOverTcp = !activeDirectory && (await sendZoneOnly(book, "tcp")) === RCODE.NOERROR;
  const records = passesOverTcp ? await askAboutRecords(book, "tcp") : null;
  return { ...first, negotiatesGss, activeDirectory, records };
}

function sendZoneOnly(book: Notebook, transport: Transport): Promise<number | null> {
  return sendProbe(book, transport, "an update without changes", {
    kind: "zone-only",
    zone: book.task.zone,
  });
}

async function askAboutRecords(book: Notebook, transport: Transport): Promise<RecordAnswers> {
  const { zone, wanted } = book.task;
  const prerequisiteOnly = await sendProbe(book, transport, "a prerequisite that cannot hold", {
    kind: "prerequisite-only",
    zone,
  });
  // Where prerequisites are ignored the record would really be added.
  const refusedAdd =
    prerequisiteOnly === RCODE.YXRRSET
      ? await sendProbe(book, transport, `the record to publish behind that prerequisite`, {
          kind: "refused-add",
          zone,
          wanted,
        })
      : null;
  const absentDelete = await sendProbe(book, transport, "the deletion of a record that does not exist", {
    kind: "absent-delete",
    zone,
    owner: wanted.owner,
    nonce: freshNonce(book.ports.random),
  });
  return { prerequisiteOnly, refusedAdd, absentDelete };
}

async function sendProbe(
  book: Notebook,
  transport: Transport,
  what: string,
  probe: UpdateProbe,
): Promise<number | null> {
  const exchange = await sendProbeMessage(book, transport, outgoingUpdateProbe(probe));
  book.evidence.push(sayExchange(exchange, what, book.ports.timestamp()));
  return exchange.outcome.kind === "answered" ? exchange.outcome.message.rcode : null;
}

/** Only a server that negotiates objects to the token: with BADKEY (RFC 2930 section 2.6). */
async function askForGss(book: Notebook): Promise<boolean | null> {
  const { ports, evidence } = book;
  const name = probeName(freshNonce(ports.random));
  const offer = outgoingTkeyProbe(name, Math.floor(ports.clock.nowMs() / 1000));
  const exchange = await sendProbeMessage(book, "udp-first", offer);
  const { outcome } = exchange;
  const error = outcome.kind === "answered" ? readTkeyError(outcome.bytes) : null;
  const code = error?.ok === true ? error.value : null;
  const inside = code === null ? "" : ` with TKEY error ${rcodeName(code)}`;
  evidence.push(sayExchange(exchange, `an offer to negotiate GSS-TSIG${inside}`, ports.timestamp()));
  if (outcome.kind !== "answered") return null;
  return outcome.message.rcode === RCODE.NOERROR && code === RCODE.BADKEY;
}

async function isActiveDirectory({ task, ports, signal, evidence }: Notebook): Promise<boolean> {
  const name = prependLabels(["_ldap", "_tcp", "dc", "_msdcs"], domainOfZone(task.zone));
  if (!name.ok) return false;
  const options = { ...task.options, recursionDesired: false };
  const question = { name: name.value, type: "SRV" } as const;
  const { response, last } = await inquire(ports.askDns, task.server, question, options, signal);
  const isThere = response?.kind === "found";
  const isAbsent = response?.kind === "nodata" || response?.kind === "nxdomain";
  const where = `${withoutTrailingDot(name.value)} SRV`;
  const said =
    last.outcome.kind === "answered" ? `it answered ${rcodeName(last.outcome.message.rcode)}` : "no answer";
  evidence.push(
    isThere
      ? `${where} is there: the zone belongs to an Active Directory domain`
      : isAbsent
        ? `${where} is not there: no sign of an Active Directory domain`
        : `${where}: the server does not tell, ${said}`,
  );
  return isThere;
}
