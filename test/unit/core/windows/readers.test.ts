// What the samples of test/golden/windows do not show: shorter, older and damaged forms of each output.
import { describe, expect, test } from "vitest";
import type { DocumentKind } from "../../../../src/core/windows/document.ts";
import { readDocuments } from "../../../../src/core/windows/read-documents.ts";
import { sample } from "../../../support/paste.ts";

/** The facts of the only document. */
function factsOf(text: string, kind: DocumentKind): Record<string, unknown> {
  const { documents } = readDocuments(text);
  expect(documents.map((each) => each.kind)).toEqual([kind]);
  return documents[0]?.facts as unknown as Record<string, unknown>;
}

const nothing = (text: string): void => {
  expect(readDocuments(text).documents).toEqual([]);
};

const event = (id: number, ...data: readonly string[]): string =>
  `<Event><System><Provider Name="Microsoft-Windows-Security-SPP"/><EventID>${id}</EventID></System><EventData>${data
    .map((each) => `<Data>${each}</Data>`)
    .join("")}</EventData></Event>`;

const dataOf = (text: string): unknown =>
  (factsOf(text, "events-xml")["events"] as { data: unknown }[])[0]?.data;

describe("slmgr", () => {
  test.each([
    ["Unlicensed", "unlicensed"],
    ["Additional grace period (KMS license expired or hardware out of tolerance)", "out-of-tolerance-grace"],
    ["Non-genuine grace period.", "non-genuine-grace"],
    ["Extended grace period", "extended-grace"],
    ["Unknown", "unknown"],
    ["Something new", null],
  ])("License Status %s", (said, state) => {
    const text = sample("slmgr-dli-pinned.txt").replace(
      "License Status: Licensed",
      `License Status: ${said}`,
    );
    expect(factsOf(text, "slmgr-dli-client")).toMatchObject({ licenceState: state, licenceText: said });
  });

  test.each([
    ["RETAIL channel", "RETAIL"],
    ["VOLUME_MAK channel", "VOLUME_MAK"],
    ["OEM_DM channel", "OEM_DM"],
    ["TIMEBASED_EVAL channel", "TIMEBASED_EVAL"],
    ["VIRTUAL_MACHINE_ACTIVATION channel", "VIRTUAL_MACHINE_ACTIVATION"],
  ])("a key of another kind: %s", (said, channel) => {
    const text = `Name: Windows(R), Professional edition\nDescription: Windows(R) Operating System, ${said}\nPartial Product Key: AB12C\nLicense Status: Licensed\n`;
    expect(factsOf(text, "slmgr-dli-other")).toMatchObject({ channel, client: null, host: null });
  });

  test.each(["VOLUME_KMS", "VOLUME_KMS_C", "VOLUME_KMS_2012-R2_WIN10", "VOLUME_KMS_WS22"])(
    "a host's channel %s, cut off in its block",
    (channel) => {
      const text = `Name: Windows(R), ServerStandard edition\nDescription: Windows(R) Operating System, ${channel} channel\nPartial Product Key: AB12C\nLicense Status: Licensed\nKey Management Service is enabled on this computer\n    Current count: 3\n`;
      expect(factsOf(text, "slmgr-dli-host")).toMatchObject({
        channel,
        host: { currentCount: 3, listeningPort: null, dnsPublishing: null, priority: null, requests: null },
      });
    },
  );

  test("Office, by name or by application, also with the ID of one published sample", () => {
    const text = sample("slmgr-dlv-client.txt").replace("Name: Windows(R)", "Name: Office 16");
    for (const id of ["0ff1ce15", "0ff1ce16"]) {
      const office = text.replace(
        "55c92734-d682-4d71-983e-d6ec3f16059f",
        `${id}-a989-479d-af46-f275c6370663`,
      );
      expect(factsOf(office, "slmgr-dlv-client")).toMatchObject({ product: "office" });
    }
  });

  test("a notification reason without its text, in a language that is not known", () => {
    const text = sample("slmgr-dlv-never.txt")
      .replace("License Status: Notification", "Stav licence: Oznámení")
      .replace("Notification Reason: 0xC004F009 (grace time expired).", "Důvod oznámení: 0xC004F056.");
    expect(factsOf(text, "slmgr-dlv-client")).toMatchObject({
      licenceState: "notification",
      licenceText: "Oznámení",
      notificationReason: "0xC004F056",
    });
  });

  test("a status in a language that is not known stays open, and so does a sentence about publishing", () => {
    const text = sample("slmgr-dlv-host-es.txt")
      .replace("con licencia", "xyz")
      .replace("Publicación DNS deshabilitada", "Publicación DNS xyz");
    const { documents, notUnderstood } = readDocuments(text);
    expect(documents[0]?.facts).toMatchObject({
      licenceState: null,
      host: { dnsPublishing: null, currentCount: 17 },
    });
    expect(notUnderstood).toMatchObject([{ lines: [19, 19] }]);
  });

  test("whole numbers are not told apart where their number is unusual", () => {
    const text = sample("slmgr-dlv-host-es.txt").replace(/ {4}Solicitudes con error recibidas: 6\n/, "");
    const { documents, notUnderstood } = readDocuments(text);
    expect(documents[0]?.facts).toMatchObject({
      host: { currentCount: 17, listeningPort: 1689, requests: null },
    });
    expect(notUnderstood).not.toEqual([]);
    const rearms = sample("slmgr-dlv-client-de.txt").replace(
      "Verbleibende SKU-Rearm-Anzahl: 1001",
      "Verbleibende SKU-Rearm-Anzahl: 1001\nX: 1\nY: 2",
    );
    expect(readDocuments(rearms).documents[0]?.facts).toMatchObject({ windowsRearmCount: null });
  });

  test("an AD activation, and a lookup domain, in a language that is not known", () => {
    const ad = sample("slmgr-dlv-all.txt")
      .replace("License Status", "Lizenzstatus")
      .replace("Activation Object name", "Name des Aktivierungsobjekts")
      .replace("AO DN", "DN")
      .replace("AO extended PID", "Erweiterte PID")
      .replace("AO activation ID", "Aktivierungs-ID des Objekts");
    expect(readDocuments(ad).documents[1]?.facts).toMatchObject({
      activeDirectory: {
        dn: expect.stringMatching(/^CN=Act-Obj-1/) as string,
        extendedPid: expect.stringMatching(/^03612/) as string,
        activationId: "31111111-2222-3333-4444-555555555555",
      },
    });
    const pinned = sample("slmgr-dli-pinned.txt")
      .replace("License Status", "Lizenzstatus")
      .replace("Registered KMS SRV record lookup domain", "Registrierte Domäne für SRV-Einträge")
      .replace("Registered KMS machine name", "Registrierter KMS-Computername");
    expect(factsOf(pinned, "slmgr-dli-client")).toMatchObject({
      client: {
        lookupDomain: "emea.contoso.test",
        host: { name: "kms-old.contoso.test", source: "registered" },
      },
    });
  });

  test("an English label that is not known is not guessed, also where a mail client broke the line", () => {
    const text = sample("slmgr-dli-pinned.txt").replace(
      "License Status: Licensed",
      "License Status: Licensed\nNew count: 4",
    );
    const { documents, notUnderstood } = readDocuments(text);
    expect(documents[0]?.facts).toMatchObject({ windowsRearmCount: null });
    expect(notUnderstood).toMatchObject([{ lines: [5, 5] }]);
    const broken = sample("slmgr-dlv-host.txt").replace("out of tolerance: 4", "out of\ntolerance: 4");
    expect(factsOf(broken, "slmgr-dlv-host")).toMatchObject({
      windowsRearmCount: 1000,
      host: { requests: { initialGrace: 29, expired: null, nonGenuine: 0 } },
    });
  });

  test("a part without its head, and a message box", () => {
    const host = sample("slmgr-dlv-host.txt");
    const part = host.slice(host.indexOf("Key Management Service is enabled"));
    expect(factsOf(part, "slmgr-dli-host")).toMatchObject({
      channel: null,
      host: { currentCount: 17, listeningPort: 1688 },
    });
    const client = sample("slmgr-dlv-client.txt");
    expect(factsOf(client.slice(client.indexOf("License Status")), "slmgr-dli-client")).toMatchObject({
      name: null,
      licenceState: "licensed",
      client: { host: { name: "kms01.contoso.test" } },
    });
    const far = `License Status: Licensed\n${"chat\n".repeat(100)}License Status: Unlicensed\n`;
    expect(readDocuments(far).documents.map(({ lines }) => lines)).toEqual([
      [1, 1],
      [102, 102],
    ]);
    expect(factsOf("License Status: Licensed\n", "slmgr-dli-other")).toMatchObject({
      licenceState: "licensed",
    });
    const box = `---------------------------\nWindows Script Host\n---------------------------\n${client}\n---------------------------\nOK   \n---------------------------\n`;
    expect(readDocuments(box)).toMatchObject({
      documents: [{ kind: "slmgr-dlv-client" }],
      notUnderstood: [],
    });
  });

  test("a description without a name above it is no output", () => {
    const text = "Info:\nDescription: b, RETAIL channel\nDescription: b, RETAIL channel";
    expect(readDocuments(text).notUnderstood).toMatchObject([{ lines: [1, 1] }]);
  });

  test("a licence without a key in a language that is not known", () => {
    const text = sample("slmgr-dlv-all.txt").replace(
      "This license is not in use.",
      "Diese Lizenz wird nicht verwendet.",
    );
    expect(readDocuments(text)).toMatchObject({
      documents: [{ kind: "slmgr-unused" }, {}],
      notUnderstood: [],
    });
  });

  test.each(["constructor", "__proto__", "toString"])("a label '%s' is none of slmgr's", (label) => {
    const text = sample("slmgr-dli-pinned.txt").replace(
      "Configured Activation Type: All",
      `${label}: some words`,
    );
    expect(readDocuments(text)).toMatchObject({ documents: [{}], notUnderstood: [{ lines: [6, 6] }] });
  });

  test("a value below its label", () => {
    const text = sample("slmgr-dlv-host.txt").replace("Current count: 17", "Current count: \n17");
    expect(factsOf(text, "slmgr-dlv-host")).toMatchObject({ host: { currentCount: 17 } });
  });

  test.each([
    ["The machine is permanently activated.", "permanent"],
    ["Initial grace period ends 3/2/2026 9:14:07 AM", "grace"],
    ["Windows is in Notification mode", "notification"],
    ["Die Volumenaktivierung läuft ab am 02.03.2026 09:14:07", null],
  ])("/xpr: %s", (sentence, state) => {
    expect(factsOf(`Windows(R), Professional edition:\n    ${sentence}\n`, "slmgr-xpr")).toEqual({
      name: "Windows(R), Professional edition",
      state,
      sentence,
    });
  });

  test.each([
    ["Product activated successfully.", "activated", null],
    ["Error: product not found.", "failed", null],
    [
      "On a computer running Microsoft Windows non-core edition, run 'slui.exe 0x2a 0xC004F038' to display the error text.",
      "failed",
      "0xC004F038",
    ],
    ["El producto se activó.", null, null],
    ["", null, null],
  ])("/ato: %s", (sentence, outcome, code) => {
    const text = `Activating Windows(R) (11111111-2222-3333-4444-555555555555) ...\n${sentence}\n`;
    expect(factsOf(text, "slmgr-ato")).toMatchObject({ outcome, code });
  });

  test("/ao-list: none, a language that is not known, or only a heading", () => {
    expect(factsOf("Activation Objects\n    No objects found\n", "slmgr-ao-list")).toEqual({ objects: [] });
    const german = sample("slmgr-small.txt")
      .split("/ao-list\n")[1]
      ?.replace("Activation Objects\n", "Aktivierungsobjekte\n");
    expect(factsOf(german ?? "", "slmgr-ao-list")).toMatchObject({
      objects: [{ name: "Act-Obj-1", partialProductKey: "AB12C" }],
    });
    nothing("Activation Objects\n\nand so on\n");
    const bare =
      "Activation Objects\n    AO DN: CN=A,CN=Activation Objects,CN=Microsoft SPP,CN=Services\n    odd line\n    AO DN: CN=B,CN=Activation Objects,CN=Microsoft SPP,CN=Services\n";
    expect(factsOf(bare, "slmgr-ao-list")).toMatchObject({
      objects: [{ activationId: null, extendedPid: null, partialProductKey: null }, {}],
    });
  });
});

