// Whatever the language and the form of the lines: what slmgr and an event hold is read as it was written.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fieldOfLabel } from "../../src/core/windows/slmgr-labels.ts";
import { readDocuments } from "../../src/core/windows/read-documents.ts";

/** A label in no language, or in any. */
const LETTERS = Array.from("aeiounrstldkmäöüßéñçłšžабвгдежзклмн许可证状态激活计算机服务ライセンスαβγδ");
const word = fc
  .string({ unit: fc.constantFrom(...LETTERS), minLength: 3, maxLength: 24 })
  .filter((letters) => fieldOfLabel(letters) === undefined);
const labels = fc.uniqueArray(word, { minLength: 30, maxLength: 30 });
const colon = fc.constantFrom(": ", " : ", "：", ":\u00a0", "\u00a0: ");
const guid = fc.uuid();
const name = fc
  .array(fc.stringMatching(/^[a-z][a-z0-9]{0,8}$/), { minLength: 2, maxLength: 4 })
  .map((parts) => parts.join("."));
const count = fc.integer({ min: 0, max: 999 });
const port = fc.integer({ min: 1, max: 65_535 });

const WINDOWS = "55c92734-d682-4d71-983e-d6ec3f16059f";
const PID = "03612-03294-000-000000-03-1033-22621.0000-0602026";

function head(label: (index: number) => string, channel: string, id: string): readonly string[] {
  return [
    `${label(0)}10.0.22621.1`,
    "",
    `${label(1)}Windows(R), Enterprise edition`,
    `${label(2)}Windows(R) Operating System, ${channel} channel`,
    `${label(3)}${id}`,
    `${label(4)}${WINDOWS}`,
    `${label(5)}${PID}`,
    `${label(6)}Volume:GVLK`,
    `${label(7)}${"0".repeat(63)}`,
    `${label(8)}AB12C`,
  ];
}

describe("slmgr /dlv in languages that nobody knows", () => {
  test("a client", () => {
    fc.assert(
      fc.property(
        labels,
        colon,
        guid,
        guid,
        name,
        port,
        count,
        (names, between, id, cmid, host, at, minutes) => {
          const labelAt = (index: number): string => `${names[index] ?? ""}${between}`;
          const text = [
            ...head(labelAt, "VOLUME_KMSCLIENT", id),
            `${labelAt(9)}${names[10] ?? ""}`,
            `${labelAt(11)}${minutes} ${names[12] ?? ""} (${minutes % 100} ${names[13] ?? ""})`,
            `${labelAt(14)}1000`,
            `${labelAt(15)}1001`,
            names[16],
            `    ${names[17] ?? ""} (CMID)${between}${cmid}`,
            `    ${names[18] ?? ""} DNS${between}${host}:${at}`,
            `    ${labelAt(19)}192.0.2.21`,
            `    ${labelAt(20)}${PID}`,
            `    ${labelAt(21)}120 ${names[22] ?? ""}`,
            `    ${labelAt(23)}10080 ${names[22] ?? ""}`,
          ].join("\n");
          expect(readDocuments(text).documents).toMatchObject([
            {
              kind: "slmgr-dlv-client",
              facts: {
                activationId: id,
                applicationId: WINDOWS,
                extendedPid: PID,
                partialProductKey: "AB12C",
                licenceText: names[10],
                remainingMinutes: minutes,
                windowsRearmCount: 1000,
                skuRearmCount: 1001,
                client: {
                  cmid,
                  host: { name: host, port: at, source: "dns" },
                  hostAddress: "192.0.2.21",
                  hostExtendedPid: PID,
                  activationIntervalMinutes: 120,
                  renewalIntervalMinutes: 10_080,
                },
              },
            },
          ]);
        },
      ),
    );
  });

  test("a host", () => {
    const requests = fc.array(count, { minLength: 8, maxLength: 8 });
    fc.assert(
      fc.property(labels, colon, guid, port, count, requests, (names, between, id, at, current, numbers) => {
        const labelAt = (index: number): string => `${names[index] ?? ""}${between}`;
        const text = [
          ...head(labelAt, "VOLUME_KMS_WS22", id),
          `${labelAt(9)}${names[10] ?? ""}`,
          `${labelAt(11)}1000`,
          `${labelAt(12)}1001`,
          "",
          names[13],
          `    ${labelAt(14)}${current}`,
          `    ${labelAt(15)}${at}`,
          `    DNS ${names[16] ?? ""}`,
          `    ${labelAt(17)}Normal`,
          "",
          names[18],
          ...numbers.map((number, index) => `    ${labelAt(19 + index)}${number}`),
        ].join("\n");
        const [total, failed, unlicensed, licensed, initialGrace, expired, nonGenuine, notification] =
          numbers;
        expect(readDocuments(text).documents).toMatchObject([
          {
            kind: "slmgr-dlv-host",
            facts: {
              host: {
                currentCount: current,
                listeningPort: at,
                dnsPublishing: null,
                priority: "normal",
                requests: {
                  total,
                  failed,
                  unlicensed,
                  licensed,
                  initialGrace,
                  expired,
                  nonGenuine,
                  notification,
                },
              },
            },
          },
        ]);
      }),
    );
  });
});

describe("a request in the host's log", () => {
  test("is the same in XML, JSON, CSV and bare", () => {
    fc.assert(
      fc.property(name, guid, guid, count, (machine, cmid, id, minutes) => {
        const fields = `0x0,25,${machine},${cmid},2026/3/2 8:11,1,2,${minutes},${id}`;
        const provider = "Microsoft-Windows-Security-SPP";
        const forms = [
          fields,
          `<Event><System><Provider Name='${provider}'/><EventID>12290</EventID></System><EventData><Data>${fields}</Data></EventData></Event>`,
          JSON.stringify([
            { Id: 12290, ProviderName: provider, Message: `An activation request.\r\nInfo:\r\n${fields}` },
          ]),
          `"Message","Id","ProviderName"\n"An activation request.\nInfo:\n${fields}","12290","${provider}"\n`,
        ];
        for (const form of forms)
          expect(readDocuments(form).documents).toMatchObject([
            {
              facts: {
                events: [
                  {
                    id: 12290,
                    data: { machine, cmid, minutesToExpiration: minutes, activationId: id, minimumCount: 25 },
                  },
                ],
              },
            },
          ]);
      }),
    );
  });
});

describe("any text", () => {
  test("every line is in a document, or listed, or says nothing", () => {
    const line = fc.oneof(
      fc.string({ unit: "grapheme", maxLength: 40 }),
      fc.constantFrom(
        "",
        "C:\\>dir",
        "Name: a",
        "Description: b, RETAIL channel",
        "Info:",
        "[{",
        "<Event >",
        "License Status: Licensed",
      ),
    );
    fc.assert(
      fc.property(fc.array(line, { maxLength: 30 }), (all) => {
        const text = all.join("\n");
        const { documents, notUnderstood } = readDocuments(text);
        const ranges = [...documents, ...notUnderstood].map(({ lines }) => lines);
        for (const [index, each] of text.split(/\r\n|\n|\r/).entries()) {
          const isTold = ranges.some(([first, last]) => first <= index + 1 && index + 1 <= last);
          const isNothing =
            /^[\s\u200e\u200f\ufeff]*$|^C:|^\s*[-=_*]{3,}\s*$|^\s*>>|^\s*(?:PS|[A-Za-z]:\\).*>|^OK$/.test(
              each,
            );
          if (!isTold && !isNothing) throw new Error(`line ${index + 1} is lost: ${JSON.stringify(each)}`);
        }
      }),
    );
  });
});
