// Keeps count of what each DNS server did during a run.
import { sayAnswer } from "../core/checks/wording.ts";
import type { DnsAttempt } from "../core/dns/exchange.ts";
import type { ServerAnswer, ServerRole, ServerStatus, ServerTally } from "../core/run/observation.ts";

const MAX_SAMPLES = 3;

export type ServerTallies = {
  readonly add: (answer: ServerAnswer) => void;
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
  udpMangled: number;
  truncatedWithoutTcp: number;
  ednsAnswers: number;
  ednsObjections: number;
  ednsSilences: number;
  samples: string[];
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
    all: () => [...drafts.values()],
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
    udpMangled: 0,
    truncatedWithoutTcp: 0,
    ednsAnswers: 0,
    ednsObjections: 0,
    ednsSilences: 0,
    samples: [],
  };
}

function count(draft: Draft, answer: ServerAnswer): void {
  if (answer.status === "cancelled") return;
  draft.byStatus[answer.status] = (draft.byStatus[answer.status] ?? 0) + 1;
  if (answer.status === "not-asked") return;
  draft.questions += 1;
  if (answer.presence !== null) draft.answered += 1;
  for (const attempt of answer.attempts) countAttempt(draft, attempt);
  countEdns(draft, answer.attempts);
  if (isTruncationUnmended(answer)) draft.truncatedWithoutTcp += 1;
  const isTelling =
    answer.presence === null || answer.transport === "tcp" || answer.attempts.some(isEdnsTrouble);
  if (isTelling && draft.samples.length < MAX_SAMPLES) draft.samples.push(sample(answer));
}

/** The same question with and without EDNS, over UDP: each attempt with EDNS that failed is held against the next plain one. */
function countEdns(draft: Draft, attempts: readonly DnsAttempt[]): void {
  let trouble: "objection" | "silence" | undefined;
  for (const attempt of attempts) {
    if (attempt.transport !== "udp") continue;
    if (attempt.edns) {
      trouble = isEdnsTrouble(attempt)
        ? attempt.result.kind === "timeout"
          ? "silence"
          : "objection"
        : undefined;
      if (
        attempt.result.kind === "truncated" ||
        (attempt.result.kind === "answered" && trouble === undefined)
      ) {
        draft.ednsAnswers += 1;
      }
    } else if (
      trouble !== undefined &&
      attempt.result.kind === "answered" &&
      !isObjection(attempt.result.rcode)
    ) {
      draft.ednsObjections += trouble === "objection" ? 1 : 0;
      draft.ednsSilences += trouble === "silence" ? 1 : 0;
      trouble = undefined;
    }
  }
}

function countAttempt(draft: Draft, { transport, result, ignored }: DnsAttempt): void {
  const isAnswer = result.kind === "answered" || result.kind === "truncated";
  const isFailure = result.kind === "timeout" || result.kind === "unreachable" || result.kind === "closed";
  if (transport === "udp") {
    draft.udpAnswers += isAnswer ? 1 : 0;
    draft.udpFailures += isFailure ? 1 : 0;
    const isStray = result.kind === "timeout" && ignored.wrongSource + ignored.wrongQuestion > 0;
    draft.udpMangled += isStray || result.kind === "malformed" ? 1 : 0;
  } else {
    draft.tcpAnswers += isAnswer ? 1 : 0;
    draft.tcpFailures += isFailure ? 1 : 0;
  }
}

const FORMERR = 1;
const NOTIMP = 4;
const BADVERS = 16;

function isObjection(rcode: number): boolean {
  return rcode === FORMERR || rcode === NOTIMP || rcode === BADVERS;
}

/** A query with EDNS over UDP that ended in FORMERR, NOTIMP, BADVERS or silence (RFC 6891 section 6.2.2). */
function isEdnsTrouble({ edns, result, transport }: DnsAttempt): boolean {
  if (!edns || transport !== "udp") return false;
  return result.kind === "timeout" || (result.kind === "answered" && isObjection(result.rcode));
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
  return `${answer.question}: ${sayAnswer(answer)}${attempts === "" ? "" : `: ${attempts}`}`;
}

function sayAttempt({ transport, edns, elapsedMs, result, ignored }: DnsAttempt): string {
  const how = `${transport}${edns ? " with EDNS" : ""}`;
  const code = "code" in result ? ` ${result.code}` : "";
  const reason = result.kind === "malformed" ? ` at octet ${result.offset} (${result.reason})` : "";
  return `${how}: ${result.kind}${code}${reason}${sayStrays(ignored)} after ${elapsedMs.toFixed(0)} ms`;
}

/** What came and was no answer to this question. */
function sayStrays({ wrongId, wrongSource, wrongQuestion }: DnsAttempt["ignored"]): string {
  const strays = [
    ...(wrongId > 0 ? [`${wrongId} with another id`] : []),
    ...(wrongSource > 0 ? [`${wrongSource} from another address`] : []),
    ...(wrongQuestion > 0 ? [`${wrongQuestion} to another question`] : []),
  ];
  return strays.length === 0 ? "" : ` (ignored: ${strays.join(", ")})`;
}