describe("ospp", () => {
  test("a licence that DNS activated, another state, and lines that are not known", () => {
    const text =
      "SKU ID: 21111111-2222-3333-4444-555555555555\nLICENSE NAME: Office 16\nLICENSE DESCRIPTION: Office 16, RETAIL(Grace) channel\nLICENSE STATUS:  ---LICENSED---\nKMS machine name from DNS: kms01.contoso.test:1688\nKMS machine IP address: 192.0.2.21\nNEW LABEL: 1\nKMS Lookup Domain: Contoso.test\nKMS host caching: Disabled\n";
    const { documents, notUnderstood } = readDocuments(text);
    expect(documents).toMatchObject([
      {
        facts: {
          channel: "RETAIL",
          licenceState: "licensed",
          remainingMinutes: null,
          client: {
            host: { source: "dns" },
            hostAddress: "192.0.2.21",
            lookupDomain: "contoso.test",
            hostCaching: false,
          },
        },
      },
    ]);
    expect(notUnderstood).toMatchObject([{ lines: [7, 7] }]);
    expect(factsOf("LICENSE STATUS: x\nLICENSE NAME: Office\n", "ospp-dstatus")).toMatchObject({
      name: "Office",
      channel: null,
    });
    nothing("PRODUCT ID: 1\nSKU ID: 2\n");
  });
});

