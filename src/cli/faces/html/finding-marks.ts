// Which errors and warnings stand against which server, host or address, for marking it in the picture.
import type { FindingId } from "../../../core/checks/finding-id.ts";
import type { Finding } from "../../../core/checks/finding.ts";
import type { PathNode } from "./path-picture.ts";

export type FindingMarks = {
  /** The node with what stands against its label. */
  readonly mark: (node: PathNode) => PathNode;
};

/** Notes mark nothing. */
export function findingMarks(findings: Iterable<Finding>): FindingMarks {
  const bySubject = new Map<string, { isBad: boolean; readonly ids: Set<FindingId> }>();
  for (const { severity, subject, id } of findings) {
    if (severity === "info") continue;
    const key = keyOf(subject);
    const marks = bySubject.get(key) ?? { isBad: false, ids: new Set() };
    marks.isBad ||= severity === "error";
    marks.ids.add(id);
    bySubject.set(key, marks);
  }
  return {
    mark: (node) => {
      const marks = bySubject.get(node.label);
      if (marks === undefined) return node;
      const state = marks.isBad || node.state === "bad" ? "bad" : "warning";
      return { ...node, state, words: `${[...marks.ids].join(", ")} · ${node.words}` };
    },
  };
}

/** A record as subject stands for the host and port that it names. */
function keyOf(subject: string): string {
  const [, port, target] = / SRV \d+ \d+ (\d+) (\S+)$/.exec(subject) ?? [];
  return port === undefined || target === undefined ? subject : `${target}:${port}`;
}
