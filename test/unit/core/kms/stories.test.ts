// The 26 ways in which volume activation is known to fail: with what Windows shows and what was seen, the right cause
// comes first.
import { describe, expect, test } from "vitest";
import type { CauseId } from "../../../../src/core/kms/error-codes/causes.ts";
import type { EvidenceKey } from "../../../../src/core/kms/error-codes/evidence-key.ts";
import { parseCode } from "../../../../src/core/kms/parse-code.ts";
import { rankCauses, type RankedCause } from "../../../../src/core/kms/rank-causes.ts";

type Story = readonly [
  number: number,
  title: string,
  codes: readonly string[],
  seen: readonly EvidenceKey[],
  cause: CauseId,
];

const FOUND = ["records-found", "dns-answers"] as const;
const HEALTHY = [...FOUND, "targets-resolve", "hosts-answer"] as const;

const STORIES: readonly Story[] = [
  [1, "a decommissioned host in DNS", ["F074"], [...FOUND, "srv-stale-host"], "stale-host"],
  [
    2,
    "a rogue host",
    ["F038", "F041"],
    [...HEALTHY, "several-hosts-answer", "srv-unexpected-host"],
    "rogue-host",
  ],
  [3, "no record in the zone", ["232B", "251D"], ["srv-missing", "dns-answers"], "record-missing"],
  [4, "wrong suffix", ["232B", "F074"], [...FOUND, "suffix-not-covered"], "wrong-suffix"],
  [4, "wrong suffix, seen from another machine", ["232B"], HEALTHY, "wrong-suffix"],
  [5, "no suffix", ["0x8007007B"], ["suffix-none"], "no-suffix"],
  [5, "no suffix, without any evidence", ["0x8007007B"], [], "no-suffix"],
  [6, "split DNS", ["232B", "F074"], ["dns-answers", "dns-split-horizon"], "split-dns"],
  [7, "the target is an alias", ["2AF9", "F074"], [...FOUND, "srv-target-alias"], "alias-target"],
  [
    8,
    "the target has no address",
    ["2AF9", "2AFC", "F074"],
    [...FOUND, "srv-target-unresolvable"],
    "target-without-address",
  ],
  [
    8,
    "the target is an address",
    ["2AF9", "2AFC", "F074"],
    [...FOUND, "srv-target-address"],
    "target-without-address",
  ],
  [
    9,
    "another port than the listener",
    ["10061", "F074"],
    [...FOUND, "port-refused", "odd-port-refused"],
    "wrong-port",
  ],
  [9, "the same, by the host's own word", ["10061"], ["port-refused", "host-port-mismatch"], "wrong-port"],
  [10, "a misspelled owner", ["232B"], ["dns-answers", "srv-misspelled"], "misspelled-owner"],
  [
    11,
    "the firewall of the host",
    ["F074", "1722", "10060"],
    [...FOUND, "port-filtered", "silent-port-host-up"],
    "host-firewall",
  ],
  [11, "the client's network only", ["10060"], HEALTHY, "client-network-blocked"],
  [12, "an intrusion prevention", ["06BE", "06BF"], [...FOUND, "rpc-silent"], "rpc-cut-off"],
  [12, "the same, as too busy", ["06BB"], [...FOUND, "rpc-closed"], "rpc-cut-off"],
  [13, "sppsvc stopped", ["0426", "10061", "12291"], [...FOUND, "port-refused"], "service-stopped"],
  [14, "the host is not activated", ["F041"], HEALTHY, "host-not-activated"],
  [15, "the host's key is too old", ["F042", "F015"], HEALTHY, "host-key-too-old"],
  [16, "too few machines", ["F038"], [...HEALTHY, "count-below-threshold"], "too-few-machines"],
  [
    17,
    "the count is split",
    ["F038"],
    [...HEALTHY, "count-below-threshold", "several-hosts-answer"],
    "count-split",
  ],
  [18, "clones share an id", ["F038"], [...HEALTHY, "count-below-threshold", "cmid-shared"], "shared-cmid"],
  [19, "clocks", ["F06C"], HEALTHY, "clock-skew"],
  [20, "a pinned client", ["F074"], [...HEALTHY, "client-wrong-host"], "pinned-client"],
  [20, "a pinned client, seen from the network alone", ["F074"], HEALTHY, "pinned-client"],
  [21, "a cached host", ["12288", "12289"], [...HEALTHY, "client-host-cached"], "cached-host"],
  [
    22,
    "no right on the record",
    ["2338", "12293"],
    [...FOUND, "updates-taken", "update-signed"],
    "no-right-on-record",
  ],
  [23, "updates refused", ["232D", "2331"], ["update-disabled"], "updates-refused"],
  [
    23,
    "updates not implemented",
    ["232D", "232C", "2331"],
    ["update-disabled", "updates-not-implemented"],
    "updates-refused",
  ],
  [
    24,
    "scavenged, or publishing off",
    ["232B", "251D"],
    ["srv-missing", "host-publishing-off"],
    "publishing-off",
  ],
  [
    25,
    "a MAK on the client",
    ["C020", "2EE7", "F009"],
    [...HEALTHY, "client-other-channel"],
    "other-key-type",
  ],
  [
    26,
    "Active Directory does the work",
    ["F038", "12308"],
    [...HEALTHY, "client-activated-by-ad"],
    "activated-by-ad",
  ],
];

function rank(text: string, seen: readonly EvidenceKey[]): readonly RankedCause[] {
  const parsed = parseCode(text);
  if (!parsed.ok) throw new Error(`${text}: ${parsed.error.reason}`);
  return rankCauses(parsed.value, new Map(seen.map((key) => [key, key])));
}

describe("stories", () => {
  test("all 26 are here", () => {
    expect(new Set(STORIES.map(([number]) => number)).size).toBe(26);
  });

  test.each(STORIES)("%i %s", (_number, _title, codes, seen, cause) => {
    for (const each of codes) expect(rank(each, seen)[0]?.id, each).toBe(cause);
  });

  test("a story that only evidence tells apart is not first without it", () => {
    expect(rank("F038", [])[0]?.id).not.toBe("shared-cmid");
    expect(rank("F038", [])[0]?.id).not.toBe("count-split");
    expect(rank("F074", [])[0]?.id).not.toBe("pinned-client");
    expect(rank("232B", [])[0]?.id).not.toBe("misspelled-owner");
    expect(rank("10061", [])[0]?.id).not.toBe("wrong-port");
  });
});
