// The minimal KMS host endpoint for tests: it can be found, bound and called, and refuses every activation.
import { createServer, type AddressInfo, type Server, type Socket } from "node:net";
import type { Clock } from "../../app/ports.ts";
import { formatEndpoint, type Endpoint } from "../../core/net/endpoint.ts";
import type { NdrForm } from "../../core/rpc/ndr-shell.ts";
import { KMS_SYNTAX, MGMT_SYNTAX } from "../../core/rpc/syntax-id.ts";
import { createAssocGroups } from "./assoc-groups.ts";
import { createCapacity } from "./capacity.ts";
import { createConnection } from "./connection.ts";
import type { KmsHostEvent, KmsHostLogEntry } from "./event.ts";
import { createKmsInterface } from "./kms-interface.ts";
import { DEFAULT_KMS_HOST_LIMITS, type KmsHostLimits } from "./limits.ts";
import { createMgmtInterface } from "./mgmt-interface.ts";
import { runSession } from "./session.ts";
import { countEvent, NO_STATS, type KmsHostStats } from "./stats.ts";

export type KmsHostOptions = {
  /** Literal address to listen on. */
  readonly address: string;
  /** 0 takes a free port. */
  readonly port: number;
  readonly limits?: Partial<KmsHostLimits>;
  /** Called synchronously for each event; it must not throw. */
  readonly log?: (entry: KmsHostLogEntry) => void;
  readonly clock?: Clock;
  /** False makes a DCE/RPC server that has no KMS interface. Default true. */
  readonly hasKms?: boolean;
  /** Transfer syntaxes that are spoken, the preferred one first. Default NDR64, then NDR, as 64-bit hosts have it. */
  readonly transferSyntaxes?: readonly NdrForm[];
};

export type KmsHost = {
  readonly endpoint: Endpoint;
  /** Ends all connections and frees the port. */
  readonly stop: () => Promise<void>;
  readonly stats: () => KmsHostStats;
};

/** Rejects with Node's system error (`code` EADDRINUSE, EACCES, EADDRNOTAVAIL …) when it cannot listen. */
export async function startKmsHost(options: KmsHostOptions): Promise<KmsHost> {
  const limits: KmsHostLimits = { ...DEFAULT_KMS_HOST_LIMITS, ...options.limits };
  const sockets = new Set<Socket>();
  let stats = NO_STATS;
  const note = (event: KmsHostEvent, peer: string): void => {
    stats = countEvent(stats, event);
    options.log?.({ event, peer, atMs: options.clock?.nowMs() ?? null });
  };
  // The backlog must hold a burst of clients that all connect at once; the kernel caps it.
  const server = createServer();
  const endpoint = await listen(server, options);
  const accept = createAcceptor(options, limits, endpoint, note, () => stats);
  server.on("connection", (socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
    accept(socket);
  });
  server.on("error", (error: NodeJS.ErrnoException) =>
    note({ kind: "listen-error", code: error.code ?? "UNKNOWN" }, ""),
  );
  return { endpoint, stop: () => close(server, sockets), stats: () => stats };
}

function createAcceptor(
  options: KmsHostOptions,
  limits: KmsHostLimits,
  endpoint: Endpoint,
  note: (event: KmsHostEvent, peer: string) => void,
  stats: () => KmsHostStats,
): (socket: Socket) => void {
  const capacity = createCapacity(limits);
  const groups = createAssocGroups();
  const hasKms = options.hasKms ?? true;
  const counters = (): readonly number[] => [stats().calls, 0, stats().calls, stats().calls];
  const mgmt = createMgmtInterface(hasKms ? [KMS_SYNTAX, MGMT_SYNTAX] : [MGMT_SYNTAX], counters);
  return (socket) => {
    const address = socket.remoteAddress;
    const place = address === undefined ? "cut" : capacity.take(address);
    const peer = address === undefined ? "" : formatEndpoint({ address, port: socket.remotePort ?? 0 });
    const tell = (event: KmsHostEvent): void => note(event, peer);
    tell(place === "free" ? { kind: "accepted" } : { kind: "over-capacity", answer: place });
    if (address === undefined || place === "cut") return void socket.destroy();
    const kms = createKmsInterface(limits.stubLength, () => tell({ kind: "activation-refused" }));
    const connection = createConnection({
      limits,
      interfaces: hasKms ? [kms, mgmt] : [mgmt],
      preferredForms: options.transferSyntaxes ?? ["ndr64", "ndr"],
      groups,
      secondaryAddress: String(endpoint.port),
      isBusy: place === "busy",
      note: tell,
    });
    runSession(socket, connection, limits, tell, () => {
      capacity.free(address, place);
      tell({ kind: "closed" });
    });
  };
}

function listen(server: Server, { address, port }: KmsHostOptions): Promise<Endpoint> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen({ host: address, port, backlog: 4096, exclusive: true }, () => {
      server.off("error", reject);
      const bound = server.address() as AddressInfo;
      resolve({ address: bound.address, port: bound.port });
    });
  });
}

function close(server: Server, sockets: ReadonlySet<Socket>): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    for (const socket of sockets) socket.destroy();
  });
}
