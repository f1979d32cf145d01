// Asks, but spares servers that never answer: a dead one must not hold up what the others have to say.
import type { DnsExchange } from "../core/dns/exchange.ts";
import type { DnsQuestion } from "../core/dns/message.ts";
import { formatEndpoint } from "../core/net/endpoint.ts";
import type { AskDns } from "./ports.ts";

/** So many questions in a row without any answer, and a server is spared: the first for one that never spoke. */
const GIVE_UP_AFTER = 3;
const GIVE_UP_SPEAKER_AFTER = 12;
/** A spared server that has spoken before still gets every so-manieth question: it may have come back. */
const TRY_AGAIN_EVERY = 64;
/** Questions for a server that has not spoken yet; the others wait for its first word or for its silence. */
const UNPROVEN_AT_ONCE = 8;

type Standing = {
  hasSpoken: boolean;
  underWay: number;
  unansweredInARow: number;
  spared: number;
  /** Resolved whenever a question has ended. */
  waiting: (() => void)[];
};

/**
 * What is spared ends as `not-asked`, without an attempt. Remembers for one run. A server that never spoke is given up
 * after `patience` questions.
 */
export function createSparingAsk(ask: AskDns, patience = GIVE_UP_AFTER): AskDns {
  const standings = new Map<string, Standing>();

  return async (server, question, options, signal) => {
    const name = formatEndpoint(server);
    const standing = standings.get(name) ?? newcomer();
    standings.set(name, standing);
    while (mustWait(standing, patience) && !signal.aborted)
      await new Promise<void>((resolve) => standing.waiting.push(resolve));
    if (isSpared(standing, patience)) return notAsked(name, question);
    standing.underWay += 1;
    const exchange = await ask(server, question, options, signal);
    standing.underWay -= 1;
    learn(standing, exchange);
    for (const wake of standing.waiting.splice(0)) wake();
    return exchange;
  };
}

function newcomer(): Standing {
  return { hasSpoken: false, underWay: 0, unansweredInARow: 0, spared: 0, waiting: [] };
}

function mustWait(standing: Standing, patience: number): boolean {
  const { hasSpoken, underWay, unansweredInARow } = standing;
  return !hasSpoken && !isGivenUp(standing, patience) && underWay + unansweredInARow >= UNPROVEN_AT_ONCE;
}

function isGivenUp({ hasSpoken, unansweredInARow }: Standing, patience: number): boolean {
  return unansweredInARow >= (hasSpoken ? GIVE_UP_SPEAKER_AFTER : patience);
}

function isSpared(standing: Standing, patience: number): boolean {
  if (!isGivenUp(standing, patience)) return false;
  standing.spared += 1;
  return !standing.hasSpoken || standing.spared % TRY_AGAIN_EVERY !== 0;
}

/** Whatever can be read or not, from the server, is a sign of life; only silence and the network's no are none. */
function learn(standing: Standing, { outcome, attempts }: DnsExchange): void {
  if (outcome.kind === "cancelled") return;
  const hasAnswered = attempts.some(
    ({ result }) => result.kind === "answered" || result.kind === "truncated",
  );
  const isAlive = hasAnswered || outcome.kind === "answered" || outcome.kind === "malformed";
  if (hasAnswered) standing.hasSpoken = true;
  standing.unansweredInARow = isAlive ? 0 : standing.unansweredInARow + 1;
}

function notAsked(server: string, question: DnsQuestion): DnsExchange {
  return { server, question, attempts: [], outcome: { kind: "not-asked" }, transport: null, rttMs: null };
}
