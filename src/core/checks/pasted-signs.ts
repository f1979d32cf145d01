// What pasted text says that is no finding, and speaks for or against a cause of an activation error.
import type { PastedSign } from "../kms/error-codes/evidence-key.ts";
import type { PastedDocument } from "../windows/read-texts.ts";
import { sayPlace } from "../windows/say-place.ts";

export function pastedSigns(
  documents: readonly PastedDocument[],
): readonly (readonly [PastedSign, string])[] {
  return documents.flatMap(({ file, document }) =>
    signsOf(document).map(([sign, what]) => [sign, `${what} (${sayPlace(file, document.lines)})`] as const),
  );
}

function signsOf(document: PastedDocument["document"]): readonly (readonly [PastedSign, string])[] {
  switch (document.kind) {
    case "slmgr-dlv-other":
    case "slmgr-dli-other":
      return [["client-other-channel", `the channel of the key is ${document.facts.channel ?? "not KMS"}`]];
    case "slmgr-dlv-client":
    case "slmgr-dli-client":
      return document.facts.activeDirectory === null
        ? []
        : [["client-activated-by-ad", "slmgr names an activation object of Active Directory"]];
    case "events-xml":
    case "events-json":
    case "events-csv":
    case "events-text":
      return document.facts.events.some(({ id }) => id === 12308)
        ? [["client-activated-by-ad", "event 12308 tells of an activation by Active Directory"]]
        : [];
    default:
      return [];
  }
}
