// Snippets of the templates that the package ships, rendered in this process from a plan.
import { generate, type GenerateResult } from "../../src/app/generate.ts";
import { parsePlan } from "../../src/cli/wire/read-plan.ts";
import { readTemplate } from "../../src/cli/wire/read-template.ts";
import type { Template } from "../../src/core/template/template.ts";
import { shippedTemplate } from "../../src/io/fs/template-folders.ts";

/** Two domains in one zone, a third in a delegated child of it, other ports, priorities and weights, and IPv6. */
export const PLAN = `
domains:
  - domain: corp.test
    hosts:
      - { host: kms1.corp.test, weight: 5, addresses: [192.0.2.1, "2001:db8::1"] }
      - { host: kms2.corp.test, port: 1689, priority: 10, addresses: [192.0.2.2, 192.0.2.22] }
  - domain: sales.corp.test
    zone: corp.test
    hosts:
      - { host: kms1.corp.test, port: 1689, priority: 65535, weight: 65535 }
  - domain: eu.lab.corp.test
    zone: lab.corp.test
    hosts:
      - { host: kms3.lab.corp.test, addresses: ["2001:db8::3"] }
clients: [10.77.0.0/16, 192.0.2.0/24, "fd77:1::/64"]
`;

/** What PLAN publishes: owner, TTL, type and rdata as `dig` prints them, by the zone. */
export const PUBLISHED: Readonly<Record<string, readonly string[]>> = {
  "corp.test": [
    "kms1.corp.test. 3600 a 192.0.2.1",
    "kms1.corp.test. 3600 aaaa 2001:db8::1",
    "kms2.corp.test. 3600 a 192.0.2.2",
    "kms2.corp.test. 3600 a 192.0.2.22",
    "_vlmcs._tcp.corp.test. 3600 srv 0 5 1688 kms1.corp.test.",
    "_vlmcs._tcp.corp.test. 3600 srv 10 0 1689 kms2.corp.test.",
    "_vlmcs._tcp.sales.corp.test. 3600 srv 65535 65535 1689 kms1.corp.test.",
  ],
  "lab.corp.test": [
    "kms3.lab.corp.test. 3600 aaaa 2001:db8::3",
    "_vlmcs._tcp.eu.lab.corp.test. 3600 srv 0 0 1688 kms3.lab.corp.test.",
  ],
};

export async function loadTemplate(product: string): Promise<Template> {
  return readTemplate(await shippedTemplate(product));
}

/** Renders a plan; throws where that fails. */
export async function generated(product: string, plan = PLAN): Promise<GenerateResult> {
  const result = generate(await loadTemplate(product), parsePlan(plan, "plan.yaml"));
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
}

export async function snippet(product: string, plan = PLAN): Promise<string> {
  return (await generated(product, plan)).text;
}
