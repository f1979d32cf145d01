// Pasted text beside what a diagnosis saw.
import { describe, expect, test } from "vitest";
import type { DiagnosedDomain } from "../../../../src/core/checks/diagnosis-facts.ts";
import { pastedFacts, type PublishedView } from "../../../../src/core/checks/pasted-facts.ts";
import { judgePasted, publishedView } from "../../../../src/core/checks/pasted-rules.ts";
import { pastedSigns } from "../../../../src/core/checks/pasted-signs.ts";
import { registrySettings } from "../../../../src/core/windows/registry-settings.ts";
import { readTexts, type PastedDocument } from "../../../../src/core/windows/read-texts.ts";
import { answer, domainFacts, lookup, nothing, srv } from "../../../support/facts.ts";
import { publishedHosts, sample } from "../../../support/paste.ts";

function domain(...args: Parameters<typeof domainFacts>): DiagnosedDomain {
  return { ...domainFacts(...args), sibling: null, nearMisses: [], meant: new Map(), zone: null, views: [] };
}

const documents = (...texts: readonly string[]): readonly PastedDocument[] =>
  readTexts(texts.map((text) => ({ file: "-", text }))).documents;

describe("what a diagnosis saw published", () => {
  test("records, less those that name no host, and owners without any", () => {
    const view = publishedView([
      domain(
        [answer({ records: [srv("kms1.corp.test"), srv("."), srv("kms2.corp.test", { port: 0 })] })],
        [lookup("kms1.corp.test")],
      ),
      domain([nothing("nxdomain")], []),
    ]);
    expect(view.records).toEqual([
      { owner: "_vlmcs._tcp.corp.test", target: "kms1.corp.test", port: 1688, priority: 0 },
    ]);
    expect(view.missing).toEqual(["_vlmcs._tcp.corp.test."]);
  });

  test("where nobody could tell, nothing is missing", () => {
    const view = publishedView([domain([answer({ presence: null, status: "timeout", records: [] })], [])]);
    expect(view).toMatchObject({ records: [], missing: [] });
  });
});

describe("what ties a finding to those of the network", () => {
  const tied = (text: string, ...hosts: readonly string[]) =>
    judgePasted(pastedFacts(documents(text), publishedHosts(...hosts)));

  test("publishing off: the owners without a record", () => {
    const off = sample("slmgr-dlv-host.txt")
      .replace("publishing enabled", "publishing disabled")
      .replace("count: 17", "count: 50");
    expect(tied(off)).toMatchObject([{ owners: ["_vlmcs._tcp.contoso.test."], hosts: [] }]);
  });

  test("a failed publication: its domain", () => {
    expect(tied(sample("events-saved.xml.txt"))[0]).toMatchObject({ owners: ["_vlmcs._tcp.contoso.test."] });
  });

  test("another port: the host, only where it can be no other", () => {
    const moved = sample("slmgr-dlv-host.txt")
      .replace("Port: 1688", "Port: 1700")
      .replace("count: 17", "count: 50");
    expect(tied(moved, "a.test:1688")).toMatchObject([{ hosts: ["a.test:1688"] }]);
    expect(tied(moved, "a.test:1688", "b.test:1688")).toMatchObject([{ hosts: [] }]);
  });

  test("a client's host: that host", () => {
    expect(tied(sample("slmgr-dli-pinned.txt"), "a.test:1688").map(({ hosts }) => hosts)).toEqual([
      ["kms-old.contoso.test:1688"],
      ["kms-old.contoso.test:1688"],
    ]);
  });
});

describe("signs for the ranking of causes", () => {
  const signs = (text: string, view: PublishedView | null = null) => {
    const pasted = documents(text);
    return pastedSigns(pasted, pastedFacts(pasted, view)).map(([sign]) => sign);
  };

  test.each([
    ["slmgr-dlv-all.txt", ["client-activated-by-ad"]],
    ["events-text.txt", ["client-activated-by-ad"]],
    ["events-bare.txt", []],
    ["slmgr-dlv-client.txt", []],
    ["slmgr-dlv-host.txt", []],
    ["events-saved.xml.txt", ["client-clock-skewed"]],
    ["events-wevtutil.txt", []],
  ])("%s", (name, expected) => {
    expect(signs(sample(name))).toEqual(expected);
  });

  test("a key of another kind", () => {
    const retail = documents(sample("slmgr-dlv-client.txt").replace("VOLUME_KMSCLIENT", "RETAIL"));
    expect(pastedSigns(retail, pastedFacts(retail, null))).toEqual([
      ["client-other-channel", "the channel of the key is RETAIL (lines 1-26 of standard input)"],
    ]);
  });

  test("a host that is not licensed; one whose status is not understood says nothing", () => {
    const host = sample("slmgr-dlv-host.txt");
    expect(signs(host.replace("Status: Licensed\n", "Status: Notification\n"))).toEqual([
      "host-not-licensed",
    ]);
    expect(signs(host.replace("Status: Licensed\n", "Status: ???\n"))).toEqual([]);
  });

  test("a remembered host that DNS does not prefer", () => {
    const client = sample("slmgr-dlv-client.txt");
    const view = publishedHosts("kms02.contoso.test:1688", "kms01.contoso.test:1688");
    const later = { ...view, records: view.records.map((record, index) => ({ ...record, priority: index })) };
    expect(signs(client, later)).toEqual(["client-host-cached"]);
    expect(signs(client, view)).toEqual([]);
    expect(signs(client, publishedHosts())).toEqual([]);
    expect(signs(client.replace("caching is enabled", "caching is disabled"), later)).toEqual([]);
  });
});

describe("settings in the registry", () => {
  const key = (values: Record<string, string | number>) =>
    registrySettings({ keys: [{ path: "p", scope: "global", values }], otherKeys: 0 });

  test("of a host, of a client, of neither", () => {
    expect(key({ KeyManagementServiceListeningPort: "1689" })).toMatchObject({
      host: { listeningPort: 1689, dnsPublishing: null },
      clients: [],
    });
    expect(key({ DisableDnsPublishing: 0 })).toMatchObject({
      host: { listeningPort: null, dnsPublishing: true },
    });
    expect(key({ KeyManagementServiceName: "KMS1.a.test" })).toMatchObject({
      host: null,
      clients: [{ host: { name: "kms1.a.test", port: 1688 } }],
    });
    expect(key({ KeyManagementServiceName: "not a name" })).toEqual({ host: null, clients: [] });
    expect(registrySettings({ keys: [], otherKeys: 1 })).toEqual({ host: null, clients: [] });
  });
});