describe("events", () => {
  test("12290 as data elements, with and without the joined string", () => {
    const elements = [
      "0x0",
      "5",
      "SRV1",
      "3f0c6f52-0d3a-4d55-9b1e-0a1b2c3d4e5f",
      "2026/3/2 8:15",
      "0",
      "1",
      "100",
      "x",
    ];
    const expected = {
      code: "0x00000000",
      minimumCount: 5,
      machine: "srv1",
      isVirtual: false,
      licenceState: "licensed",
      activationId: null,
    };
    expect(dataOf(event(12290, ...elements))).toMatchObject(expected);
    expect(dataOf(event(12290, "the message", ...elements))).toMatchObject(expected);
  });

  test.each([
    [12288, ["nothing"], null],
    [12289, ["0x0"], null],
    [12291, ["0x80070005"], { code: "0x80070005" }],
    [12293, ["0x8007232D", "Contoso.test."], { code: "0x8007232D", domain: "contoso.test" }],
    [12294, ["contoso.test"], { code: null, domain: "contoso.test" }],
    [12294, [""], null],
    [12308, ["none"], null],
    [
      8198,
      ["hr=0xC004F074", "RuleId=1;SkuId=11111111-2222-3333-4444-555555555555;Trigger=NetworkAvailable"],
      { code: "0xC004F074", trigger: "NetworkAvailable" },
    ],
    [8198, ["?"], null],
    [1014, ["0x80072EE7"], { code: "0x80072EE7" }],
    [903, [], null],
    [
      12289,
      ["0xC004F038, x, 2, 0, many, 120, 10080, soon"],
      { code: "0xC004F038", flags: null, isActivated: null, currentCount: null, clientTime: null },
    ],
    [
      12288,
      ["0x0, 0x0, somewhere, nobody, 1/2/2026 3:04, x, 9, x, x"],
      { host: null, port: null, cmid: null, isVirtual: null, licenceState: null, minimumCount: null },
    ],
  ])("event %i with %j", (id, data, expected) => {
    if (expected === null) expect(dataOf(event(id, ...data))).toBeNull();
    else expect(dataOf(event(id, ...data))).toMatchObject(expected);
  });

  test("entities, CDATA, and a number that is no character", () => {
    const text = event(12293, "0x8007232D", "&#39;a.test&#x27; &amp;lt; &#1114112; &quot;");
    expect(dataOf(text)).toMatchObject({ domain: "a.test" });
    expect(dataOf(event(12294, "<![CDATA['b.test']]>"))).toMatchObject({ domain: "b.test" });
  });

  test("an event that is cut off at a prompt, and one behind it", () => {
    const cut = event(12294, "a.test").split("</Data>")[0] ?? "";
    const { documents } = readDocuments(`${cut}\nC:\\>x\n${event(12294, "b.test")}\n`);
    expect(
      documents.map(
        ({ facts }) =>
          (facts as unknown as { events: { data: { domain: string } }[] }).events[0]?.data.domain,
      ),
    ).toEqual(["a.test", "b.test"]);
  });

  test("XML without events is told as not understood", () => {
    const { documents, notUnderstood } = readDocuments("<Events>\n</Events>\n\ntext\n");
    expect(documents).toEqual([]);
    expect(notUnderstood).toMatchObject(
      [{ lines: [1, 2], why: /markup/ }].map(({ lines }) => ({ lines })).concat([{ lines: [4, 4] }]),
    );
  });

  test("JSON: one object, one cut off, other objects, a time in a value, and hostile depth", () => {
    const one =
      '{"Id": 12294, "Message": "in the \'a.test\' domain", "TimeCreated": {"value": "x", "Value": "2026-03-02T08:11:08Z"}}';
    expect(factsOf(one, "events-json")).toMatchObject({
      events: [{ time: "2026-03-02T08:11:08Z", data: { domain: "a.test" } }],
    });
    expect(factsOf(`[\n${one},\n{"Id": 12294, "Mess`, "events-json")).toMatchObject({ events: [{}] });
    expect(
      factsOf(
        `{"Id": 12294, "Properties": ["b.test", 5, null], "TimeCreated": ${JSON.stringify("9".repeat(80))}}`,
        "events-json",
      ),
    ).toMatchObject({
      events: [{ time: null, data: { domain: "b.test" } }],
      otherEvents: 0,
    });
    expect(factsOf('[{"EventID": 12294, "Source": "Other"}]', "events-json")).toEqual({
      events: [],
      otherEvents: 1,
    });
    expect(factsOf('[{"Id": 12294}, {"bad": }, {"b": "\\""}]', "events-json")).toMatchObject({
      events: [{ data: null, computer: null }],
    });
    nothing(`{"a": 1}`);
    nothing(`[{"a":${"[".repeat(200)}`);
    nothing(`[{}]]]]`);
  });

  test("columns: semicolons, tabs, quotes in fields, and a header without rows", () => {
    const row = '"x ""y"" in the \'a.test\' domain";"12294";"z"';
    expect(factsOf(`"Message";"Id";"LevelDisplayName"\n${row}\n"m";"77";""\n`, "events-csv")).toMatchObject({
      events: [{ time: null, computer: null, data: { domain: "a.test" } }],
      otherEvents: 1,
    });
    const tabs =
      "Level\tDate and Time\tSource\tEvent ID\tTask Category\nError\t3/2/2026 9:00:00 AM\tMicrosoft-Windows-Security-SPP\t12293\tNone\tin the 'b.test' domain 0x8007232D\n";
    expect(factsOf(tabs, "events-csv")).toMatchObject({
      events: [{ data: { domain: "b.test", code: "0x8007232D" } }],
    });
    const short =
      "Level,Date and Time,Source,Event ID,Task Category\nInformation,3/2/2026,Microsoft-Windows-Security-SPP,12294,None\n";
    expect(factsOf(short, "events-csv")).toMatchObject({ events: [{ data: null }] });
    const log =
      "EventID,MachineName,Message,Source,TimeGenerated\n12294,KMS01,\"in the 'c.test' domain\",Software Protection Platform Service,1/2/2026\n";
    expect(factsOf(log, "events-csv")).toMatchObject({
      events: [{ computer: "kms01", time: "1/2/2026", data: { domain: "c.test" } }],
    });
    nothing('"Message","Id"\n');
    nothing("a,b,c,d,e\n1,2,!,x,5\n");
  });

  test("text: another provider, no data, an unknown number, and a second event without a blank line", () => {
    const head = (id: number): string =>
      `Log Name: Application\nSource: Microsoft-Windows-Security-SPP\nDate: 3/2/2026 9:00:00 AM\nEvent ID: ${id}\n`;
    expect(
      factsOf(`${head(12294)}${head(77)}`.replace("\nLog Name", "\nEvent[1]:\nLog Name"), "events-text"),
    ).toMatchObject({ events: [{ id: 12294 }] });
    expect(factsOf(`${head(77)}\n\n\n`, "events-text")).toEqual({ events: [], otherEvents: 1 });
    expect(factsOf("Event[0]:\n  Source: Other\n  Event ID: 12294\n", "events-text")).toEqual({
      events: [],
      otherEvents: 1,
    });
    const localised = head(12294).replace("Event ID", "Identifiant");
    expect(factsOf(localised, "events-text")).toMatchObject({ events: [{ id: 12294, data: null }] });
  });

  test("two lines of fields below each other are two events", () => {
    const line = "0x00000000, 0x00000000, 1, 0, 27, 120, 10080, 2026/03/02 10:12";
    expect(factsOf(`${line}\n${line}\n`, "events-text")).toMatchObject({
      events: [{ id: 12289 }, { id: 12289 }],
    });
  });
});

