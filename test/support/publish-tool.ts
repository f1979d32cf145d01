// Runs the commands that change zones, each test with a journal of its own.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Endpoint } from "../../src/core/net/endpoint.ts";
import { formatEndpoint } from "../../src/core/net/endpoint.ts";
import type { ChangeResult } from "../../src/core/run/change-draft.ts";
import type { ReportDocument } from "../../src/core/run/report.ts";
import { runTool, startTool, type RunningTool, type ToolRun } from "./run-tool.ts";

export type ChangeRun = ToolRun & {
  readonly result: ChangeResult;
  readonly ids: readonly string[];
  readonly document: ReportDocument<ChangeResult>;
};

export type ChangeTool = {
  /** The journal's state folder. */
  readonly state: string;
  /** With `--json --yes` and the server as both resolver and place of name servers. */
  readonly change: (server: Endpoint, ...words: readonly string[]) => Promise<ChangeRun>;
  /** As a person types it. */
  readonly plain: (...words: readonly string[]) => Promise<ToolRun>;
  readonly start: (server: Endpoint, ...words: readonly string[]) => RunningTool;
  readonly remove: () => void;
};

export function createChangeTool(): ChangeTool {
  const state = mkdtempSync(path.join(tmpdir(), "kms-doctor-state-"));
  const env = { XDG_STATE_HOME: state };
  const at = (server: Endpoint): readonly string[] => [
    "--server",
    formatEndpoint(server),
    "--dns-port",
    String(server.port),
    "--timeout",
    "700",
  ];
  return {
    state,
    change: async (server, ...words) => {
      const run = await runTool([...words, ...at(server), "--yes", "--json"], { env });
      const document = JSON.parse(run.stdout) as ReportDocument<ChangeResult>;
      const ids = (document.findings ?? []).map(({ id }) => id);
      return { ...run, document, result: document.result, ids };
    },
    plain: (...words) => runTool(words, { env }),
    start: (server, ...words) => startTool([...words, ...at(server), "--yes"], { env }),
    remove: () => rmSync(state, { recursive: true, force: true }),
  };
}

export function wish(host: string, domain = "corp.test"): readonly string[] {
  return ["--domain", domain, "--host", host];
}
