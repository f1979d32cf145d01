// The publish form as lines, with what is wrong with a field beside or below it.
import { textFieldSpans } from "../components/text-field/text-field-line.ts";
import { WISH_FIELDS, type WishField } from "../ports.ts";
import type { UiState } from "../store/ui-state.ts";
import { span, type Line } from "../text/line.ts";
import type { ContentContext } from "./context.ts";

const LABELS: Readonly<Record<WishField, readonly [label: string, hint: string]>> = {
  domain: ["domain", "of the clients, such as corp.example"],
  host: ["host", "the KMS host in full, such as kms1.corp.example"],
  port: ["port", "1688 unless the host listens elsewhere"],
  priority: ["priority", "the lowest is tried first"],
  weight: ["weight", "the share among equal priorities"],
  ttl: ["TTL", "seconds; empty: as the records beside it"],
  addresses: ["addresses", "empty, or also publish these A and AAAA records"],
};

const LABEL_WIDTH = 12;

/** The form; always shown, so that one sees what the step below is about. */
export function formLines(state: UiState, columns: number, context: ContentContext): readonly Line[] {
  const { publish } = state;
  const isEditing = publish.step.kind === "form" && publish.step.isEditing;
  const width = Math.max(10, Math.min(44, columns - LABEL_WIDTH - 4));
  return WISH_FIELDS.flatMap((field) => {
    const [label, hint] = LABELS[field];
    const hasFocus = isEditing && field === publish.focus;
    const problem = publish.checked?.problems[field];
    const text = publish.fields[field];
    const says = problem !== undefined && (text.text !== "" || hasFocus) ? problem : hint;
    return [
      [
        span(hasFocus ? `${context.glyphs.pointer} ` : "  ", "note", 2),
        span(label, hasFocus ? "strong" : "dim", LABEL_WIDTH),
        ...textFieldSpans(text, width, hasFocus),
        ...(hasFocus || says.length + 2 > columns - LABEL_WIDTH - 2 - width
          ? []
          : [span(`  ${says}`, says === problem ? "bad" : "dim")]),
      ],
      ...(hasFocus
        ? [[span("  ", "plain", LABEL_WIDTH + 2), span(says, says === problem ? "bad" : "dim")]]
        : []),
    ];
  });
}
