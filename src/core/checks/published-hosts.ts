// srv-stale-host, srv-unexpected-host, srv-expected-missing: the published hosts beside each other and beside what should be.
import { withoutTrailingDot } from "../dns/owner-name.ts";
import { acceptsTcp, isDead, type DiagnosisFacts } from "./diagnosis-facts.ts";
import type { Rule } from "./rule.ts";
import { unpublishCommand } from "./own-commands.ts";
import { srvLine } from "./srv-line.ts";
import { sayEndpoint, sayRdata, sayWhoHas } from "./wording.ts";

export const srvStaleHost: Rule<DiagnosisFacts> = {
  id: "srv-stale-host",
  severity: "error",
  judge: ({ domains, hosts }) =>
    domains.flatMap((domain) => {
      const published = hosts.filter((host) => host.domains.includes(domain.domain));
      const working = published.find(acceptsTcp);
      if (working === undefined) return [];
      return published.filter(isDead).flatMap((dead) => {
        const record = domain.records.find(
          ({ target, port }) => withoutTrailingDot(target) === dead.host && port === dead.port,
        );
        if (record === undefined) return [];
        return [
          {
            subject: `${withoutTrailingDot(domain.owner)} SRV ${sayRdata(record)}`,
            title: `${dead.host}:${dead.port} is published, but no longer works`,
            detail: `No address of it accepts connections, while ${working.host}:${working.port} does: probably it was taken out of service. Clients that draw it lose time or fail.`,
            evidence: [...dead.facts.endpoints.map(sayEndpoint), ...working.facts.endpoints.map(sayEndpoint)],
            remedy: [
              `If the host is gone, remove its record. ${srvLine(domain.owner, record)}`,
              `By dynamic update: ${unpublishCommand({ domain: domain.domain, target: record.target, port: record.port })}`,
              "If it should work: on the host run 'net start sppsvc' and open its port in the firewall.",
            ],
          },
        ];
      });
    }),
};

export const srvUnexpectedHost: Rule<DiagnosisFacts> = {
  id: "srv-unexpected-host",
  severity: "error",
  judge: ({ domains, expected }) =>
    domains.flatMap((domain) =>
      domain.records
        .filter(
          ({ target, port }) => target !== "." && expected !== null && !isExpected(target, port, expected),
        )
        .map((record) => ({
          subject: `${withoutTrailingDot(domain.owner)} SRV ${sayRdata(record)}`,
          title: `${withoutTrailingDot(record.target)}:${record.port} is published, but is not among the expected hosts`,
          detail:
            "A forgotten host, or a machine on which a host key was installed by mistake: it takes activations that other hosts need for their count.",
          evidence: sayWhoHas(domain, record),
          remedy: [
            "On that machine: 'slmgr /cdns' stops publishing; put a client key back if it should be no KMS host.",
            `Then remove the record. ${srvLine(domain.owner, record)}`,
            `By dynamic update: ${unpublishCommand({ domain: domain.domain, target: record.target, port: record.port })}`,
          ],
        })),
    ),
};

export const srvExpectedMissing: Rule<DiagnosisFacts> = {
  id: "srv-expected-missing",
  severity: "error",
  judge: ({ domains, expected }) =>
    domains.flatMap((domain) => {
      // A domain without any record, or one that nobody could tell about, is told as such.
      if (domain.records.length === 0) return [];
      return (expected ?? [])
        .filter(
          (host) =>
            !domain.records.some(
              ({ target, port }) => withoutTrailingDot(target) === host.host && port === host.port,
            ),
        )
        .map((host) => ({
          subject: `${withoutTrailingDot(domain.owner)} ${host.host}:${host.port}`,
          title: `${host.host}:${host.port} is expected, but not published in ${domain.domain}`,
          detail: "Clients of this domain do not find the host.",
          evidence: domain.records.flatMap((record) => sayWhoHas(domain, record)),
          remedy: ["On the host: 'slmgr /sdns', then 'net stop sppsvc' and 'net start sppsvc'."],
        }));
    }),
};

function isExpected(
  target: string,
  port: number,
  expected: readonly { readonly host: string; readonly port: number }[],
): boolean {
  return expected.some((host) => `${host.host}.` === target && host.port === port);
}
