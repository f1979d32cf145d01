// The publish screen, step by step, as lines.
import type { PlanReport } from "../../core/plan/plan-report.ts";
import type { RecordReport } from "../../core/plan/change.ts";
import { textFieldSpans } from "../components/text-field/text-field-line.ts";
import type { TextFieldState } from "../components/text-field/text-field-state.ts";
import type { PublishState } from "../store/publish-state.ts";
import type { UiState } from "../store/ui-state.ts";
import { line, span, type Line } from "../text/line.ts";
import { durationText } from "./age.ts";
import type { ContentContext } from "./context.ts";
import { policyStanding, sign, STYLE_OF_HEALTH } from "./health.ts";
import { codeLines, paragraph, section } from "./wrapped.ts";

/** What goes on, or what can be done next. */
export function stepLines(state: UiState, columns: number, context: ContentContext): readonly Line[] {
  const { publish } = state;
  const { step } = publish;
  switch (step.kind) {
    case "form":
      return formHelp(state, columns);
    case "policy":
      return [busy("asking how the zone takes updates", context), [], LEAVE];
    case "planning":
      return [
        ...policyLines(publish, columns, context),
        busy("reading what is there, to make the plan", context),
        [],
        LEAVE,
      ];
    case "plan":
      return [
        ...step.plans.flatMap((plan) => planLines(plan, columns, context)),
        [],
        ...policyLines(publish, columns, context),
      ];
    case "applying":
      return [
        ...step.plans.flatMap((plan) => planLines(plan, columns, context)),
        [],
        busy("sent; reading it back from every server", context),
        ...verifiedLines(publish, context),
      ];
    case "done":
      return doneLines(publish, columns, context);
    case "refused":
      return [
        [sign("bad", context), span("nothing was changed", "bad")],
        ...step.why.flatMap((why) => paragraph(why, columns, "plain", "  ")),
        [],
        key("s", "the same as a snippet for your DNS product"),
        key("z", "the same in a zone file on this machine"),
        key("enter", "change the form"),
      ];
    case "snippet":
      return [
        [
          span(`For ${step.product}`, "title"),
          span(step.savedAs === null ? "" : `  saved as ${step.savedAs}`, "good"),
        ],
        ...step.text
          .replace(/\n$/, "")
          .split("\n")
          .flatMap((each) => codeLines(each, columns, undefined, "  ")),
        [],
        key("y", "copies it"),
        key("S", "saves it to a file"),
        key("s", "another product"),
      ];
    case "zone-file":
      return zoneFileLines(state, columns, context);
  }
}

function formHelp({ publish, mayWrite }: UiState, columns: number): readonly Line[] {
  const { checked, step } = publish;
  if (step.kind === "form" && step.isEditing)
    return [key("tab", "the next field"), key("enter", "goes on to the plan"), key("esc", "leaves the form")];
  return [
    ...(publish.goal === "unpublish"
      ? paragraph("This takes exactly that record away.", columns, "warn")
      : paragraph(
          "Nothing is changed before you have seen the plan and typed the zone's name.",
          columns,
          "dim",
        )),
    ...(mayWrite ? [] : paragraph("Read-only: W allows changes.", columns, "warn")),
    [],
    key(
      "enter",
      (checked?.wish ?? null) === null ? "fills in the form" : "goes on to the plan; tab changes the form",
    ),
    key("s", "makes a snippet for a DNS product"),
    key("z", "writes the record into a zone file"),
  ];
}

const LEAVE: Line = key("esc", "leaves; nothing is changed");

function key(name: string, what: string): Line {
  return [span(`  ${name}`, "key", 9), span(what)];
}

function busy(what: string, { glyphs }: ContentContext): Line {
  return [span(`${glyphs.health.busy} `, "note"), span(`${what}${glyphs.ellipsis}`, "dim")];
}

function policyLines({ policy }: PublishState, columns: number, context: ContentContext): readonly Line[] {
  if (policy === null) return [];
  const { health, word } = policyStanding(policy);
  return [
    [
      sign(health, context),
      span(`zone ${policy.zone} at ${policy.primary ?? "an unknown primary"}: updates `),
      span(word, STYLE_OF_HEALTH[health]),
    ],
    ...paragraph(policy.evidence.at(-1) ?? "", columns, "dim", "  "),
    [],
  ];
}

