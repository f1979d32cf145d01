// How things stand, as sign, word and style: never by colour alone, and never well where it is not known.
import type { Severity } from "../../core/checks/finding.ts";
import type { DomainReport, EndpointReport, ServerReport, TargetReport } from "../../core/run/report.ts";
import type { UpdatePolicyReport } from "../../core/run/zone-report.ts";
import type { Health } from "../theme/glyphs.ts";
import type { Span, Style } from "../text/line.ts";
import type { ContentContext } from "./context.ts";

export const STYLE_OF_HEALTH: Readonly<Record<Health, Style>> = {
  good: "good",
  warn: "warn",
  bad: "bad",
  unknown: "warn",
  busy: "dim",
  info: "note",
};

export function sign(health: Health, { glyphs }: ContentContext): Span {
  return { text: `${glyphs.health[health]} `, style: STYLE_OF_HEALTH[health], width: 2 };
}

export const HEALTH_OF_SEVERITY: Readonly<Record<Severity, Health>> = {
  error: "bad",
  warning: "warn",
  info: "info",
};

export type Standing = { readonly health: Health; readonly word: string };

const STATE_HEALTH: Readonly<Record<EndpointReport["state"], Health>> = {
  open: "good",
  refused: "bad",
  filtered: "bad",
  rejected: "bad",
  unreachable: "bad",
  error: "unknown",
};

export function endpointStanding({ state, rpc, host }: EndpointReport): Standing {
  if (state !== "open") {
    const off = host?.state === "absent" ? ", host off" : "";
    return { health: STATE_HEALTH[state], word: state + off };
  }
  if (rpc.verdict === "kms") return { health: "good", word: "open, KMS" };
  if (rpc.verdict === "not-tried") return { health: "unknown", word: "open, not bound" };
  return { health: "bad", word: `open, ${rpc.verdict}` };
}

export function targetStanding({ lookup, endpoints }: TargetReport): Standing {
  if (endpoints.length > 0) {
    const standings = endpoints.map(endpointStanding);
    const good = standings.filter(({ health }) => health === "good").length;
    if (good === standings.length) return { health: "good", word: "answers as KMS" };
    if (good > 0) return { health: "warn", word: `${good} of ${standings.length} addresses answer` };
    return {
      health: standings.some(({ health }) => health === "bad") ? "bad" : "unknown",
      word: "does not answer",
    };
  }
  if (lookup === null) return { health: "busy", word: "being tried" };
  return lookup === "failed"
    ? { health: "unknown", word: "addresses not known" }
    : { health: "bad", word: `no address (${lookup})` };
}

export function serverStanding({ status, presence, rcode }: ServerReport): Standing {
  if (presence === "found") return { health: "good", word: "has the record" };
  if (presence === "nodata" || presence === "nxdomain")
    return { health: "bad", word: presence === "nodata" ? "no record" : "no such name" };
  return { health: "unknown", word: rcode === null || status !== "answered" ? status : rcode };
}

export function domainStanding({ status, records }: DomainReport): Standing {
  if (status === "found")
    return { health: "good", word: records.length === 1 ? "1 host" : `${records.length} hosts` };
  if (status === "failed") return { health: "unknown", word: "not known" };
  return { health: "bad", word: status === "nodata" ? "no record" : "no such name" };
}

const POLICY_STANDING: Readonly<Record<UpdatePolicyReport["policy"], Standing>> = {
  open: { health: "warn", word: "open: anyone may write" },
  disabled: { health: "info", word: "off: written by hand" },
  tsig: { health: "good", word: "with a TSIG key" },
  "gss-tsig": { health: "good", word: "with a Kerberos ticket" },
  signed: { health: "good", word: "signed ones only" },
  unknown: { health: "unknown", word: "not known" },
};

export function policyStanding(policy: UpdatePolicyReport | null): Standing {
  return policy === null ? { health: "unknown", word: "not examined" } : POLICY_STANDING[policy.policy];
}
