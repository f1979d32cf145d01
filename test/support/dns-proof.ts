// What a DNS server answers for everything that the plan of the template tests publishes.
import type { Endpoint } from "../../src/core/net/endpoint.ts";
import { dig } from "./dig.ts";
import type { TestZone } from "./dns-servers/server-process.ts";
import { PUBLISHED } from "./generated.ts";

/** A record of somebody else in the same set: what only adds must leave it. */
export const FOREIGN = "_vlmcs._tcp.corp.test. 3600 srv 1 1 1688 kms0.corp.test.";

/** The zones before anything is published; the second is delegated from the first. */
export const ZONES: readonly [TestZone, TestZone] = [
  {
    apex: "corp.test",
    records: [
      "_vlmcs._tcp.corp.test. 3600 IN SRV 1 1 1688 kms0.corp.test.",
      "kms0.corp.test. 3600 IN A 192.0.2.100",
      "www.corp.test. 3600 IN A 192.0.2.80",
      "lab.corp.test. 3600 IN NS ns.lab.corp.test.",
      "ns.lab.corp.test. 3600 IN A 127.0.0.1",
    ],
  },
  { apex: "lab.corp.test", records: [] },
];

export const EXPECTED = Object.values(PUBLISHED).flat();

/** Every owner and type that is published. */
export const QUESTIONS: readonly (readonly [owner: string, type: string])[] = [
  ...new Map(
    EXPECTED.map((line) => {
      const [owner = "", , type = ""] = line.split(" ");
      return [`${owner} ${type}`, [owner, type] as const];
    }),
  ).values(),
];

/** The answers of a server to all questions, in the form of EXPECTED, sorted. */
export async function readBack(server: Endpoint): Promise<readonly string[]> {
  const answers = [];
  for (const [owner, type] of QUESTIONS) answers.push(...(await dig(server, owner, type)).answers);
  return answers.toSorted();
}

/** The expected lines with other TTLs where a product sets them itself. */
export function expectedLines(
  more: readonly string[] = [],
  ttlOf: (type: string) => string = () => "3600",
): readonly string[] {
  return [...EXPECTED, ...more]
    .map((line) => {
      const [owner = "", , type = "", ...rdata] = line.split(" ");
      return [owner, ttlOf(type), type, ...rdata].join(" ");
    })
    .toSorted();
}
