// The lab as the terminal interface opens it: scenarios, hosts that can be stopped, faults that can be switched on.
import { UsageError } from "../../core/errors.ts";
import { formatEndpoint } from "../../core/net/endpoint.ts";
import { err, ok, type Result } from "../../core/result.ts";
import { systemClock } from "../../io/host/clock.ts";
import { FAULT_NAMES } from "../../lab/fault-names.ts";
import { startLab, type Lab } from "../../lab/lab.ts";
import { listScenarios, loadScenario } from "../../lab/scenario-files.ts";
import type { LabPorts, LabSwitch, LabView } from "../../ui/ports.ts";
import type { NetworkSettings } from "../settings.ts";
import type { PlaceHolder } from "./network-place.ts";

type OpenLab = { readonly name: string; readonly lab: Lab; readonly stopped: Set<string> };

export type LabSource = LabPorts;

export function labSource(place: PlaceHolder): LabSource {
  const outside = place.current;
  let open: OpenLab | undefined;
  /** One after the other: a lab that is still starting when another is asked for must not be left behind. */
  let turn: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const mine = turn.then(work, work);
    turn = mine.catch(() => undefined);
    return mine;
  };

  async function close(): Promise<void> {
    place.current = outside;
    const closing = open;
    open = undefined;
    await closing?.lab.stop();
  }

  return {
    scenarios: async () =>
      (await listScenarios()).map(({ name, scenario }) => ({ name, title: scenario.title })),
    open: (wanted) => inTurn(() => openLab(wanted)),
    flip: (id) => inTurn(() => flip(id)),
    close: () => inTurn(close),
  };

  async function openLab(wanted: string): Promise<Result<LabView, string>> {
    try {
      await close();
      const { name, scenario } = await loadScenario(wanted);
      const lab = await startLab(scenario, { clock: systemClock });
      open = { name, lab, stopped: new Set() };
      place.current = {
        network: labNetwork(outside.network, lab),
        labKeyFile: lab.keyFile ?? undefined,
        isLab: true,
      };
      return ok(viewOf(open));
    } catch (error) {
      return err(error instanceof Error ? error.message : String(error));
    }
  }

  async function flip(id: string): Promise<Result<LabView, string>> {
    if (open === undefined) return err("no lab is open");
    await flipSwitch(open, id);
    return ok(viewOf(open));
  }
}

/** The lab's servers alone, whatever was named before. */
function labNetwork(network: NetworkSettings, lab: Lab): NetworkSettings {
  return {
    ...network,
    servers: lab.dnsServers,
    serversFrom: "--server",
    families: [4, 6],
    dnsPort: lab.dnsPort,
  };
}

function viewOf({ name, lab, stopped }: OpenLab): LabView {
  const hosts = lab.hosts.map((host): LabSwitch => ({
    id: `host ${host.name}`,
    title: `${host.name} at ${formatEndpoint(host)} is down`,
    isOn: stopped.has(host.name),
  }));
  const faults = lab.servers.flatMap((server) =>
    FAULT_NAMES.map((fault): LabSwitch => ({
      id: `fault ${server.name} ${fault}`,
      title: `${server.role === "resolver" ? "resolver" : "name server"} ${server.name}: ${fault}`,
      isOn: server.faults().includes(fault),
    })),
  );
  return {
    name,
    title: lab.scenario.title,
    domains: lab.domains,
    servers: lab.dnsServers.map(formatEndpoint),
    host: firstHost(lab),
    switches: [...hosts, ...faults],
  };
}

function firstHost({ hosts, domains }: Lab): LabView["host"] {
  const [[host], [domain]] = [hosts, domains];
  return host === undefined || domain === undefined
    ? null
    : { name: `${host.name}.${domain}`, port: host.port };
}

async function flipSwitch({ lab, stopped }: OpenLab, id: string): Promise<void> {
  // What resolvers remember would hide what was switched.
  lab.flushResolvers();
  const [kind, name, fault] = id.split(" ");
  const host = kind === "host" ? lab.hosts.find((each) => each.name === name) : undefined;
  if (host !== undefined) {
    if (stopped.delete(host.name)) return host.start();
    stopped.add(host.name);
    return host.stop();
  }
  const server = lab.servers.find((each) => each.name === name);
  const named = FAULT_NAMES.find((each) => each === fault);
  if (server === undefined || named === undefined) throw new UsageError(`the lab has no switch '${id}'`);
  const others = server.faults().filter((each) => each !== named);
  server.setFaults(server.faults().includes(named) ? others : [...others, named]);
}
