import { describe, expect, test } from "vitest";
import { pastedFindings, publishedHosts, sample } from "../../../support/paste.ts";

const ids = (...args: Parameters<typeof pastedFindings>): readonly string[] =>
  pastedFindings(...args).map(({ id }) => id);

const HOST = sample("slmgr-dlv-host.txt");
const CLIENT = sample("slmgr-dlv-client.txt");
const PINNED = sample("slmgr-dli-pinned.txt");
const FULL = HOST.replace("Current count: 17", "Current count: 50");

describe("counts", () => {
  test.each([
    [25, []],
    [24, ["count-below-threshold"]],
    [5, ["count-below-threshold"]],
    [0, ["count-below-threshold"]],
  ])("a host with a count of %i", (count, expected) => {
    expect(ids([HOST.replace("Current count: 17", `Current count: ${count}`)])).toEqual(expected);
  });

  test("between the thresholds servers are activated, below both nobody is", () => {
    expect(pastedFindings([HOST])[0]?.title).toMatch(/17: servers are activated, clients/);
    expect(pastedFindings([HOST.replace("count: 17", "count: 4")])[0]?.title).toMatch(/neither/);
  });

  test("Office needs five", () => {
    const office = (count: number): string =>
      HOST.replace("count: 17", `count: ${count}`)
        .replace("55c92734-d682-4d71-983e-d6ec3f16059f", "0ff1ce15-a989-479d-af46-f275c6370663")
        .replace("Name: Windows(R)", "Name: Office 16");
    expect(ids([office(5)])).toEqual([]);
    expect(ids([office(4)])).toEqual(["count-below-threshold"]);
  });

  test("a client that a host answered with too low a count says so, with what its product needs", () => {
    const [finding] = pastedFindings([sample("events-powershell.json.txt")]);
    expect(finding).toMatchObject({ id: "count-below-threshold", subject: "pc-0107.contoso.test" });
    expect(finding?.title).toContain("17");
    expect(finding?.detail).toContain("needs 25");
    const refused = "0xC004F038, 0x00000000, 0, 0, 3, 120, 10080, 2026/03/02 08:11";
    expect(ids([refused])).toEqual(["count-below-threshold"]);
  });

  test("an activated client says nothing", () => {
    expect(ids([sample("events-format-list.txt")])).toEqual([]);
  });

  test("one CMID under two names in the host's log", () => {
    const [finding] = pastedFindings([sample("events-wevtutil.txt")]);
    expect(finding).toMatchObject({ id: "cmid-shared", subject: "3f0c6f52-0d3a-4d55-9b1e-0a1b2c3d4e5f" });
    expect(finding?.detail).toContain("pc-0107.contoso.test, pc-0108.contoso.test");
  });

  test("one CMID under one name, twice, is a renewal", () => {
    const twice = sample("events-wevtutil.txt").replaceAll("pc-0108", "pc-0107");
    expect(ids([twice])).toEqual([]);
  });
});

