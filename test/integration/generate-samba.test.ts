// The samba-tool snippet against a domain controller with its internal DNS server; what it publishes is read back.
import { afterAll, beforeAll, expect, test } from "vitest";
import { expectedLines, FOREIGN, QUESTIONS } from "../support/dns-proof.ts";
import { openSambaAd, type SambaAd } from "../support/dns-servers/samba-ad.ts";
import { snippet } from "../support/generated.ts";
import { describeWithPeers } from "../support/peer.ts";
import { SAMBA_CLAIMS } from "../support/template-proofs.ts";

const { peers, provenIn, version } = SAMBA_CLAIMS["samba-tool"];

const BEFORE = `samba-tool dns zonecreate "$DC" lab.corp.test -U "$ADMIN"
samba-tool dns add "$DC" corp.test _vlmcs._tcp SRV 'kms0.corp.test 1688 1 1' -U "$ADMIN"
`;

describeWithPeers("samba-tool", peers, () => {
  let domain: SambaAd;
  beforeAll(async () => {
    domain = await openSambaAd();
    await domain.restart("secure only");
  });
  afterAll(() => domain.close());

  test("is loaded, and read back equal", { timeout: 120_000 }, async () => {
    const env = [`DC=${domain.address}`, "ADMIN=administrator%Passw0rd-lab"];
    const run = (script: string): Promise<string> => domain.run("env", ...env, "sh", "-e", "-c", script);
    // The RPC server comes up after the DNS server.
    await run(
      `for try in $(seq 100); do samba-tool dns serverinfo "$DC" -U "$ADMIN" && break; sleep 0.1; done`,
    );
    await run(BEFORE);
    expect(await run(await snippet("samba-tool"))).toMatch(/^(Record added successfully\n){9}$/);
    const answers = [];
    for (const [owner, type] of QUESTIONS) {
      const options = ["+noall", "+answer", "+tries=2", "+time=2"];
      answers.push(await domain.run("dig", "-r", `@${domain.address}`, owner, type, ...options));
    }
    const lines = answers
      .flatMap((text) => text.trimEnd().toLowerCase().split("\n"))
      .map((line) =>
        line
          .split(/\s+/)
          .filter((_, index) => index !== 2)
          .join(" "),
      );
    // samba-tool has no way to set a TTL.
    expect(lines.toSorted()).toEqual(expectedLines([FOREIGN], () => "900"));
  });

  test(`is proven in ${provenIn}`, async () => {
    expect(await domain.run(...version)).toContain(provenIn.split(" ").at(-1));
  });
});
