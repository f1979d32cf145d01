// srv-port-unusual and srv-port-zero: the published port is not 1688.
import { withoutTrailingDot } from "../dns/owner-name.ts";
import { KMS_PORT } from "../kms/service.ts";
import type { SrvRecord } from "../dns/record.ts";
import type { DomainFacts } from "../run/observation.ts";
import { hostWordNote } from "../text/shell-word.ts";
import { probeCommand } from "./probe-command.ts";
import type { Rule } from "./rule.ts";
import { srvLine } from "./srv-line.ts";
import { sayRdata, sayWhoHas } from "./wording.ts";

export const srvPortZero: Rule<DomainFacts> = {
  id: "srv-port-zero",
  severity: "error",
  judge: (facts) =>
    facts.records
      .filter((record) => record.port === 0 && record.target !== ".")
      .map((record) => ({
        subject: `${withoutTrailingDot(facts.owner)} SRV ${sayRdata(record)}`,
        title: "The published port is 0",
        detail: "Port 0 can't be connected to; clients that draw this record fail.",
        evidence: sayWhoHas(facts, record),
        remedy: [
          `Replace it with the port that the host listens on. ${srvLine(facts.owner, { ...record, port: KMS_PORT })}`,
        ],
      })),
};

export const srvPortUnusual: Rule<DomainFacts> = {
  id: "srv-port-unusual",
  severity: "info",
  judge: (facts) =>
    facts.records
      .filter((record) => record.port !== KMS_PORT && record.port !== 0 && record.target !== ".")
      .map((record) => ({
        subject: `${withoutTrailingDot(facts.owner)} SRV ${sayRdata(record)}`,
        title: `The published port is ${record.port}, not ${KMS_PORT}`,
        detail:
          "That is allowed, but the host must listen there ('slmgr /sprt') and every firewall must open that port.",
        evidence: sayWhoHas(facts, record),
        remedy: [
          `Check the host: 'slmgr /dlv' must print 'Listening on Port: ${record.port}'.`,
          `Probe it: ${probeOf(facts, record)}`,
        ],
      })),
};

function probeOf(facts: DomainFacts, { target, port }: SrvRecord): string {
  const host = withoutTrailingDot(target);
  return `${probeCommand([{ target: host, port }], facts.answers)}${hostWordNote(host)}`;
}
