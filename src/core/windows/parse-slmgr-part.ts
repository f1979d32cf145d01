// Reads a part of slmgr's English output that was pasted without its head: from a heading, or from the licence status on.
import type { DocumentReader } from "./document.ts";
import { readSlmgrBlock } from "./parse-slmgr.ts";
import { textAt } from "./paste-line.ts";

const BEGIN =
  /^(?:License Status: |Partial Product Key: |Key Management Service (?:is enabled on this|client information)|Most recent activation information:|AD Activation client information)/;

export const slmgrPartReader: DocumentReader = {
  starts: (lines, index) => BEGIN.test(textAt(lines, index)),
  // The same lines stand in the middle of the whole output.
  isWeak: true,
  read: (lines, start, limit) => {
    const reading = readSlmgrBlock(lines, start, limit, false);
    return reading?.body?.kind === "slmgr-unused" ? undefined : reading;
  },
};
