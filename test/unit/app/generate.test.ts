import { describe, expect, test } from "vitest";
import { generate } from "../../../src/app/generate.ts";
import { parsePlan } from "../../../src/cli/wire/read-plan.ts";
import type { Publication } from "../../../src/core/plan/publication.ts";
import { generated, loadTemplate, PLAN } from "../../support/generated.ts";

const NOTHING: Publication = { records: [], addresses: [], clients: [] };

async function problem(product: string, publication: Publication): Promise<string> {
  const result = generate(await loadTemplate(product), publication);
  return result.ok ? "none" : `${result.error.message} / ${result.error.hint ?? ""}`;
}

describe("generate", () => {
  test("tells the records in the form of the documents", async () => {
    const { product, records } = await generated("bind-zone");
    expect(product).toBe("bind-zone");
    expect(records).toHaveLength(4);
    expect(records[0]).toEqual({
      owner: "_vlmcs._tcp.corp.test",
      target: "kms1.corp.test",
      port: 1688,
      priority: 0,
      weight: 5,
      ttl: 3600,
      addresses: ["192.0.2.1", "2001:db8::1"],
      addressStatus: null,
    });
  });

  test("a text for Windows has its line ends", async () => {
    const { text } = await generated("windows-dnscmd");
    expect(text.replaceAll("\r\n", "")).not.toMatch(/[\r\n]/);
    expect(text).toMatch(/\r\n$/);
    expect((await generated("nsd")).text).not.toContain("\r");
  });

  test("what is missing, outside of the zones, or too much is told", async () => {
    expect(await problem("nft", NOTHING)).toMatch(/^nft opens a port for certain clients.*--clients 10/);
    expect(await problem("nsd", NOTHING)).toMatch(/^nsd needs a domain and a KMS host.*--plan FILE/);
    const plan = parsePlan(PLAN, "plan");
    expect(await problem("route53", plan)).toMatch(/^route53 can say this for one zone only/);
    expect(await problem("group-policy", plan)).toMatch(/^group-policy can say this for one domain only/);
    expect(await problem("publish-list", plan)).toMatch(/^publish-list can say this for one host, or hosts/);
    const outside = parsePlan(
      "domains: [{ domain: corp.test, hosts: [{ host: kms.b.test, addresses: [192.0.2.1] }] }]",
      "plan",
    );
    expect(await problem("nsd", outside)).toMatch(/^nsd writes into zones, and kms.b.test lies outside/);
    expect(await problem("dnsmasq", outside)).toBe("none");
  });

  test("a firewall opens the ports of the records, or the one that it is told", async () => {
    const plan = parsePlan(PLAN, "plan");
    const template = await loadTemplate("ufw");
    const withRecords = generate(template, plan, 4000);
    const alone = generate(template, { ...NOTHING, clients: plan.clients }, 4000);
    const ports = (result: typeof alone): readonly string[] => [
      ...new Set(result.ok ? result.value.text.match(/port \d+/g) : []),
    ];
    expect(ports(withRecords)).toEqual(["port 1688", "port 1689"]);
    expect(ports(alone)).toEqual(["port 4000"]);
  });

  test("a value that its escape refuses is told with its line", async () => {
    const template = { ...(await loadTemplate("dnsmasq")), product: "x" };
    const [record] = parsePlan(PLAN, "plan").records;
    if (record === undefined) throw new Error("the plan is empty");
    const bad = { ...record, target: 'a"; rm -rf /.' as typeof record.target };
    const result = generate(template, { ...NOTHING, records: [bad] });
    expect(result).toMatchObject({
      ok: false,
      error: { message: /a"; rm -rf .* can't be written as target\|plain/ },
    });
  });
});
