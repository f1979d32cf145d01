// The update-policy oracle on real sockets, and an independent look at the zone with dig before and after.
import { AT, name } from "./facts.ts";
import { runProgram } from "./run-program.ts";
import type { UpdatePolicyPorts } from "../../src/app/update-policy-ports.ts";
import { findUpdatePolicy, type UpdatePolicyQuestion } from "../../src/app/update-policy.ts";
import type { UpdatePolicyFacts } from "../../src/core/checks/update-policy-facts.ts";
import type { Clock } from "../../src/app/ports.ts";
import type { Endpoint } from "../../src/core/net/endpoint.ts";
import { createAskDns } from "../../src/io/dns/ask-dns.ts";
import { createSendMessage } from "../../src/io/dns/send-message.ts";
import { systemClock } from "../../src/io/host/clock.ts";
import { createSystemRandom } from "../../src/io/host/random.ts";

export type Examined = UpdatePolicyFacts & { readonly announced: readonly string[] };

const NEVER = new AbortController().signal;

/** Asks about corp.test at this server, and at servers that are learnt from it at the same port. `onAnnounce` is called
 * before the first update message is sent. */
export async function examineUpdates(
  server: Endpoint,
  overrides: Partial<UpdatePolicyQuestion> = {},
  onAnnounce: () => void = () => undefined,
  clock: Clock = systemClock,
): Promise<Examined> {
  const random = createSystemRandom();
  const dns = createAskDns({ clock: systemClock, random });
  const sender = createSendMessage({ clock: systemClock, random });
  const announced: string[] = [];
  const ports: UpdatePolicyPorts = {
    askDns: dns.ask,
    sendMessage: sender.send,
    clock,
    timestamp: () => AT,
    random: random.unit,
    announce: (text) => {
      announced.push(text);
      onAnnounce();
    },
  };
  const question: UpdatePolicyQuestion = {
    name: name("corp.test"),
    servers: [server],
    primary: null,
    port: server.port,
    families: [4, 6],
    wanted: null,
    signer: null,
    options: { timeoutMs: 3000, retries: 1, recursionDesired: true },
    ...overrides,
  };
  try {
    return { ...(await findUpdatePolicy(question, ports, NEVER)), announced };
  } finally {
    dns.close();
    sender.close();
  }
}

/** What dig sees, sorted: the whole zone with TTLs by transfer, else SOA and SRV set without TTLs, which caches count down. */
export async function dumpZone(server: Endpoint, transfer: boolean): Promise<string> {
  const questions = transfer
    ? [["corp.test", "AXFR"]]
    : [
        ["corp.test", "SOA", "+nottlid"],
        ["_vlmcs._tcp.corp.test", "SRV", "+nottlid"],
      ];
  const where = ["-r", `@${server.address}`, "-p", String(server.port), "+noall", "+answer"];
  const texts = await Promise.all(
    questions.map(async (question) => (await runProgram("dig", [...where, ...question])).stdout),
  );
  const lines = texts.flatMap((text) => text.split("\n"));
  return lines
    .filter((line) => line !== "" && !line.startsWith(";"))
    .toSorted()
    .join("\n");
}
