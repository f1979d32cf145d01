// The pictures of a run: one for each domain with its servers and hosts, or one of the hosts that were tried.
import { formatEndpoint } from "../../../core/net/endpoint.ts";
import type { RunState } from "../../../core/run/fold.ts";
import type {
  DomainReport,
  EndpointReport,
  ServerReport,
  SrvRecordReport,
  TargetReport,
} from "../../../core/run/report.ts";
import { plural } from "../../text/layout.ts";
import { sayPolicy } from "../../text/render-diagnose.ts";
import { addressText, statusText } from "../../text/render-discover.ts";
import { lookupText, MEANING } from "../../text/render-probe.ts";
import { plain } from "../../text/paint.ts";
import { findingMarks, type FindingMarks } from "./finding-marks.ts";
import type { NodeState, PathNode, PathPicture, PathTier } from "./path-picture.ts";

/** A picture of more would be no picture; the tables have the rest. */
const MOST_PICTURES = 10;
const MOST_NODES = 8;

const HOSTS = "Hosts";
const ADDRESSES = "Addresses and ports";

export function pathPictures(state: RunState): readonly PathPicture[] {
  const marks = findingMarks(state.findings.inOrder());
  if (state.updatePolicy !== undefined) return [policyPicture(state.updatePolicy, marks)];
  const domains = take(state.domains.inOrder(), MOST_PICTURES);
  if (domains.length > 0) {
    const targets = targetsOf(state, domains);
    return domains.map((domain) => domainPicture(domain, targets, marks));
  }
  const targets = take(state.targets.inOrder(), MOST_NODES);
  if (targets.length === 0) return [];
  const hosts = targets.map((target) => marks.mark(targetNode(target, marks)));
  const more = moreNode(state.targets.size() - hosts.length);
  return [
    picture("the hosts that were tried", [client("connects"), { title: HOSTS, nodes: [...hosts, ...more] }]),
  ];
}

function picture(title: string, tiers: readonly PathTier[]): PathPicture {
  return { title, tiers: tiers.filter(({ nodes }) => nodes.length > 0), childTitle: ADDRESSES };
}

function client(words: string): PathTier {
  return { title: "Client", nodes: [node("this machine", "plain", words)] };
}

function node(label: string, state: NodeState, words: string, children: readonly PathNode[] = []): PathNode {
  return { label, state, words, children };
}

function moreNode(count: number): readonly PathNode[] {
  return count > 0 ? [node(`and ${count} more`, "plain", "in the tables below")] : [];
}

function domainPicture(
  domain: DomainReport,
  targets: ReadonlyMap<string, TargetReport>,
  marks: FindingMarks,
): PathPicture {
  const nameServers = domain.servers.filter(({ role }) => role === "name-server");
  const asked = domain.servers.filter(({ role }) => role !== "name-server");
  return picture(domain.domain, [
    client("asks for the KMS record"),
    { title: "DNS servers", nodes: serverNodes(asked, marks) },
    { title: "Name servers of the zone", nodes: serverNodes(nameServers, marks) },
    { title: HOSTS, nodes: hostNodes(domain, targets, marks) },
  ]);
}

function serverNodes(servers: readonly ServerReport[], marks: FindingMarks): readonly PathNode[] {
  const shown = servers.slice(0, MOST_NODES);
  return [
    ...shown.map((server) => marks.mark(serverNode(server))),
    ...moreNode(servers.length - shown.length),
  ];
}

const NOT_SEEN: ReadonlySet<string> = new Set(["cancelled", "local-failure", "not-asked"]);

function serverNode({ server, presence, status, rcode, records }: ServerReport): PathNode {
  if (presence === "found") return node(server, "good", `tells ${plural(records.length, "record")}`);
  if (presence !== null) return node(server, "good", `answers: no record (${presence})`);
  const words = rcode === null || rcode.toLowerCase() === status ? status : `${status} (${rcode})`;
  return node(server, NOT_SEEN.has(status) ? "unknown" : "bad", words);
}

