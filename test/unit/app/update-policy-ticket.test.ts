// The update-policy oracle with a Kerberos ticket: Active Directory servers sign no refusal, and send our own signature back.
import { describe, expect, test } from "vitest";
import type { UpdateSigner } from "../../../src/app/publish/publish-ports.ts";
import { findUpdatePolicy } from "../../../src/app/update-policy.ts";
import { RCODE } from "../../../src/core/dns/rcode.ts";
import { signedMessage } from "../../../src/core/dns/tsig/signed-message.ts";
import { err, ok } from "../../../src/core/result.ts";
import { name, srv } from "../../support/facts.ts";
import { fakeKey } from "../../support/fake-gss.ts";
import {
  fakeWorld,
  type FakeServer,
  type FakeSignedAnswer,
  type ProbeKind,
} from "../../support/fake-primary.ts";

const SERVER = "192.0.2.1:53";
const DOMAIN: FakeServer = {
  updates: { "zone-only": RCODE.REFUSED, tkey: RCODE.BADKEY },
  records: [srv("kms1.corp.test")],
  others: {
    "_ldap._tcp.dc._msdcs.corp.test. SRV": [
      srv("dc1.corp.test", { owner: name("_ldap._tcp.dc._msdcs.corp.test") }),
    ],
  },
};
const verified = (rcode: number): FakeSignedAnswer => ({ rcode, tsig: { kind: "verified" } });
const echoed = (rcode: number): FakeSignedAnswer => ({ rcode, tsig: { kind: "echoed" } });

/** As Samba answers, with other answers in place of its own. */
function samba(other: Partial<Record<ProbeKind, FakeSignedAnswer>> = {}) {
  const usual = {
    "zone-only": verified(0),
    "prerequisite-only": echoed(RCODE.YXRRSET),
    "refused-add": echoed(RCODE.YXRRSET),
    "absent-delete": verified(0),
    tkey: verified(0),
  };
  return (kind: ProbeKind): FakeSignedAnswer => other[kind] ?? usual[kind];
}

function ticket(overrides: Partial<UpdateSigner> = {}): UpdateSigner {
  return {
    identity: () => ({ kind: "gss-tsig", account: "alice@CORP.TEST" }),
    transport: "tcp",
    sign: (message, { serverName }) => {
      expect(serverName).toBe("ns1.corp.test");
      return Promise.resolve(ok(signedMessage(message, { key: fakeKey("k.sig"), nowSeconds: () => 0 })));
    },
    learn: () => null,
    clockSkewSeconds: () => null,
    ...overrides,
  };
}

async function ask(server: FakeServer, signer = ticket()) {
  const world = fakeWorld({ [SERVER]: { ...DOMAIN, ...server } });
  const facts = await findUpdatePolicy(
    {
      name: name("corp.test"),
      servers: [],
      primary: { address: "192.0.2.1", port: 53 },
      port: 53,
      families: [4],
      wanted: null,
      signer,
      options: { timeoutMs: 100, retries: 0, recursionDesired: true },
    },
    world.ports,
    new AbortController().signal,
  );
  const signed = world.sent.filter((line) => line.includes(" signed "));
  return { facts, signed, announced: world.announced, evidence: facts.evidence.join("\n") };
}

describe("a ticket is tried", () => {
  test("accepted: every probe over TCP, the prerequisite that did not hold being an echo", async () => {
    const { facts, signed, evidence } = await ask({ signed: samba() });
    expect(facts).toMatchObject({ policy: "gss-tsig", keyVerdict: { standing: "accepted" } });
    expect(signed.map((line) => line.replace(`${SERVER} signed tcp `, ""))).toEqual([
      "zone-only",
      "prerequisite-only",
      "refused-add",
      "absent-delete",
    ]);
    expect(evidence).toContain("signed with the Kerberos ticket of alice@CORP.TEST, at");
  });

  test("no right on the node, and updates switched off", async () => {
    const denied = await ask({ signed: samba({ "absent-delete": echoed(RCODE.SERVFAIL) }) });
    expect(denied.facts).toMatchObject({ policy: "gss-tsig", keyVerdict: { standing: "not-granted" } });
    const off = await ask({ signed: samba({ "zone-only": echoed(RCODE.REFUSED) }) });
    expect(off.facts).toMatchObject({ policy: "disabled", keyVerdict: { standing: "switched-off" } });
    expect(off.signed).toHaveLength(1);
  });

  test("the record is not tried where the prerequisite was answered in any other way", async () => {
    const { signed } = await ask({ signed: samba({ "prerequisite-only": echoed(RCODE.SERVFAIL) }) });
    expect(signed).toHaveLength(3);
  });

  test("nothing could be signed: the reason stands in the verdict and in the evidence, and nothing is sent", async () => {
    const failure = { because: "there is no ticket", remedy: "kinit" };
    const { facts, signed, evidence } = await ask({}, ticket({ sign: () => Promise.resolve(err(failure)) }));
    expect(signed).toEqual([]);
    expect(facts).toMatchObject({
      policy: "gss-tsig",
      keyVerdict: { standing: "not-found-out", ...failure },
    });
    expect(evidence).toContain("an update without changes could not be signed: there is no ticket, at");
  });

  test("what the signer learns is told, and the probe is sent once more", async () => {
    const lessons = ["negotiated anew"];
    const { signed, announced } = await ask(
      { signed: samba() },
      ticket({ learn: () => lessons.pop() ?? null }),
    );
    expect(signed).toHaveLength(5);
    expect(announced).toContain("negotiated anew");
  });
});