describe("answers of DNS", () => {
  test("nslookup on Unix, and its errors", () => {
    const head = "Server:\t\t127.0.0.53\nAddress:\t127.0.0.53#53\n\n";
    expect(factsOf(`${head}_vlmcs._tcp.a.test\tservice = 0 5 1688 KMS1.a.test.\n`, "nslookup")).toMatchObject(
      {
        serverAddress: "127.0.0.53",
        outcome: "found",
        records: [{ owner: "_vlmcs._tcp.a.test", weight: 5, port: 1688, target: "kms1.a.test" }],
      },
    );
    expect(factsOf(`${head}** server can't find _vlmcs._tcp.a.test: NXDOMAIN\n`, "nslookup")).toMatchObject({
      outcome: "nxdomain",
      question: "_vlmcs._tcp.a.test",
    });
    expect(factsOf("** server can't find _vlmcs._tcp.a.test: SERVFAIL\n", "nslookup")).toMatchObject({
      outcome: "failed",
      server: null,
    });
    expect(factsOf("*** Can't find _vlmcs._tcp.a.test: No answer\n", "nslookup")).toMatchObject({
      outcome: "nodata",
    });
    nothing("Server: what\nis this\n");
  });

  test("a record without all of its lines is left out; lines between are listed", () => {
    const text =
      "_vlmcs._tcp.a.test SRV service location:\n\n   port = 1688\nwhat is this?\n   svr hostname = kms1.a.test\n";
    const { documents, notUnderstood } = readDocuments(text);
    expect(documents).toMatchObject([{ facts: { records: [], outcome: "found" } }]);
    expect(notUnderstood).toMatchObject([{ lines: [4, 4] }]);
  });

  test("Resolve-DnsName: errors of both generations, a name that is too long for the window", () => {
    expect(
      factsOf("Resolve-DnsName: _vlmcs._tcp.a.test : DNS name does not exist.\n", "resolve-dnsname"),
    ).toMatchObject({ outcome: "nxdomain" });
    expect(
      factsOf("Resolve-DnsName : a.test : No records found for given DNS query\n", "resolve-dnsname"),
    ).toMatchObject({ outcome: "nodata" });
    expect(factsOf("Resolve-DnsName : a.test : timeout\n", "resolve-dnsname")).toMatchObject({
      outcome: "failed",
      records: [],
    });
    nothing(
      "Name Type TTL Section NameTarget Priority Weight Port\n---- ---- --- ------- ---------- -------- ------ ----\n_vlmcs._tcp.a.test SRV 3600 Answer kms1.a.te... 0 0 1688\n",
    );
  });
});

