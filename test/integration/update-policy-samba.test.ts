// The update-policy oracle against a Samba domain controller in three modes; no DNS object of the directory may change.
import { afterAll, beforeAll, expect, test } from "vitest";
import { judge } from "../../src/core/checks/rule.ts";
import { updateDisabled } from "../../src/core/checks/update-disabled.ts";
import { updateOpen } from "../../src/core/checks/update-open.ts";
import type { UpdatePolicyFacts } from "../../src/core/checks/update-policy-facts.ts";
import { updateSigned } from "../../src/core/checks/update-signed.ts";
import { openSambaAd, type SambaAd, type UpdateMode } from "../support/dns-servers/samba-ad.ts";
import { describeWithPeers } from "../support/peer.ts";

const RUNNER = new URL("../support/run-update-policy.ts", import.meta.url).pathname;
const PEERS = [
  "root",
  "samba",
  "samba-tool",
  "dig",
  "python3:samba",
  "/usr/share/samba/setup/provision.ldif",
];

const MODES: readonly {
  readonly mode: UpdateMode;
  readonly policy: string;
  readonly rcode: string;
  readonly finding: string;
}[] = [
  { mode: "secure only", policy: "gss-tsig", rcode: "REFUSED", finding: "update-signed" },
  { mode: "nonsecure", policy: "open", rcode: "NOERROR", finding: "update-open" },
  // Without a Kerberos ticket this mode looks like 'secure only' in every octet, and the evidence says so.
  { mode: "disabled", policy: "gss-tsig", rcode: "REFUSED", finding: "update-signed" },
];

type Run = { readonly facts: UpdatePolicyFacts; readonly before: string; readonly after: string };

describeWithPeers("Samba Active Directory", PEERS, () => {
  let domain: SambaAd;
  beforeAll(async () => {
    domain = await openSambaAd();
  });
  afterAll(() => domain.close());

  test.each(MODES)("$mode: $policy", { timeout: 60_000 }, async ({ mode, policy, rcode, finding }) => {
    await domain.restart(mode);
    const nodes = await domain.dump();
    expect(nodes.split("\n").length).toBeGreaterThan(10);
    const printed = await domain.run(process.execPath, RUNNER, domain.address, "53");
    const { facts, before, after } = JSON.parse(printed) as Run;
    expect(facts, facts.evidence.join("\n")).toMatchObject({
      zone: "corp.test.",
      primary: `${domain.address}:53`,
      policy,
      rcode,
      activeDirectory: true,
      alarm: null,
    });
    if (policy === "gss-tsig") expect(facts.evidence.join("\n")).toContain("repeat with --gss");
    expect(judge([updateDisabled, updateOpen, updateSigned], facts).map(({ id }) => id)).toEqual([finding]);
    expect(after).toBe(before);
    expect(await domain.dump()).toBe(nodes);
  });
});
