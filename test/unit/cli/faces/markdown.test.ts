import { spawnSync } from "node:child_process";
import { describe, expect, test } from "vitest";
import { codeLine } from "../../../../src/cli/faces/markdown/code-span.ts";
import { renderMarkdown } from "../../../../src/cli/faces/markdown/render-markdown.ts";
import type { RunState } from "../../../../src/core/run/fold.ts";
import { describeWithPeers } from "../../../support/peer.ts";
import {
  builtRun,
  domainEvents,
  finding,
  HOSTILE,
  hostileFinding,
  policy,
  policyEvents,
  symptomEvents,
  unknownDomain,
} from "./built-run.ts";

const markdown = (state: RunState): string => [...renderMarkdown(state)].join("");

/** The skeleton that a reader sees: all tags in order, without text. */
function skeleton(html: string): readonly string[] {
  return [...html.matchAll(/<[^>]*>/g)].map(([tag]) => tag).filter((tag) => !/^<\/?code>$/.test(tag));
}

function render(text: string): string {
  const options = ["--unsafe", "-e", "table", "-e", "autolink", "-e", "strikethrough", "-e", "tasklist"];
  const { stdout, status } = spawnSync("cmark-gfm", options, { input: text, encoding: "utf8" });
  expect(status).toBe(0);
  return stdout;
}

const plainRun = builtRun({
  events: [...domainEvents("kms1.corp.test"), ...symptomEvents("plain")],
  findings: [hostileFinding("plain")],
});

describe("the Markdown report", () => {
  test("verdict, findings as a table and in full, what was examined", () => {
    const report = markdown(builtRun({ events: domainEvents("kms1.corp.test"), findings: [finding()] }));
    expect(report).toMatch(/^# kms-doctor diagnose: ERROR\n\n\*\*1 error\*\*\n/);
    expect(report).toContain(
      "| 1 | error | `srv-missing` | `_vlmcs._tcp.corp.test` | No KMS host is published |\n",
    );
    expect(report).toContain("- 127.0.0.1:53 answered NXDOMAIN\n");
    expect(report).toContain("- `netstat -ano | findstr :1688`\n");
    expect(report).toMatch(/## Examined\n\n### `corp\.test`\n\n1 record published\.\n\n\| Host \|/);
    expect(report).toContain("| `kms1.corp.test:1688` | `[2001:db8::10]:1688` | filtered |");
  });

  test("the symptom: how its causes stand, and what to run next", () => {
    const report = markdown(builtRun({ events: symptomEvents("port-filtered at 192.0.2.10:1688") }));
    expect(report).toMatch(/### Symptom 0xC004F074\n\nA cause of it was seen here\. Next: Test/);
    expect(report).toContain(
      "| confirmed | A firewall blocks the port | port-filtered at 192.0.2.10:1688 |\n",
    );
  });

  test.each([
    ["OK", builtRun()],
    ["WARNING", builtRun({ findings: [finding({ severity: "warning" })] })],
    ["NOT KNOWN", builtRun({ events: unknownDomain() })],
    ["NOT KNOWN", builtRun({ partial: true })],
    ["NOT KNOWN", builtRun({ events: policyEvents(policy({ policy: "unknown" })) })],
  ])("the head says %s", (word, state) => {
    expect(markdown(state)).toMatch(new RegExp(`: ${word}\n`));
  });

  test.each(HOSTILE)("%j brings no control character and no markup", (text) => {
    const report = markdown(
      builtRun({ events: [...domainEvents(text), ...symptomEvents(text)], findings: [hostileFinding(text)] }),
    );
    expect(report).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\u200b]/);
    const prose = report.replace(/(?<!\\)(`+)(?!`)[\s\S]*?(?<!`)\1(?!`)/g, "");
    expect(prose).not.toMatch(/<|(?<!\\)\]\(|https?:/);
    expect(report.split("\n")).toHaveLength(markdown(plainRun).split("\n").length);
  });

  test("a command with backticks stays letter by letter", () => {
    expect(codeLine("a `b` ``c``")).toBe("``` a `b` ``c`` ```");
  });
});

describeWithPeers("the Markdown report in GitHub's reader", ["cmark-gfm"], () => {
  test.each(HOSTILE)("%j changes nothing of the structure", (text) => {
    const state = builtRun({
      events: [...domainEvents(text), ...symptomEvents(text)],
      findings: [hostileFinding(text)],
    });
    expect(skeleton(render(markdown(state)))).toEqual(skeleton(render(markdown(plainRun))));
  });

  test("hostile text is read back as it is", () => {
    const text = "a|b `c` <i> [x](y) *z* \\| &amp; # 1. _u_ ~~s~~";
    const rendered = render(markdown(builtRun({ findings: [finding({ detail: text, remedy: [text] })] })));
    const shown = "a|b `c` &lt;i&gt; [x](y) *z* \\| &amp;amp; # 1. _u_ ~~s~~";
    expect(rendered).toContain(`${shown}</p>`);
    expect(rendered).toContain(`<li><code>${shown}</code></li>`);
  });
});
