// port-refused, port-filtered, port-rejected, host-unreachable: why no address of a target accepts TCP.
// Where another address of the same target does, family-broken and address-partly-dead speak instead.
import { formatEndpoint } from "../net/endpoint.ts";
import type { ConnectState } from "../net/probe-outcome.ts";
import type { EndpointFacts, TargetFacts } from "../run/observation.ts";
import { shellWord } from "../text/shell-word.ts";
import type { FindingId } from "./finding-id.ts";
import type { Rule, Statement } from "./rule.ts";
import { sayEndpoint } from "./wording.ts";

function perEndpoint(
  id: FindingId,
  state: ConnectState,
  say: (endpoint: EndpointFacts, where: string) => Omit<Statement, "subject" | "evidence">,
): Rule<TargetFacts> {
  return {
    id,
    severity: "error",
    judge: ({ endpoints }) =>
      endpoints.some((endpoint) => endpoint.state === "open")
        ? []
        : endpoints
            .filter((endpoint) => endpoint.state === state)
            .map((endpoint) => ({
              subject: formatEndpoint(endpoint),
              evidence: [sayEndpoint(endpoint)],
              ...say(endpoint, formatEndpoint(endpoint)),
            })),
  };
}

export const portRefused = perEndpoint("port-refused", "refused", ({ port }, where) => ({
  title: `${where} refuses connections`,
  detail:
    "The host is up and answers with a reset: nothing listens on this port, or a firewall rejects in the host's name.",
  remedy: [
    "On the KMS host: 'net start sppsvc', then 'slmgr /dlv' must print 'Listening on Port'.",
    `Is the port right? 'netstat -ano | findstr :${port}' on the host must show LISTENING.`,
  ],
}));

export const portFiltered = perEndpoint("port-filtered", "filtered", ({ address, port, host }, where) => ({
  title:
    host?.state === "up"
      ? `${where} does not answer although the host is up: a firewall drops`
      : `${where} does not answer: a firewall drops, or the host is down`,
  detail:
    host?.state === "up"
      ? "No answer of any kind came to the connection attempts, while the host shows itself otherwise: its own firewall or one on the way drops what goes to this port."
      : "No answer of any kind came to the connection attempts. From here it can't be told whether the host is off or a firewall drops.",
  remedy: [
    "On the KMS host: Enable-NetFirewallRule -Name SPPSVC-In-TCP",
    `From a machine in the host's own subnet: Test-NetConnection ${shellWord(address, "ADDRESS")} -Port ${port}`,
  ],
}));

export const portRejected = perEndpoint("port-rejected", "rejected", ({ address, port, code }, where) => ({
  title: `${where} is rejected by a firewall or router`,
  detail: `An ICMP error came back (${code ?? "no code"}): something on the way, or the host's own firewall, forbids this connection.`,
  remedy: [
    `Find who answers, as root: nmap -Pn -sS${address.includes(":") ? " -6" : ""} --reason -p ${port} ${shellWord(address, "ADDRESS")} prints the sender and the kind of ICMP error.`,
    "Allow TCP to this port from the client subnets there.",
  ],
}));

export const hostUnreachable = perEndpoint("host-unreachable", "unreachable", ({ code }, where) => ({
  title: `${where} can't be reached: no route, or nothing has that address`,
  detail: `The network says that the address does not exist (${code ?? "no code"}).`,
  remedy: [
    "Is the address right? Compare the A/AAAA record with 'ipconfig' on the host.",
    "Is the host on? Is there a route from here to its subnet?",
  ],
}));
