// Keeps count of what each DNS server did during a run, and spares a server that never answers.
import { sayAnswer } from "../core/checks/wording.ts";
import type { DnsAttempt } from "../core/dns/exchange.ts";
import type { ServerAnswer, ServerRole, ServerStatus, ServerTally } from "../core/run/observation.ts";

/** After this many questions in a row without any answer a server is not asked again in this run. */
const GIVE_UP_AFTER = 3;
const MAX_SAMPLES = 3;

export type ServerTallies = {
  readonly add: (answer: ServerAnswer) => void;
  readonly isGivenUp: (server: string) => boolean;
  readonly all: () => readonly ServerTally[];
};

type Draft = {
  server: string;
  role: ServerRole;
  questions: number;
  answered: number;
  byStatus: Partial<Record<ServerStatus, number>>;
  udpAnswers: number;
  tcpAnswers: number;
  udpFailures: number;
  tcpFailures: number;
  truncatedWithoutTcp: number;
  ednsFailures: number;
  samples: string[];
  unansweredInARow: number;
};

export function createServerTallies(): ServerTallies {
  const drafts = new Map<string, Draft>();
  return {
    add: (answer) => {
      let draft = drafts.get(answer.server);
      if (draft === undefined) {
        draft = emptyDraft(answer);
        drafts.set(answer.server, draft);
      }
      count(draft, answer);
    },
    isGivenUp: (server) => (drafts.get(server)?.unansweredInARow ?? 0) >= GIVE_UP_AFTER,
    all: () => [...drafts.values()].map(({ unansweredInARow: _, ...tally }) => tally),
  };
}

function emptyDraft({ server, role }: ServerAnswer): Draft {
  return {
    server,
    role,
    questions: 0,
    answered: 0,
    byStatus: {},
    udpAnswers: 0,
    tcpAnswers: 0,
    udpFailures: 0,
    tcpFailures: 0,
    truncatedWithoutTcp: 0,
    ednsFailures: 0,
    samples: [],
    unansweredInARow: 0,
  };
}

function count(draft: Draft, answer: ServerAnswer): void {
  if (answer.status === "cancelled") return;
  draft.byStatus[answer.status] = (draft.byStatus[answer.status] ?? 0) + 1;
  if (answer.status === "not-asked") return;
  draft.questions += 1;
  if (answer.presence !== null) draft.answered += 1;
  let hasFailedWithEdns = false;
  for (const attempt of answer.attempts) {
    countAttempt(draft, attempt);
    if (isEdnsFailure(attempt)) hasFailedWithEdns = true;
    else if (hasFailedWithEdns && isPlainUdpAnswer(attempt)) draft.ednsFailures += 1;
  }
  if (isTruncationUnmended(answer)) draft.truncatedWithoutTcp += 1;
  const isSpoken = answer.attempts.some(
    ({ result }) => result.kind === "answered" || result.kind === "truncated",
  );
  draft.unansweredInARow = isSpoken || answer.status === "malformed" ? 0 : draft.unansweredInARow + 1;
  const isTelling = answer.presence === null || hasFailedWithEdns || answer.transport === "tcp";
  if (isTelling && draft.samples.length < MAX_SAMPLES) draft.samples.push(sample(answer));
}

function countAttempt(draft: Draft, { transport, result }: DnsAttempt): void {
  const isAnswer = result.kind === "answered" || result.kind === "truncated";
  const isFailure = result.kind === "timeout" || result.kind === "unreachable" || result.kind === "closed";
  if (transport === "udp") {
    draft.udpAnswers += isAnswer ? 1 : 0;
    draft.udpFailures += isFailure ? 1 : 0;
  } else {
    draft.tcpAnswers += isAnswer ? 1 : 0;
    draft.tcpFailures += isFailure ? 1 : 0;
  }
}

const FORMERR = 1;
const NOTIMP = 4;
const BADVERS = 16;

/** A query with EDNS that ended in FORMERR, NOTIMP, BADVERS or silence (RFC 6891 section 6.2.2). */
function isEdnsFailure({ edns, result, transport }: DnsAttempt): boolean {
  if (!edns || transport !== "udp") return false;
  if (result.kind === "timeout") return true;
  return result.kind === "answered" && [FORMERR, NOTIMP, BADVERS].includes(result.rcode);
}

/** Over the same transport, so that EDNS is all that differs. */
function isPlainUdpAnswer({ edns, transport, result }: DnsAttempt): boolean {
  return !edns && transport === "udp" && result.kind === "answered";
}

/** UDP was cut short (TC) and no TCP attempt afterwards was answered. */
function isTruncationUnmended({ attempts }: ServerAnswer): boolean {
  const isCut = attempts.some(({ result }) => result.kind === "truncated");
  return (
    isCut && !attempts.some(({ transport, result }) => transport === "tcp" && result.kind === "answered")
  );
}

function sample(answer: ServerAnswer): string {
  const attempts = answer.attempts.map(sayAttempt).join("; ");
  return attempts === "" ? sayAnswer(answer) : `${sayAnswer(answer)}: ${attempts}`;
}

function sayAttempt({ transport, edns, elapsedMs, result }: DnsAttempt): string {
  const how = `${transport}${edns ? " with EDNS" : ""}`;
  const code = "code" in result ? ` ${result.code}` : "";
  const reason = result.kind === "malformed" ? ` at octet ${result.offset} (${result.reason})` : "";
  return `${how}: ${result.kind}${code}${reason} after ${elapsedMs.toFixed(0)} ms`;
}
