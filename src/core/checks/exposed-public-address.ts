// exposed-public-address: a published host has a globally routable address.
import { parseAddress } from "../net/address.ts";
import { classifyAddress } from "../net/special-purpose.ts";
import type { DiagnosisFacts } from "./diagnosis-facts.ts";
import type { Rule } from "./rule.ts";
import { sayLookup } from "./wording.ts";

/** Hosts that Microsoft runs for virtual machines in Azure: public on purpose. */
const PUBLIC_ON_PURPOSE = /(^|\.)(azkms|kms)\.core\.windows\.net$/;

export const exposedPublicAddress: Rule<DiagnosisFacts> = {
  id: "exposed-public-address",
  severity: "warning",
  judge: ({ hosts }) =>
    hosts
      .filter(({ host }) => !PUBLIC_ON_PURPOSE.test(host))
      .flatMap(({ host, port, facts }) => {
        const global = (facts.lookup?.addresses ?? []).filter(isGlobal);
        if (global.length === 0 || facts.lookup === null) return [];
        return [
          {
            subject: `${host}:${port}`,
            title: `${host} has a public address: ${global.join(", ")}`,
            detail:
              "KMS does not ask who a client is. If the firewall lets the Internet reach this port, strangers activate there and spoil the count.",
            evidence: [sayLookup(facts.lookup)],
            remedy: [
              `Allow TCP ${port} from your own networks only; check from outside that it is closed.`,
              "If clients are inside only, publish the host's private address.",
            ],
          },
        ];
      }),
};

function isGlobal(text: string): boolean {
  const address = parseAddress(text);
  return address.ok && classifyAddress(address.value).isGlobal;
}
