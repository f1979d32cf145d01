// The DNS servers of a lab, all on one port as far as their addresses differ, as real ones are all on 53: a name server that
// is learnt from an NS record has no other port than the one that everybody uses.
import { EnvironmentError } from "../core/errors.ts";
import type { DnsHandler } from "./dns/lab-message.ts";
import { type DnsServer, startDnsServer } from "./dns-server.ts";

export type DnsServerPlan = {
  readonly address: string;
  readonly handler: DnsHandler;
  readonly onTrouble: (error: Error) => void;
};

const PORT_CHOICES = 20;

/**
 * In the order of the plans. The first server of each address gets the common port, further ones at the same address a port
 * of their own. Throws EnvironmentError, and leaves nothing running, when one can't listen.
 */
export async function startDnsServers(plans: readonly DnsServerPlan[]): Promise<readonly DnsServer[]> {
  for (let choice = 1; ; choice++) {
    const outcome = await startTogether(plans);
    if (!(outcome instanceof Error)) return outcome;
    if (choice >= PORT_CHOICES || !isPortInUse(outcome)) throw outcome;
  }
}

/** The error, where the port that the first server got is taken at another address. */
async function startTogether(
  plans: readonly DnsServerPlan[],
): Promise<readonly DnsServer[] | EnvironmentError> {
  const started: DnsServer[] = [];
  try {
    for (const plan of plans) {
      const isTaken = started.some(({ endpoint }) => endpoint.address === plan.address);
      const port = isTaken ? 0 : (started[0]?.endpoint.port ?? 0);
      started.push(await startDnsServer({ ...plan, port }));
    }
    return started;
  } catch (error) {
    await Promise.all(started.map((server) => server.stop()));
    if (error instanceof EnvironmentError) return error;
    throw error;
  }
}

function isPortInUse({ cause }: EnvironmentError): boolean {
  return cause instanceof Error && Reflect.get(cause, "code") === "EADDRINUSE";
}