describe("reachability", () => {
  test("Test-NetConnection that failed, or was cut off", () => {
    const text =
      "ComputerName           : kms1.a.test\nRemoteAddress          : 192.0.2.21\nRemotePort             : 1688\nPingSucceeded          : True\nTcpTestSucceeded       : False\n";
    expect(factsOf(text, "test-netconnection")).toEqual({
      computer: "kms1.a.test",
      address: "192.0.2.21",
      port: 1688,
      isOpen: false,
    });
    expect(factsOf("ComputerName : \nRemoteAddress : x\n", "test-netconnection")).toEqual({
      computer: null,
      address: null,
      port: null,
      isOpen: null,
    });
  });

  test("portqry: every state, without the head, and without a result", () => {
    const line = (state: string): string => `TCP port 1688 (unknown service): ${state}\n`;
    for (const [said, state] of [
      ["LISTENING", "listening"],
      ["NOT LISTENING", "not-listening"],
    ] as const)
      expect(factsOf(`result\n${line(said)}`, "portqry")).toEqual({
        target: null,
        address: null,
        ports: [{ protocol: "tcp", port: 1688, state }],
      });
    expect(
      factsOf(
        "Querying target system called:\n kms1\nUDP port 53 (domain service): LISTENING or FILTERED\nsomething else\n",
        "portqry",
      ),
    ).toMatchObject({
      target: "kms1",
      ports: [{ protocol: "udp", port: 53, state: "listening-or-filtered" }],
    });
    nothing("Querying target system called:\n kms1\n");
  });

  test("dcdiag: only the lines of dots, or nothing that tells", () => {
    const text =
      "Directory Server Diagnosis\nDoing things\n   ......................... dc01 passed test Connectivity\n";
    expect(factsOf(text, "dcdiag-dns")).toEqual({
      servers: [],
      tests: [{ subject: "dc01", test: "Connectivity", isPassed: true }],
    });
    nothing("Directory Server Diagnosis\n\nnothing\n");
  });
});

