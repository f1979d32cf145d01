// Reads `ospp.vbs /dhistorykms`: the client's requests to KMS hosts (event 12288) between the script's rulers. The words around
// the fields are not confirmed, so only the fields are read.
import type { DocumentReader } from "./document.ts";
import { isNoise, isPrompt, textAt, type PasteLine } from "./paste-line.ts";
import { idOfFields, sppEvent } from "./spp-event-data.ts";
import type { SppEvent } from "./spp-event.ts";

const BEGIN = /^---Processing-*$/;
const END = /^---Exiting-*$/;
/** The first request stands near the top. */
const HEAD_LINES = 6;

export const osppHistoryReader: DocumentReader = {
  starts: (lines, index) =>
    BEGIN.test(textAt(lines, index)) &&
    lines.slice(index + 1, index + 1 + HEAD_LINES).some((line) => fieldsIn(line) !== undefined),
  read: (lines, start) => {
    const events: SppEvent[] = [];
    const leftOver: number[] = [];
    let end = start + 1;
    for (; end < lines.length && !END.test(textAt(lines, end)) && !isPrompt(textAt(lines, end)); end++) {
      const fields = fieldsIn(lines[end]);
      const id = fields === undefined ? undefined : idOfFields(fields);
      if (fields !== undefined && id !== undefined)
        events.push(sppEvent(id, { time: undefined, computer: undefined }, [fields]));
      else if (!isNoise(textAt(lines, end))) leftOver.push(end);
    }
    return { body: { kind: "ospp-dhistorykms", facts: { events, otherEvents: 0 } }, end, leftOver };
  },
};

/** The comma list of a line, whatever stands before it. */
function fieldsIn(line: PasteLine | undefined): string | undefined {
  const list = /(?<![\w,])0x[0-9a-f]{1,8}\s*,.{20,900}$/i.exec(line?.text ?? "")?.[0];
  return list === undefined || idOfFields(list) === undefined ? undefined : list;
}