/** A plan as a diff. */
export function planLines(plan: PlanReport, columns: number, { glyphs }: ContentContext): readonly Line[] {
  return [
    [span(`zone ${plan.zone}`, "title"), span(`  at ${plan.primary}, plan ${plan.digest}`, "dim")],
    ...plan.kept.flatMap((record) => codeLines(sayRecord(record), columns, "dim", "    ")),
    ...plan.changes.flatMap((change) =>
      change.action === "add"
        ? codeLines(sayRecord(change), columns, "good", `  ${glyphs.add} `)
        : codeLines(sayRecord(change), columns, "bad", `  ${glyphs.remove} `),
    ),
    ...(plan.changes.length === 0 ? [line("  nothing to change: the records are as they should be")] : []),
    ...plan.notes.flatMap((note) => paragraph(note, columns, "warn", "  ")),
  ];
}

function sayRecord({ owner, ttl, type, rdata }: RecordReport): string {
  return `${owner} ${ttl} ${type} ${rdata}`;
}

/** The question below a plan; it stays in sight however long the plan is. */
export function questionLines(state: UiState, columns: number): readonly Line[] {
  const { step } = state.publish;
  if (step.kind === "plan")
    return confirmLines(state, step.plans.at(-1)?.zone ?? "", step.field, step.isWrong, columns);
  if (step.kind === "zone-file" && !step.isDone && step.view.diff !== "")
    return confirmLines(state, step.view.zone, step.field, step.isWrong, columns);
  return [];
}

function confirmLines(
  { mayWrite }: UiState,
  zone: string,
  field: TextFieldState,
  isWrong: boolean,
  columns: number,
): readonly Line[] {
  if (!mayWrite) return [line("Read-only: W allows changes; esc leaves the plan.", "warn")];
  return [
    [span("Type the zone's name to carry it out: "), ...textFieldSpans(field, 30, true)],
    ...(isWrong
      ? paragraph(`That is not ${zone}.`, columns, "bad", "  ")
      : [line(`  ${zone}, then enter; esc leaves the plan`, "dim")]),
  ];
}

function verifiedLines({ verified }: PublishState, context: ContentContext): readonly Line[] {
  return verified.map(({ server, ok, serial, afterMs, why }) => [
    sign(ok ? "good" : "unknown", context),
    span(`${server}  `),
    span(ok ? "as planned" : "not yet", ok ? "good" : "warn"),
    span(`  serial ${serial ?? "not known"}, after ${durationText(afterMs)}`, "dim"),
    span(why === null ? "" : `  ${why}`, "warn"),
  ]);
}

function doneLines(publish: PublishState, columns: number, context: ContentContext): readonly Line[] {
  const { step, journal, announcements } = publish;
  if (step.kind !== "done") return [];
  const said = {
    changed: ["good", publish.goal === "undo" ? "taken back" : "done"],
    nothing: ["good", "nothing to change: the records are as they should be"],
    "not-changed": ["bad", "nothing was changed"],
    unknown: ["unknown", "whether it arrived is not known"],
  } as const;
  const isEverywhere = publish.verified.every(({ ok }) => ok);
  const [health, text] =
    step.outcome === "changed" && !isEverywhere
      ? (["warn", "done at the primary; not every server has it yet"] as const)
      : said[step.outcome];
  return [
    [sign(health, context), span(text, STYLE_OF_HEALTH[health])],
    ...verifiedLines(publish, context),
    ...section("Said meanwhile", announcements, columns),
    [],
    ...(journal === null || publish.goal === "undo" ? [] : [key("u", "takes the change back")]),
    key("1", "shows the path as it is now"),
    key("n", "begins anew"),
  ];
}

function zoneFileLines(state: UiState, columns: number, context: ContentContext): readonly Line[] {
  const { step } = state.publish;
  if (step.kind !== "zone-file") return [];
  const { file, view, isDone } = step;
  const title = [span(`Zone file ${file}`, "title")];
  if (isDone)
    return [
      title,
      [
        sign("good", context),
        span("written", "good"),
        span(view.backup === null ? "" : `; the old file is ${view.backup}`),
      ],
      ...paragraph("The server shows it once it has read the file again.", columns, "warn"),
    ];
  if (view.diff === "")
    return [title, [sign("good", context), span("nothing to change: the record is there")]];
  return [
    title,
    ...view.diff
      .replace(/\n$/, "")
      .split("\n")
      .flatMap((each) => codeLines(each, columns, diffStyle(each))),
  ];
}

function diffStyle(text: string): "good" | "bad" | "dim" {
  if (text.startsWith("+")) return "good";
  return text.startsWith("-") ? "bad" : "dim";
}
