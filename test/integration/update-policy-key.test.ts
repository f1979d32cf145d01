// The update-policy oracle with a TSIG key against real servers: what the key may do, and the zone is as it was.
import { expect, test } from "vitest";
import { createTsigSigner } from "../../src/app/publish/tsig-signer.ts";
import type { KeyStanding } from "../../src/core/checks/key-verdict.ts";
import { updateDisabled } from "../../src/core/checks/update-disabled.ts";
import type { UpdatePolicy } from "../../src/core/checks/update-policy-facts.ts";
import { updateSigned } from "../../src/core/checks/update-signed.ts";
import { judge } from "../../src/core/checks/rule.ts";
import { hideSecret } from "../../src/core/dns/tsig/secret.ts";
import { tsigCrypto } from "../../src/io/dns/hmac.ts";
import { systemClock } from "../../src/io/host/clock.ts";
import { POWERDNS_SQLITE_SCHEMA } from "../support/dns-servers/powerdns-sqlite.ts";
import type { DnsServer } from "../support/dns-servers/server-process.ts";
import { dumpZone, examineUpdates } from "../support/examine-update-policy.ts";
import { name } from "../support/facts.ts";
import { startKeyedBind, startKeyedKnot, startKeyedPowerDns } from "../support/keyed-servers.ts";
import { describeWithPeers } from "../support/peer.ts";
import { tsigKey } from "../support/tsig-vectors.ts";

const KEY = tsigKey();
const WRONG_SECRET = tsigKey({ secret: hideSecret(new Uint8Array(32).fill(7)) });
const UNKNOWN = tsigKey({ name: name("nobody.key") });
const OTHER_ALGORITHM = tsigKey({ algorithm: "hmac-sha512" });

type Case = {
  readonly title: string;
  readonly start: () => Promise<DnsServer>;
  readonly key?: typeof KEY;
  /** By how much our clock is wrong, in seconds. */
  readonly clock?: number;
  readonly standing: KeyStanding;
  readonly policy: UpdatePolicy;
  readonly says: RegExp;
};

function cases(peer: string, programs: readonly string[], list: readonly Case[]): void {
  describeWithPeers(`${peer} with a key`, ["dig", ...programs], () => {
    test.each(list)("$title: $standing", async ({ start, key = KEY, clock = 0, standing, policy, says }) => {
      const server = await start();
      try {
        const before = await dumpZone(server.endpoint, true);
        expect(before).toContain("corp.test.");
        const own = { ...systemClock, nowMs: () => systemClock.nowMs() + clock * 1000 };
        const signer = createTsigSigner(key, tsigCrypto, own.nowMs);
        const options = { timeoutMs: 1500, retries: 1, recursionDesired: true };
        const facts = await examineUpdates(server.endpoint, { signer, options }, undefined, own);
        const evidence = facts.evidence.join("\n");
        expect(facts.keyVerdict?.standing, evidence).toBe(standing);
        expect(facts, evidence).toMatchObject({ policy, keyMightHelp: false, alarm: null });
        expect(evidence).toMatch(says);
        expect(facts.serialAfter).toBe(facts.serialBefore);
        expect(await dumpZone(server.endpoint, true)).toBe(before);
        const [finding] = judge([updateDisabled, updateSigned], facts);
        expect(finding?.detail).toContain(facts.keyVerdict?.because);
        if (standing !== "accepted") expect(finding?.remedy[0]).toBe(facts.keyVerdict?.remedy);
      } finally {
        await server.stop();
      }
    });
  });
}

const allowed = (): Promise<DnsServer> => startKeyedBind('allow-update { key "kms.key"; };');
const granted = (owner: string) => (): Promise<DnsServer> =>
  startKeyedBind(`update-policy { grant kms.key name ${owner}. SRV; };`);

