// The edits of `zone-file` judged by programs that read zone files for a living: named-checkzone (BIND) and kzonecheck (Knot).
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import { describeWithPeers } from "../support/peer.ts";
import { edited, type WishWords } from "../support/zone-edit.ts";
import { zoneTexts } from "../support/zone-texts.ts";

const folder = mkdtempSync(path.join(tmpdir(), "kms-doctor-judges-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** All records of the zone in BIND's own words, but for the SOA; throws where a program does not take the text. */
function judged(text: string): { readonly srv: readonly string[]; readonly others: readonly string[] } {
  const file = path.join(folder, "corp.test.zone");
  writeFileSync(file, text, "latin1");
  // Knot takes no CRLF.
  const unixFile = path.join(folder, "unix.zone");
  writeFileSync(unixFile, text.replaceAll("\r\n", "\n"), "latin1");
  execFileSync("kzonecheck", ["-o", "corp.test", unixFile], { stdio: "pipe" });
  const dump = execFileSync("named-checkzone", ["-i", "local", "-D", "-o", "-", "corp.test", file], {
    stdio: "pipe",
    encoding: "latin1",
  });
  const lines = dump
    .split("\n")
    .filter((line) => line.includes(" IN "))
    .map((line) => line.replaceAll(/\s+/g, " ").toLowerCase());
  const isSrv = (line: string): boolean => /^_vlmcs\._tcp\.corp\.test\. \d+ in srv /.test(line);
  return {
    srv: lines.filter(isSrv).sort(),
    others: lines.filter((line) => !isSrv(line) && !line.includes(" in soa ")).sort(),
  };
}

const line = (priority: number, host: string, ttl = 3600): string =>
  `_vlmcs._tcp.corp.test. ${ttl} in srv ${priority} 0 1688 ${host}.corp.test.`;

describeWithPeers("edits judged by BIND and Knot", ["named-checkzone", "kzonecheck"], () => {
  const check = (property: (text: string) => void, numRuns: number): void =>
    fc.assert(fc.property(zoneTexts, property), { numRuns });

  test("an added record is the only difference, and removing it restores the bytes but for the serial", () => {
    check((text) => {
      const before = judged(text);
      const added = edited(text);
      const after = judged(added);
      expect(after.others).toEqual(before.others);
      expect(after.srv).toEqual([...before.srv, line(0, "kms9")].sort());
      const restored = edited(added, { remove: true });
      expect(withoutSerial(restored)).toBe(withoutSerial(text));
    }, 60);
  });

  test("a record with another priority is replaced, whatever else the set has", () => {
    check((text) => {
      const before = judged(text);
      const words: WishWords = { host: "kms2.corp.test", priority: 7 };
      const after = judged(edited(text, words));
      const others = before.srv.filter((each) => !each.endsWith(" 1688 kms2.corp.test."));
      expect(after.srv).toEqual([...others, line(7, "kms2")].sort());
      expect(after.others).toEqual(before.others);
    }, 40);
  });

  test("removing takes the records of one host, and the lines below keep their owners", () => {
    check((text) => {
      const before = judged(text);
      const after = judged(edited(text, { host: "kms1.corp.test", remove: true }));
      expect(after.srv).toEqual(before.srv.filter((each) => !each.endsWith(" 1688 kms1.corp.test.")));
      expect(after.others).toEqual(before.others);
    }, 40);
  });

  test("--ttl changes the whole set and nothing else", () => {
    check((text) => {
      const before = judged(text);
      const after = judged(edited(text, { ttlSeconds: 77 }));
      const retimed = before.srv.map((each) => each.replace(" 3600 in srv", " 77 in srv"));
      expect(after.srv).toEqual([...retimed, line(0, "kms9", 77)].sort());
      expect(after.others).toEqual(before.others);
    }, 40);
  });
});

/** The serial stands behind the two names of the SOA record. */
function withoutSerial(text: string): string {
  return text.replace(/(SOA[^;]*?hostmaster\S*[\s(]+)\d+/, "$1SERIAL");
}
