// rpc-*: the port is open, but what answers there is not a healthy KMS endpoint.
import { formatEndpoint } from "../net/endpoint.ts";
import type { RpcVerdictKind } from "../rpc/verdict.ts";
import type { EndpointFacts, TargetFacts } from "../run/observation.ts";
import type { FindingId } from "./finding-id.ts";
import type { Rule } from "./rule.ts";
import { sayEndpoint } from "./wording.ts";

type Words = { readonly title: string; readonly detail: string; readonly remedy: readonly string[] };

function perVerdict(
  id: FindingId,
  verdict: RpcVerdictKind,
  words: (where: string, endpoint: EndpointFacts) => Words,
): Rule<TargetFacts> {
  return {
    id,
    severity: "error",
    judge: ({ endpoints }) =>
      endpoints
        .filter((endpoint) => endpoint.state === "open" && endpoint.rpc.verdict === verdict)
        .map((endpoint) => ({
          subject: formatEndpoint(endpoint),
          evidence: [sayEndpoint(endpoint)],
          ...words(formatEndpoint(endpoint), endpoint),
        })),
  };
}

export const rpcNotKms = perVerdict("rpc-not-kms", "rpc-not-kms", (where) => ({
  title: `${where} speaks RPC, but offers no KMS service`,
  detail:
    "The RPC server there does not know the KMS interface: it is another service, or the machine is no KMS host.",
  remedy: [
    "On the host: 'slmgr /dlv' must show a VOLUME_KMS host licence; install the host key with 'slmgr /ipk <key>' if it was meant to be one.",
    "If it is not a KMS host: remove its SRV record.",
  ],
}));

export const rpcNotRpc = perVerdict("rpc-not-rpc", "not-rpc", (where, endpoint) => ({
  title: `Something else listens on ${where}`,
  detail: `A KMS host would answer the RPC bind. Seen instead: ${endpoint.rpc.detail}.`,
  remedy: [
    `Find the program on the host: 'netstat -ano | findstr :${endpoint.port}', then 'tasklist /fi "PID eq <pid>"'.`,
    "Stop it, or move KMS to another port ('slmgr /sprt <port>', then restart sppsvc) and publish that port.",
  ],
}));

export const rpcSilent = perVerdict("rpc-silent", "silent", (where) => ({
  title: `${where} accepts the connection and then says nothing`,
  detail:
    "A hung service, or a middlebox that answers in the host's name: an RPC server answers a bind at once.",
  remedy: [
    "On the host: 'net stop sppsvc', then 'net start sppsvc'.",
    "Look for a proxy, load balancer or SYN proxy on the way; probe again from the host's own subnet.",
  ],
}));

export const rpcClosed = perVerdict("rpc-closed", "closed", (where) => ({
  title: `${where} accepts the connection and closes it at once`,
  detail:
    "A proxy without a live host behind it, a connection limit, or an intrusion-prevention system that cuts RPC.",
  remedy: [
    "Probe from the host's own subnet: if that works, something on the way cuts the connection.",
    "On the host: is sppsvc running ('sc query sppsvc')?",
  ],
}));

export const rpcDenied = perVerdict("rpc-denied", "denied", (where, endpoint) => ({
  title: `${where} refuses the RPC bind`,
  detail: endpoint.rpc.detail,
  remedy: [
    "On the host: check the policy 'Restrict unauthenticated RPC clients' and RPC filters ('netsh rpc filter show filter').",
    "If the refusal says busy or local limit, repeat the probe in a minute.",
  ],
}));

export const rpcMalformed = perVerdict("rpc-malformed", "malformed", (where, endpoint) => ({
  title: `${where} begins as RPC and then breaks the protocol`,
  detail: endpoint.rpc.detail,
  remedy: [
    "A middlebox that rewrites or cuts packets is the usual cause (also: a path with a small MTU that drops ICMP).",
    `Capture it, as root: tshark -f "host ${withoutZone(endpoint.address)} and tcp port ${endpoint.port}" -d "tcp.port==${endpoint.port},dcerpc" -V`,
  ],
}));

/** Capture filters know no zones. What is left holds hexadecimal digits, colons and dots. */
function withoutZone(address: string): string {
  return address.replace(/%.*$/s, "");
}