cases(
  "BIND",
  ["named"],
  [
    {
      title: "allow-update by this key",
      start: allowed,
      standing: "accepted",
      policy: "tsig",
      says: /accepted for this record \(_vlmcs\._tcp\.corp\.test SRV\)/,
    },
    {
      title: "update-policy that grants the record",
      start: granted("_vlmcs._tcp.corp.test"),
      standing: "accepted",
      policy: "tsig",
      says: /accepted for this record/,
    },
    {
      title: "update-policy that grants another record",
      start: granted("other.corp.test"),
      standing: "not-granted",
      policy: "signed",
      says: /NOERROR \(udp, signature verified\).*\n.*YXRRSET[^\n]*\n.*REFUSED \(udp, signature verified\)/,
    },
    {
      title: "no updates for this key",
      start: () => startKeyedBind("allow-update { none; };"),
      standing: "not-allowed",
      policy: "disabled",
      says: /knows the key kms\.key \(hmac-sha256\) and refuses/,
    },
    {
      title: "a key that it does not know",
      start: allowed,
      key: UNKNOWN,
      standing: "key-unknown",
      policy: "disabled",
      says: /NOTAUTH \(udp, TSIG error BADKEY, not signed\)/,
    },
    {
      title: "another algorithm",
      start: allowed,
      key: OTHER_ALGORITHM,
      standing: "key-unknown",
      policy: "disabled",
      says: /BADKEY/,
    },
    {
      title: "another secret",
      start: allowed,
      key: WRONG_SECRET,
      standing: "wrong-secret",
      policy: "disabled",
      says: /NOTAUTH \(udp, TSIG error BADSIG, not signed\)/,
    },
    {
      title: "a clock that is 4000 s behind",
      start: allowed,
      clock: -4000,
      standing: "accepted",
      policy: "tsig",
      says: /BADTIME, signature verified\)[^]*the server's clock is (3999|400[01]) s ahead of this machine's/,
    },
    {
      title: "a clock that is 4000 s ahead, and no grant",
      start: granted("other.corp.test"),
      clock: 4000,
      standing: "not-granted",
      policy: "signed",
      says: /behind this machine's/,
    },
  ],
);

cases(
  "Knot",
  ["knotd"],
  [
    {
      title: "acl by this key",
      start: () => startKeyedKnot("key: kms.key"),
      standing: "accepted",
      policy: "tsig",
      says: /accepted for this record/,
    },
    {
      title: "acl by this key for another name",
      start: () =>
        startKeyedKnot(
          "key: kms.key",
          "update-owner: name",
          "update-owner-match: equal",
          "update-owner-name: [other]",
        ),
      standing: "not-granted",
      policy: "signed",
      says: /the key kms\.key \(hmac-sha256\) is good, and this record/,
    },
    {
      title: "no acl",
      start: () => startKeyedKnot(),
      standing: "key-unknown",
      policy: "disabled",
      says: /stands in no acl of this zone/,
    },
    {
      title: "another secret",
      start: () => startKeyedKnot("key: kms.key"),
      key: WRONG_SECRET,
      standing: "wrong-secret",
      policy: "disabled",
      says: /BADSIG/,
    },
    {
      title: "a clock that is 4000 s behind",
      start: () => startKeyedKnot("key: kms.key"),
      clock: -4000,
      standing: "accepted",
      policy: "tsig",
      says: /ahead of this machine's/,
    },
  ],
);

cases(
  "PowerDNS",
  ["pdns_server", "pdnsutil", POWERDNS_SQLITE_SCHEMA],
  [
    {
      title: "this key may write",
      start: () => startKeyedPowerDns("kms.key"),
      standing: "accepted",
      policy: "tsig",
      says: /accepted for this record/,
    },
    {
      title: "another key may write",
      start: () => startKeyedPowerDns("other.key"),
      standing: "not-allowed",
      policy: "disabled",
      says: /TSIG-ALLOW-DNSUPDATE|REFUSED \(udp, signature verified\)/,
    },
    ...[
      { title: "a key that it does not know", key: UNKNOWN },
      { title: "another secret", key: WRONG_SECRET },
      { title: "a clock that is 4000 s behind", clock: -4000 },
    ].map((given): Case => ({
      ...given,
      start: () => startKeyedPowerDns("kms.key"),
      standing: "unauthenticated",
      policy: "disabled",
      says: /REFUSED \(udp, not signed\)/,
    })),
  ],
);

describeWithPeers("BIND with a key for a zone of service names", ["named"], () => {
  test("the record that is granted there is the one that is asked about", async () => {
    const zone = "_tcp.deleg.corp.test";
    // The name server of the test's zones has an underscore in its name then.
    const statements = `check-names ignore; update-policy { grant kms.key name _vlmcs.${zone}. SRV; };`;
    const server = await startKeyedBind(statements, [{ apex: zone, records: [] }]);
    try {
      const signer = createTsigSigner(KEY, tsigCrypto, systemClock.nowMs);
      const facts = await examineUpdates(server.endpoint, { name: name(zone), signer });
      expect(facts.keyVerdict?.standing, facts.evidence.join("\n")).toBe("accepted");
      expect(facts).toMatchObject({ zone: `${zone}.`, policy: "tsig" });
    } finally {
      await server.stop();
    }
  });
});