describe("registry exports", () => {
  const SPP =
    "HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion\\SoftwareProtectionPlatform";

  test("other keys only, a deleted key, comments, defaults, and text that is no value", () => {
    const text = `REGEDIT4\n; note\n[HKEY_X]\n@="a"\n[-${SPP}]\n"A"="b"\n\nbye\n`;
    expect(factsOf(text, "registry")).toEqual({ keys: [], otherKeys: 2 });
    nothing("Windows Registry Editor Version 5.00\n\nno keys\n");
  });

  test("values of every kind, those of one licence, and backslashes", () => {
    const text = `[${SPP}\\55c92734-d682-4d71-983e-d6ec3f16059f\\11111111-2222-3333-4444-555555555555]\n"VLActivationType"=dword:00000002\n"Path"="C:\\\\x"\n"E"=hex(2):41,00,00,00\n"F"=hex(2):\n"__proto__"=dword:00000001\n\nC:\\>x\n`;
    const { keys } = factsOf(text, "registry") as { keys: { values: Record<string, unknown> }[] };
    expect(keys).toMatchObject([
      { scope: "licence", values: { VLActivationType: 2, Path: "C:\\x", E: "A", F: "" } },
    ]);
    expect(Object.keys(keys[0]?.values ?? {})).toContain("__proto__");
  });
});
