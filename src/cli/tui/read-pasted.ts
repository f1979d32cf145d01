// Pasted text, told for the terminal interface: the outputs in it, what they lead to, and what its codes mean.
import { read } from "../../app/read.ts";
import { ACTIVATION_CAUSES } from "../../core/kms/error-codes/causes.ts";
import { parseCode } from "../../core/kms/parse-code.ts";
import { sayPlace } from "../../core/windows/say-place.ts";
import { systemClock } from "../../io/host/clock.ts";
import { timestamp } from "../../io/host/timestamp.ts";
import type { ToldSection } from "../../ui/ports.ts";
import { pump } from "../pump.ts";
import { factRows } from "../text/fact-rows.ts";
import { VERSION } from "../version.ts";
import { findingSection } from "./finding-section.ts";

/** Words of a paste that may be codes: 0x…, eight digits of them, large decimal numbers, ids of events. */
const CODE_WORDS = /\b0x[\da-f]{8}\b|\bc004[\da-f]{4}\b|-?\b\d{10}\b|\b(?:12\d{3}|8198)\b/gi;
/** More than a person pastes; files are for `kms-doctor read`. */
const MOST_CHARACTERS = 1_000_000;
const MOST_CODES = 20;
const MOST_DOCUMENTS = 50;

export async function readPasted(pasted: string): Promise<readonly ToldSection[]> {
  const text = pasted.slice(0, MOST_CHARACTERS);
  const info = { version: VERSION, command: "read" };
  const ports = { clock: systemClock, timestamp };
  const { findings, pasted: told } = await pump(
    read(info, [{ file: "-", text }], ports, new AbortController().signal),
    [],
  );
  const documents = told.documents.slice(0, MOST_DOCUMENTS).map(({ file, kind, lines, facts }) => ({
    title: `${kind}, ${sayPlace(file, lines)}`,
    rows: factRows(facts).map(({ name, value }) => ({ label: name, text: value })),
  }));
  return [...[...findings.inOrder()].map(findingSection), ...documents, ...codes(text)];
}

function codes(text: string): readonly ToldSection[] {
  const whole = parseCode(text.trim());
  const words = whole.ok ? [text.trim()] : [...new Set(text.match(CODE_WORDS) ?? [])].slice(0, MOST_CODES);
  const known = words.flatMap((word) => {
    const code = parseCode(word);
    return code.ok ? [code.value] : [];
  });
  return [...new Map(known.map((each) => [each.code, each])).values()].map(({ code, meaning, causes }) => ({
    title: `${code}  ${meaning}`,
    rows: causes.flatMap((id) => {
      const { text: cause, check, fix } = ACTIVATION_CAUSES[id];
      return [
        { label: "cause", text: cause },
        { label: "check", text: check },
        { label: "mend", text: fix },
      ];
    }),
  }));
}