function hostNodes(
  domain: DomainReport,
  targets: ReadonlyMap<string, TargetReport>,
  marks: FindingMarks,
): readonly PathNode[] {
  const hosts = new Map(domain.records.map((record) => [`${record.target}:${record.port}`, record]));
  if (hosts.size === 0) {
    const state = domain.status === "failed" ? "unknown" : "bad";
    return [node(state === "bad" ? "no host" : "not known", state, statusText(domain, plain))];
  }
  const shown = take(hosts, MOST_NODES).map(([key, record]) => {
    const target = targets.get(key);
    return marks.mark(target === undefined ? recordNode(key, record) : targetNode(target, marks));
  });
  return [...shown, ...moreNode(hosts.size - shown.length)];
}

/** A host that was not tried. */
function recordNode(key: string, record: SrvRecordReport): PathNode {
  if (record.target === ".") return node("no host", "bad", addressText(record));
  if (record.addressStatus === "failed") return node(key, "unknown", addressText(record));
  if (record.addressStatus !== "found") {
    return node(key, record.addressStatus === null ? "plain" : "bad", addressText(record));
  }
  const children = record.addresses
    .slice(0, MOST_NODES)
    .map((address) => node(formatEndpoint({ address, port: record.port }), "plain", "not tried"));
  const more = moreNode(record.addresses.length - children.length);
  return node(
    key,
    "good",
    `${record.addresses.length} ${record.addresses.length === 1 ? "address" : "addresses"}`,
    [...children, ...more],
  );
}

function targetNode({ target, lookup, endpoints }: TargetReport, marks: FindingMarks): PathNode {
  if (endpoints.length === 0) {
    const report = { target, lookup, endpoints };
    const isKnown = lookup === "nodata" || lookup === "nxdomain";
    return node(target, isKnown ? "bad" : "unknown", lookupText(report, plain).trim() || "not tried");
  }
  const shown = endpoints.slice(0, MOST_NODES);
  const children = shown.map((endpoint) => marks.mark(endpointNode(endpoint)));
  const working = endpoints.filter(isWorking).length;
  const state =
    working > 0 ? "good" : endpoints.every(({ state: seen }) => seen === "error") ? "unknown" : "bad";
  const words =
    endpoints.length > 1
      ? `${working} of ${endpoints.length} addresses work`
      : working === 1
        ? "its address works"
        : "its address does not work";
  return node(target, state, words, [...children, ...moreNode(endpoints.length - shown.length)]);
}

function isWorking({ state, rpc }: EndpointReport): boolean {
  return state === "open" && (rpc.verdict === "kms" || rpc.verdict === "not-tried");
}

function endpointNode(endpoint: EndpointReport): PathNode {
  const { state, rpc, connectMs } = endpoint;
  const label = formatEndpoint(endpoint);
  const time = connectMs === null ? "" : `, ${connectMs.toFixed(1)} ms`;
  if (state === "open" && rpc.verdict === "kms") return node(label, "good", `KMS answers${time}`);
  if (state === "open" && rpc.verdict === "not-tried") return node(label, "good", `${MEANING.open}${time}`);
  if (state === "open") return node(label, "bad", `open, but ${rpc.verdict}`);
  return node(label, state === "error" ? "unknown" : "bad", state);
}

/** Only those that a picture shows. */
function targetsOf(state: RunState, domains: readonly DomainReport[]): ReadonlyMap<string, TargetReport> {
  const wanted = new Set(
    domains.flatMap(({ records }) => records.map(({ target, port }) => `${target}:${port}`)),
  );
  const found = new Map<string, TargetReport>();
  for (const target of state.targets.inOrder())
    if (wanted.has(target.target)) found.set(target.target, target);
  return found;
}

function policyPicture(report: NonNullable<RunState["updatePolicy"]>, marks: FindingMarks): PathPicture {
  const isKnown = report.primary !== null && report.policy !== "unknown";
  const primary = node(report.primary ?? "no primary", isKnown ? "good" : "unknown", sayPolicy(report));
  const isOpen = report.policy === "open";
  return picture(report.zone, [
    client("asks, changing nothing"),
    {
      title: "Primary of the zone",
      nodes: [marks.mark(isOpen ? { ...primary, state: "warning" } : primary)],
    },
  ]);
}

function take<T>(items: Iterable<T>, most: number): readonly T[] {
  const taken: T[] = [];
  for (const item of items) {
    if (taken.length === most) break;
    taken.push(item);
  }
  return taken;
}
