// Holds what an independent DNS implementation read against our own reading of the same server.
import { withoutTrailingDot } from "../core/dns/owner-name.ts";
import { rcodeName } from "../core/dns/rcode.ts";
import type { ServerAnswer } from "../core/run/observation.ts";
import type { SecondOpinionReport } from "../core/run/report.ts";
import type { SecondOpinion } from "./second-opinion-port.ts";

/** An opinion that never came agrees with nothing, and contradicts nothing. */
export function compareOpinions(own: ServerAnswer, opinion: SecondOpinion): SecondOpinionReport {
  const { server } = own;
  switch (opinion.kind) {
    case "answered":
      return { server, ...compareRecords(own, opinion) };
    case "timeout":
      return { server, verdict: "none", detail: "no answer over UDP in time" };
    case "hung":
      return { server, verdict: "none", detail: "it did not come back from the answer and was ended" };
    case "crashed":
      return { server, verdict: "none", detail: `it failed on the answer: ${opinion.reason}` };
    case "cancelled":
      return { server, verdict: "none", detail: "cancelled" };
  }
}

type Answered = Extract<SecondOpinion, { readonly kind: "answered" }>;

function compareRecords(
  own: ServerAnswer,
  opinion: Answered,
): Pick<SecondOpinionReport, "verdict" | "detail"> {
  const ours = own.records.map(({ priority, weight, port, target }) =>
    sayRecord({ priority, weight, port, target: withoutTrailingDot(target) }),
  );
  const theirs = opinion.records.map((record) =>
    sayRecord({ ...record, target: record.target.replace(/\.$/, "") }),
  );
  const rcode = rcodeName(opinion.rcode);
  const isSame = [...ours].sort().join() === [...theirs].sort().join() && rcode === own.rcode;
  return isSame
    ? { verdict: "agrees", detail: `${rcode}, ${theirs.length} SRV` }
    : { verdict: "differs", detail: `it read ${rcode}: ${theirs.join(" and ") || "no SRV record"}` };
}

function sayRecord(record: Answered["records"][number]): string {
  return `${record.priority} ${record.weight} ${record.port} ${record.target}`;
}
