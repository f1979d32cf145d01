import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { escapeHtml } from "../../../../src/cli/faces/html/escape-html.ts";
import { renderHtml } from "../../../../src/cli/faces/html/render-html.ts";
import type { RunState } from "../../../../src/core/run/fold.ts";
import {
  builtRun,
  domainEvents,
  finding,
  hostileFinding,
  HOSTILE,
  manyDomains,
  manyTargets,
  policy,
  policyEvents,
  symptomEvents,
  unknownDomain,
} from "./built-run.ts";

const TAGS =
  /^(!doctype|html|head|meta|title|style|body|main|h[1-4]|p|div|strong|figure|figcaption|svg|g|path|rect|circle|text|article|span|code|ul|li|table|thead|tbody|tr|th|td)$/;
const ATTRIBUTES =
  /^(lang|charset|http-equiv|content|name|class|viewbox|role|aria-label|aria-hidden|transform|x|y|width|height|rx|r|d|scope|data-head|html)$/;

const html = (state: RunState): string => [...renderHtml(state)].join("");

/** Reads tags as a browser's tokenizer does, and gives what is not on the list. */
function strangers(text: string): readonly string[] {
  const body = text.replace(/<style>[\s\S]*?<\/style>/, "");
  return [...body.matchAll(/<(\/?[^\s>/]*)((?:[^>"']|"[^"]*"|'[^']*')*)>/g)].flatMap(
    ([, tag = "", rest = ""]) => [
      ...(TAGS.test(tag.replace("/", "").toLowerCase()) ? [] : [tag]),
      ...[...rest.matchAll(/([^\s=/"']+)(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'>]+))?/g)]
        .map(([, attribute = ""]) => attribute)
        .filter((attribute) => !ATTRIBUTES.test(attribute.toLowerCase())),
    ],
  );
}

describe("the HTML report", () => {
  test.each(HOSTILE)("%j stays text", (text) => {
    const state = builtRun({
      events: [...domainEvents(text), ...symptomEvents(text)],
      findings: [hostileFinding(text)],
    });
    const report = html(state);
    expect(strangers(report)).toEqual([]);
    expect(report).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\u200b]/);
    expect(report.isWellFormed()).toBe(true);
  });

  test("what is received never ends a text or an attribute", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        expect(escapeHtml(text)).not.toMatch(/[<>"'`]/);
      }),
    );
  });

  test("is one file: nothing is loaded and nothing runs", () => {
    const report = html(builtRun({ events: domainEvents("kms1.corp.test"), findings: [finding()] }));
    expect(report).toContain("default-src &#39;none&#39;");
    expect(report).not.toMatch(/<(script|link|img|iframe|object)|url\(|@import|\b(src|href)\s*=/i);
    expect(report).toMatch(/<meta name="viewport"/);
    expect(report).toMatch(/@media print/);
  });

  test("the picture shows the way from the client to each address, in words and shapes", () => {
    const events = domainEvents("kms1.corp.test");
    const filtered = finding({ id: "port-filtered", subject: "[2001:db8::10]:1688" });
    const report = html(builtRun({ events, findings: [filtered] }));
    for (const kind of ["wide", "narrow"]) {
      const svg = new RegExp(`<svg class="${kind}"[\\s\\S]*?</svg>`).exec(report)?.[0] ?? "";
      const titles = [...svg.matchAll(/<g class="(\w+)"[^>]*><title>([^<]*)<\/title>/g)].map(
        ([, state, title]) => `${state}: ${title}`,
      );
      expect(titles).toEqual(
        expect.arrayContaining([
          "plain: this machine, asks for the KMS record",
          "good: 192.0.2.53:53, good, tells 1 record",
          "good: 192.0.2.54:53, good, tells 1 record",
          "good: kms1.corp.test:1688, good, 1 of 2 addresses work",
          "good: 192.0.2.10:1688, good, KMS answers, 1.0 ms",
          "bad: [2001:db8::10]:1688, wrong, port-filtered · filtered",
        ]),
      );
      expect(titles).toHaveLength(6);
    }
  });

  test("findings mark the picture, too, where a symptom puts a note first", () => {
    const filtered = finding({ id: "port-filtered", subject: "[2001:db8::10]:1688" });
    const note = finding({ id: "update-disabled", severity: "info", subject: "corp.test" });
    const events = [...domainEvents("kms1.corp.test"), ...symptomEvents("x", ["update-disabled"])];
    const report = html(builtRun({ events, findings: [filtered, note] }));
    expect(report).toContain("[2001:db8::10]:1688, wrong, port-filtered · filtered");
    expect(report.indexOf("update-disabled")).toBeLessThan(report.lastIndexOf("port-filtered"));
  });

  test("a finding about a record marks the host that it names", () => {
    const subject = "_vlmcs._tcp.corp.test SRV 0 0 1688 kms1.corp.test";
    const stale = finding({ id: "srv-stale-host", subject });
    const report = html(builtRun({ events: domainEvents("kms1.corp.test"), findings: [stale] }));
    expect(report).toContain("kms1.corp.test:1688, wrong, srv-stale-host · ");
  });

  test("what could not be looked at is drawn as not known", () => {
    const report = html(builtRun({ events: unknownDomain() }));
    expect(report).toContain("Not known");
    expect(report).toMatch(/<g class="unknown"[^>]*><title>not known, not known, not known: no server/);
  });

  test.each([
    ["open", "warning"],
    ["unknown", "unknown"],
    ["tsig", "good"],
  ] as const)("update-policy: %s is drawn as %s", (kind, shape) => {
    const events = policyEvents(policy({ policy: kind }));
    const report = html(builtRun({ command: "update-policy", events }));
    expect(report).toMatch(new RegExp(`<g class="${shape}"[^>]*><title>192\\.0\\.2\\.54:53`));
  });

  test("a large run is cut and says so", () => {
    const domains = html(builtRun({ command: "discover", events: manyDomains(1200) }));
    expect(domains).toContain("the JSON report has all 1200");
    expect(domains.match(/<figure>/g)).toHaveLength(10);
    const targets = html(builtRun({ command: "probe", events: manyTargets(100) }));
    expect(targets).toContain("and 92 more");
    expect(targets).toContain("100 targets: 100 open");
    const findings = Array.from({ length: 60 }, (_, index) => finding({ subject: `s${index}` }));
    expect(html(builtRun({ findings }))).toContain("and 10 more findings srv-missing");
  });

  test("a run that saw nothing, and one that was interrupted", () => {
    expect(html(builtRun())).toContain("Nothing wrong was seen");
    expect(html(builtRun({ partial: true }))).toContain("Interrupted");
  });
});
