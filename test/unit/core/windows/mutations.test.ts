// The same output, as consoles, mails and screenshots change it: what is read must stay the same.
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { readDocuments } from "../../../../src/core/windows/read-documents.ts";

const FOLDER = fileURLToPath(new URL("../../../golden/windows/", import.meta.url));
const sample = (name: string): string => readFileSync(path.join(FOLDER, name), "utf8");
const SLMGR = readdirSync(FOLDER).filter((file) => /^slmgr-.*\.txt$/.test(file));
const ALL = readdirSync(FOLDER).filter((file) => file.endsWith(".txt"));

/** Facts without the numbers of lines. */
const factsOf = (text: string): readonly object[] =>
  readDocuments(text).documents.map(({ kind, facts }) => ({ kind, facts }));

describe("line ends", () => {
  test.each(ALL)("%s with CRLF, and with CR alone", (name) => {
    const text = sample(name);
    expect(factsOf(text.replaceAll("\n", "\r\n"))).toEqual(factsOf(text));
    expect(factsOf(text.replaceAll("\n", "\r"))).toEqual(factsOf(text));
  });
});

/** As a console of that width breaks lines. */
function wrapAt(width: number, text: string): string {
  const pieces = (line: string): string =>
    line.length <= width ? line : `${line.slice(0, width)}\n${pieces(line.slice(width))}`;
  return text.split("\n").map(pieces).join("\n");
}

describe("wrapped consoles", () => {
  test.each(["slmgr-dlv-client.txt", "slmgr-dlv-host.txt", "slmgr-dlv-all.txt", "slmgr-small.txt"])(
    "%s at 80 columns",
    (name) => {
      expect(factsOf(wrapAt(80, sample(name)))).toEqual(factsOf(sample(name)));
    },
  );

  test("a wrapped event in XML is whole again, and the numbers of its lines are those of the text", () => {
    const text = wrapAt(120, sample("events-wevtutil.txt"));
    expect(factsOf(text)).toEqual(factsOf(sample("events-wevtutil.txt")));
    expect(readDocuments(text).documents[0]?.lines).toEqual([2, text.trimEnd().split("\n").length]);
  });
});

describe("blanks", () => {
  test.each(SLMGR)("%s with no-break spaces, trailing blanks and marks of direction", (name) => {
    const text = sample(name);
    const changed = text
      .split("\n")
      .map((line) =>
        line === "" ? line : `${line.replaceAll(": ", ":\u00a0").replace("/2026", "/\u200e2026")}   `,
      )
      .join("\n");
    expect(factsOf(changed)).toEqual(factsOf(text));
  });

  test("full-width colons", () => {
    const text = sample("slmgr-dlv-client.txt");
    expect(factsOf(text.replaceAll(/^(\s*[A-Z][\w ()]+): /gm, "$1："))).toEqual(factsOf(text));
  });

  test("a paste that lost its indentation", () => {
    for (const name of ["slmgr-dlv-host.txt", "slmgr-dlv-client.txt", "slmgr-dlv-host-es.txt"])
      expect(factsOf(sample(name).replaceAll(/^ +/gm, ""))).toEqual(factsOf(sample(name)));
  });
});

describe("slips of text recognition in codes", () => {
  test("O for 0, l and I for 1, where nothing else can be meant", () => {
    const text = sample("slmgr-small.txt");
    expect(factsOf(text.replace("0xC004F074", "OxCOO4FO74"))[1]).toMatchObject({
      facts: { code: "0xC004F074" },
    });
    const client = sample("slmgr-dlv-client.txt");
    const slipped = client.replace(
      "3f0c6f52-0d3a-4d55-9b1e-0a1b2c3d4e5f",
      "3fOc6f52-Od3a-4d55-9ble-OaIb2c3d4e5f",
    );
    expect(factsOf(slipped)).toEqual(factsOf(client));
  });

  test("words and other numbers stay as they are", () => {
    const read = readDocuments("Oil is no code, nor is 0xO or Ill-00l1-lO0l.");
    expect(read.documents).toEqual([]);
    expect(read.notUnderstood).toHaveLength(1);
  });
});

describe("several documents in one paste", () => {
  test("all samples after one another, with chatter between", () => {
    const chat = "\n\nThanks for looking into this, here is more\n\n";
    const together = ALL.map(sample).join(chat);
    const apart = ALL.flatMap((name) => factsOf(sample(name)));
    const read = readDocuments(together);
    expect(read.documents.map(({ kind }) => kind)).toEqual(
      apart.map((each) => (each as { kind: string }).kind),
    );
    expect(read.documents.map(({ facts }) => facts)).toEqual(
      apart.map((each) => (each as { facts: object }).facts),
    );
  });

  test("the ranges of documents do not overlap and lie in the text", () => {
    const text = ALL.map(sample).join("\n");
    const { documents, notUnderstood } = readDocuments(text);
    let last = 0;
    for (const { lines } of documents) {
      expect(lines[0]).toBeGreaterThan(last);
      expect(lines[1]).toBeGreaterThanOrEqual(lines[0]);
      last = lines[1];
    }
    const count = text.split("\n").length;
    for (const { lines } of [...documents, ...notUnderstood]) expect(lines[1]).toBeLessThanOrEqual(count);
  });
});

describe("hostile text", () => {
  test.each([
    ["10 MB of spaces", " ".repeat(10_000_000)],
    ["many empty lines", "\n".repeat(300_000)],
    ["one line of brackets", "[{".repeat(300_000)],
    ["lines of brackets", '{"\n'.repeat(60_000)],
    ["events that never end", "<Event \n".repeat(60_000)],
    ["roots that hold nothing", "<Events>\n".repeat(60_000)],
    ["headings without a list", "Activation Objects\n".repeat(60_000)],
    ["quotes that never end", `"Id","Message"\n${'1,"\n'.repeat(30_000)}`],
    ["labels", "a: b\n".repeat(60_000)],
    ["blocks of slmgr", "Name: x\nDescription: a, RETAIL channel\n".repeat(30_000)],
    ["one block with many lines", `Name: x\nDescription: a, RETAIL channel\n${"x y z\n".repeat(60_000)}`],
    ["heads of events", "Event[0]:\n".repeat(60_000)],
    ["keys of the registry", "[HKEY_LOCAL_MACHINE\\x\\CurrentVersion\\SL]\n".repeat(30_000)],
    ["values that go on", `REGEDIT4\n[HKEY_X]\n"a"=hex:\\\n${"  01,\\\n".repeat(50_000)}`],
    ["dotted labels", "  a . . . : b\n".repeat(50_000)],
    ["records of nslookup", "a SRV service location:\n".repeat(30_000)],
    ["a long line with colons", ":".repeat(5_000_000)],
    ["a long code", `0x${"0".repeat(5_000_000)}`],
  ])("%s ends soon", (_name, text) => {
    expect(readDocuments(text)).toBeDefined();
    // Were it not linear, the deadline of the test would end it.
  });

  test("control characters are escaped, wherever they stand", () => {
    const read = readDocuments(
      'Windows(R), \u001b[31mred edition:\n    The machine is permanently activated.\n{"Id": 12294, "MachineName": "a\\u001b[31m\\u009b"}\n',
    );
    const text = JSON.stringify(read);
    expect(read.documents).toHaveLength(2);
    expect(text).not.toMatch(/\\u001b|\u009b/);
    expect(text).toContain("\\\\x1b[31m");
  });
});