describe("what a host says about itself", () => {
  const off = FULL.replace("DNS publishing enabled", "DNS publishing disabled");

  test("publishing switched off", () => {
    expect(pastedFindings([off])).toMatchObject([{ id: "host-publishing-off", severity: "warning" }]);
    expect(ids([off], publishedHosts("kms01.contoso.test:1688"))).toEqual(["host-publishing-off"]);
  });

  test("publishing switched off where the record is missing is an error", () => {
    const [finding] = pastedFindings([off], publishedHosts());
    expect(finding).toMatchObject({ id: "host-publishing-off", severity: "error" });
    expect(finding?.evidence[1]).toContain("_vlmcs._tcp.contoso.test.");
  });

  test("a port that no record names", () => {
    const moved = FULL.replace("Listening on Port: 1688", "Listening on Port: 1689");
    expect(ids([moved])).toEqual([]);
    expect(pastedFindings([moved], publishedHosts("kms01.contoso.test:1688"))).toMatchObject([
      { id: "host-port-mismatch", severity: "error", subject: "kms01.contoso.test:1688" },
    ]);
    const two = publishedHosts("kms01.contoso.test:1688", "kms02.contoso.test:1690");
    expect(pastedFindings([moved], two)[0]?.title).toContain("1688 and 1690");
    expect(pastedFindings([moved], two)[0]?.subject).toMatch(/^slmgr-dlv-host at lines/);
    expect(ids([moved], publishedHosts("a.test:1688", "b.test:1689"))).toEqual([]);
    expect(ids([moved], publishedHosts())).toEqual([]);
  });

  test("the record may stand in a pasted answer of DNS", () => {
    const moved = FULL.replace("Listening on Port: 1688", "Listening on Port: 1700");
    expect(ids([moved, sample("network.txt")])).toEqual(["host-port-mismatch"]);
  });

  test("the registry tells the same", () => {
    const view = publishedHosts("kms-old.contoso.test:1688", "kms-win.contoso.test:1688");
    expect(ids([sample("registry.reg.txt")], view)).toEqual([
      "host-publishing-off",
      "host-port-mismatch",
      "client-hosts-pinned",
      "client-hosts-pinned",
    ]);
  });

  test("a failed publication, with the meaning of its code, unless a later one worked", () => {
    const failed = sample("events-saved.xml.txt");
    const [finding] = pastedFindings([failed]);
    expect(finding).toMatchObject({ id: "publish-failed-event", subject: "contoso.test" });
    expect(finding?.detail).toMatch(/^0x80072338: /);
    expect(finding?.remedy).toContain("kms-doctor update-policy contoso.test");
    const event = (id: number, time: string): string =>
      `<Event><System><Provider Name='Microsoft-Windows-Security-SPP'/><EventID>${id}</EventID><TimeCreated SystemTime='${time}'/></System><EventData><Data>contoso.test</Data></EventData></Event>`;
    expect(ids([failed, event(12294, "2026-03-02T10:00:00Z")])).toEqual([]);
    expect(ids([failed, event(12294, "2026-03-02T08:00:00Z")])).toEqual(["publish-failed-event"]);
    expect(ids([failed, event(12294, "2.3.2026 10:00")])).toEqual(["publish-failed-event"]);
    const bare = event(12293, "2026-03-02T08:00:00Z").replace("contoso.test", "0x8007232D");
    expect(pastedFindings([bare])[0]?.remedy[0]).toBe("kms-doctor update-policy DOMAIN");
  });
});

describe("the host that clients use", () => {
  test("published: nothing; pinned to it: a note", () => {
    expect(ids([CLIENT], publishedHosts("kms01.contoso.test:1688"))).toEqual([]);
    expect(ids([CLIENT])).toEqual([]);
    expect(ids([PINNED])).toEqual(["client-hosts-pinned"]);
    expect(ids([PINNED], publishedHosts("kms-old.contoso.test:1688"))).toEqual(["client-hosts-pinned"]);
  });

  test("not published: one finding, whether pinned or remembered, for all clients of that host", () => {
    const live = publishedHosts("kms02.contoso.test:1688");
    expect(pastedFindings([PINNED, PINNED], live)).toMatchObject([
      {
        id: "client-wrong-host",
        subject: "kms-old.contoso.test:1688",
        remedy: [expect.stringContaining("/ckms") as string],
      },
    ]);
    expect(pastedFindings([PINNED, PINNED], live)[0]?.evidence).toHaveLength(3);
    expect(pastedFindings([CLIENT], live)).toMatchObject([
      { id: "client-wrong-host", remedy: [expect.stringContaining("/ckhc") as string] },
    ]);
  });

  test("where nothing is published, nobody can say that it is the wrong one", () => {
    expect(ids([PINNED], publishedHosts())).toEqual(["client-hosts-pinned"]);
  });

  test("Office's own pin", () => {
    expect(pastedFindings([sample("ospp-dstatus.txt")])).toMatchObject([
      { id: "client-hosts-pinned", subject: "kms-office.contoso.test:1689" },
    ]);
  });

  test("virtual machines in Azure are pinned to Microsoft's hosts, as they should be", () => {
    for (const host of ["azkms.core.windows.net", "kms.core.windows.net"])
      expect(
        ids([PINNED.replaceAll("kms-old.contoso.test", host)], publishedHosts("kms02.contoso.test:1688")),
      ).toEqual([]);
  });
});

describe("suffixes of a pasted ipconfig", () => {
  const IPCONFIG = sample("network.txt").split("C:\\>ipconfig /all\n")[1]?.split("C:\\>")[0] ?? "";
  const bare = IPCONFIG.replaceAll(/ : (?:emea\.)?contoso\.test\n(?: {20,}emea\.contoso\.test\n)?/g, " :\n");

  test("none at all: the client asks nothing", () => {
    expect(bare).not.toContain("contoso");
    expect(ids([bare])).toEqual(["suffix-none"]);
  });

  test("any: nothing to say", () => {
    expect(ids([IPCONFIG])).toEqual([]);
  });
});
