// What one DNS server did over the whole run: silent, refusing, failing, mangling, or broken over one transport.
import type { ServerStatus, ServerTally } from "../run/observation.ts";
import type { Rule, Statement } from "./rule.ts";

const count = (tally: ServerTally, status: ServerStatus): number => tally.byStatus[status] ?? 0;

/** True when the server answered anything at all: an error code is an answer, too. */
const spoke = (tally: ServerTally): boolean => tally.udpAnswers + tally.tcpAnswers > 0;

/** Over UDP came answers, and none of them could be used; TCP may have helped out. */
const isMangledOverUdp = (tally: ServerTally): boolean => tally.udpMangled > 0 && tally.udpAnswers === 0;

function sayMangled(tally: ServerTally): string {
  const lost = count(tally, "malformed");
  return lost > 0 ? `${lost} of ${tally.questions} answers` : `${tally.udpMangled} answers over UDP`;
}

export const dnsUnreachable: Rule<ServerTally> = {
  id: "dns-unreachable",
  severity: "error",
  judge: (tally) => {
    const silent = count(tally, "timeout") + count(tally, "unreachable") + count(tally, "closed");
    if (spoke(tally) || silent === 0 || count(tally, "malformed") > 0) return [];
    return [
      statement(tally, {
        title: `The DNS server ${tally.server} does not answer`,
        detail: `${silent} of ${tally.questions} questions went unanswered over UDP and TCP.`,
        remedy: [
          `Ask it by hand: dig @${hostOf(tally.server)} -p ${portOf(tally.server)} +tcp . SOA`,
          "If the server is gone, take it out of the DNS settings of this machine and of the clients.",
          "If it lives, let UDP and TCP port 53 through the firewalls in between.",
        ],
      }),
    ];
  },
};

export const dnsRefused: Rule<ServerTally> = {
  id: "dns-refused",
  severity: "error",
  judge: (tally) =>
    count(tally, "refused") === 0 || tally.role === "name-server"
      ? []
      : [
          statement(tally, {
            title: `The DNS server ${tally.server} refuses to answer`,
            detail: `${count(tally, "refused")} of ${tally.questions} questions were answered REFUSED, each asked twice: the server does not serve this machine or this zone.`,
            remedy: [
              "Allow this machine's subnet in the server's access list (BIND: allow-query and allow-recursion; unbound: access-control).",
              "Or ask a server that serves these clients: --server ADDR",
            ],
          }),
        ],
};

export const dnsServfail: Rule<ServerTally> = {
  id: "dns-servfail",
  severity: "error",
  judge: (tally) =>
    count(tally, "servfail") === 0 || tally.role === "name-server"
      ? []
      : [
          statement(tally, {
            title: `The DNS server ${tally.server} fails (SERVFAIL)`,
            detail: `${count(tally, "servfail")} of ${tally.questions} questions were answered SERVFAIL, each asked twice: the zone is not loaded, a forwarder is down, or DNSSEC validation fails.`,
            remedy: [
              "Read the server's log for the zone; reload the zone (BIND: rndc reload; Windows: dnscmd /zonereload).",
              "Ask the zone's own name servers the same question: add --authoritative to this command.",
            ],
          }),
        ],
};

export const dnsMalformed: Rule<ServerTally> = {
  id: "dns-malformed",
  severity: "error",
  judge: (tally) =>
    count(tally, "malformed") === 0 && !isMangledOverUdp(tally)
      ? []
      : [
          statement(tally, {
            title: `Answers from ${tally.server} can't be used`,
            detail: `${sayMangled(tally)} break the DNS message format, answer another question or come from another address, so nothing in them is trusted.`,
            remedy: [
              "Look at the bytes: tshark -f 'port 53' -V while repeating the command.",
              "A middlebox that rewrites DNS is the usual cause; ask the server from its own subnet to tell.",
            ],
          }),
        ],
};

export const dnsUdpBlocked: Rule<ServerTally> = {
  id: "dns-udp-blocked",
  severity: "warning",
  judge: (tally) =>
    tally.udpAnswers > 0 || tally.udpFailures === 0 || tally.tcpAnswers === 0 || isMangledOverUdp(tally)
      ? []
      : [
          statement(tally, {
            title: `${tally.server} answers over TCP, but not over UDP`,
            detail:
              "Windows clients ask over UDP first; they wait for its time-out before each answer, or never get one.",
            remedy: ["Let UDP port 53 to the server and its answers through the firewalls in between."],
          }),
        ],
};

export const dnsTcpBlocked: Rule<ServerTally> = {
  id: "dns-tcp-blocked",
  severity: "warning",
  judge: (tally) =>
    tally.truncatedWithoutTcp === 0
      ? []
      : [
          statement(tally, {
            title: `${tally.server} cuts answers short over UDP and does not answer over TCP`,
            detail:
              "The record set is too large for UDP, and the repetition over TCP fails: clients never see all of it.",
            remedy: [
              "Let TCP port 53 to the server through the firewalls in between.",
              "Or make the record set smaller: remove hosts that are gone.",
            ],
          }),
        ],
};

export const dnsEdnsBroken: Rule<ServerTally> = {
  id: "dns-edns-broken",
  severity: "warning",
  judge: (tally) =>
    tally.ednsObjections === 0 && !(tally.ednsSilences > 1 && tally.ednsAnswers === 0)
      ? []
      : [
          statement(tally, {
            title: `${tally.server} does not take queries with EDNS`,
            detail:
              "The same question was answered without EDNS and failed with it (RFC 6891): clients lose time on each query.",
            remedy: ["Update the server, or the firewall that drops EDNS packets in front of it."],
          }),
        ],
};

export const SERVER_RULES: readonly Rule<ServerTally>[] = [
  dnsUnreachable,
  dnsRefused,
  dnsServfail,
  dnsMalformed,
  dnsUdpBlocked,
  dnsTcpBlocked,
  dnsEdnsBroken,
];

function statement(tally: ServerTally, rest: Omit<Statement, "subject" | "evidence">): Statement {
  return { subject: tally.server, evidence: tally.samples, ...rest };
}

function portOf(server: string): string {
  return server.slice(server.lastIndexOf(":") + 1);
}

function hostOf(server: string): string {
  return server.slice(0, server.lastIndexOf(":")).replace(/^\[|\]$/g, "");
}
