import { describe, expect, test } from "vitest";
import { plain } from "../../../../src/cli/text/paint.ts";
import { renderDiscover } from "../../../../src/cli/text/render-discover.ts";
import { ownerNameFromLabels } from "../../../../src/core/dns/owner-name.ts";
import { addAnswer, addLookup, domainDraft } from "../../../../src/core/run/domain-draft.ts";
import { emptyRunState, type RunState } from "../../../../src/core/run/fold.ts";
import type { SrvRecord } from "../../../../src/core/dns/record.ts";
import type { AddressLookup, ServerAnswer } from "../../../../src/core/run/observation.ts";
import { answer, lookup, srv } from "../../../support/facts.ts";

function found(records: readonly SrvRecord[], overrides: Partial<ServerAnswer> = {}): RunState {
  const state = emptyRunState();
  const draft = state.domains.draft(0, () => domainDraft("corp.test", "_vlmcs._tcp.corp.test"));
  addAnswer(draft, 0, answer({ records, ...overrides }));
  return state;
}

function withLookups(state: RunState, lookups: readonly (readonly [string, AddressLookup])[]): RunState {
  const draft = state.domains.draft(0, () => domainDraft("corp.test", "_vlmcs._tcp.corp.test"));
  for (const [host, known] of lookups) addLookup(draft, host, known);
  return state;
}

function textOf(state: RunState, width: number): string {
  const { text, next } = renderDiscover(state, width, plain);
  return [...text].join("") + next;
}

const long = ["one", "two", "six"].map((word) => `kms-${word}-${"x".repeat(22)}.corp.test`);
const many = [
  "192.0.2.10",
  "2001:db8:1111:2222:3333:4444:5555:6666",
  "2001:db8:1111:2222:3333:4444:5555:7777",
];

describe("the hosts of a domain", () => {
  test("three hosts with long names and IPv6 addresses fit 80 columns", () => {
    const records = long.map((target) => srv(target, { weight: 100 }));
    const state = found(records, { server: "[2001:db8:1111:2222:3333:4444:5555:6666]:5353", asked: 2 });
    const lookups = long.map((host) => [host, lookup(host, { addresses: many })] as const);
    const text = textOf(withLookups(state, lookups), 80);
    const [report, next] = text.split("\nNext:");
    expect(report?.split("\n").filter((line) => line.length > 80)).toEqual([]);
    expect(report).toContain(`    ${long[0]}:1688\n      weight 100  33.3 %  TTL 3600 s  192.0.2.10,\n`);
    expect(next).toContain(`kms-doctor probe ${long[0]}:1688`);
  });

  test("short ones stand in one line each", () => {
    const state = withLookups(found([srv("kms1.corp.test")]), [["kms1.corp.test", lookup("kms1.corp.test")]]);
    expect(textOf(state, 80)).toContain(
      "    kms1.corp.test:1688  weight 0  100.0 %  TTL 3600 s  192.0.2.10\n",
    );
  });
});

describe("the next command", () => {
  test("asks the server that was named", () => {
    const state = found([srv("kms1.corp.test")], { server: "[::1]:5353" });
    expect(textOf(state, 80)).toContain('Next: kms-doctor probe kms1.corp.test:1688 --server "[::1]:5353"\n');
  });

  test.each(["--output=x", "-4", "a|id>/tmp/x|b`id`&c'd", "$(id)", "a\nb", "a.b"])(
    "leaves out hosts whose names a shell or the command line could take for something else: %j",
    (label) => {
      const odd = ownerNameFromLabels([label, "corp", "test"]);
      if (!odd.ok) throw new Error(odd.error);
      const record = srv("kms1.corp.test", { target: odd.value });
      expect(renderDiscover(found([record]), 80, plain).next).toBe("");
      expect(renderDiscover(found([record, srv("kms2.corp.test")]), 80, plain).next).toBe(
        "\nNext: kms-doctor probe kms2.corp.test:1688 --server 127.0.0.1:53\n",
      );
    },
  );
});
