// What an event of the licensing service tells: its fields by their place, its codes and names by their shape.
// The layout is Microsoft's (Volume Activation Technical Reference); the raw form of 12290 is not confirmed, so the joined
// string and single data elements are both taken.
import { LICENCE_STATES } from "./slmgr-facts.ts";
import type { SppEvent, SppEventData } from "./spp-event.ts";
import { codeIn, guidOf, hostAndPort, oneLine, wholeNumber, firstGroup } from "./value-shapes.ts";

const NOTHING: SppEventData = {
  code: null,
  flags: null,
  host: null,
  port: null,
  machine: null,
  cmid: null,
  clientTime: null,
  minimumCount: null,
  currentCount: null,
  isActivated: null,
  isVirtual: null,
  licenceState: null,
  minutesToExpiration: null,
  activationId: null,
  activationIntervalMinutes: null,
  renewalIntervalMinutes: null,
  domain: null,
  adObjectDn: null,
  trigger: null,
};

/** An event by its head and its data elements, or its message as one text. */
export function sppEvent(
  id: number,
  head: { readonly time: string | undefined; readonly computer: string | undefined },
  texts: readonly string[],
): SppEvent {
  return {
    id,
    time: shortText(head.time),
    computer: shortText(head.computer)?.toLowerCase() ?? null,
    data: sppEventData(id, texts),
  };
}

function shortText(text: string | undefined): string | null {
  const short = oneLine((text ?? "").slice(0, 255));
  return short === "" ? null : short;
}

/** `texts`: the data elements, or the whole message as one text. Null where nothing of the event is in them. */
function sppEventData(id: number, texts: readonly string[]): SppEventData | null {
  const whole = texts.join("\n");
  switch (id) {
    case 12288:
    case 12289:
    case 12290:
      return fieldData(id, fieldsOf(whole, texts));
    case 12291:
      return codeData(whole);
    case 12293:
    case 12294:
      return publishingData(whole, texts);
    case 12308:
      return dataOrNull({ adObjectDn: /CN=[^\r\n\t;]{1,400}/i.exec(whole)?.[0] ?? null });
    case 8198:
      return dataOrNull({
        code: codeIn(whole) ?? null,
        trigger: /Trigger=([A-Za-z]{1,40})/.exec(whole)?.[1] ?? null,
        activationId: guidOf(firstGroup(/SkuId=([0-9a-f-]{36})/i, whole)) ?? null,
      });
    default:
      return codeData(whole);
  }
}

/** The event that a line of fields belongs to; the shapes of the three exclude each other. */
export function idOfFields(line: string): 12288 | 12289 | 12290 | undefined {
  const fields = splitFields(line);
  if (fields === undefined) return undefined;
  const at = (place: number): string => fields[place - 1] ?? "";
  if (guidOf(at(4)) !== undefined)
    return hostAndPort(at(3)) === undefined || wholeNumber(at(2)) !== undefined ? 12290 : 12288;
  const isResponse = /^0x/i.test(at(2)) && /^[01]$/.test(at(3)) && fields.length >= 7;
  return isResponse ? 12289 : undefined;
}

/** Undefined for a line that is no comma list behind a code. */
function splitFields(line: string): readonly string[] | undefined {
  const text = line.trim();
  if (text.length > 1000 || !/^0x[0-9a-f]{1,8}\s*,/i.test(text)) return undefined;
  return text.split(",").map((field) => field.trim());
}

function fieldsOf(whole: string, texts: readonly string[]): readonly string[] | undefined {
  for (const line of whole.split(/\r?\n/)) {
    const fields = splitFields(line);
    if (fields !== undefined && fields.length >= 7) return fields;
  }
  // Data elements of their own: the code is the first, or the second behind the joined string.
  const first = texts.findIndex((text) => /^0x[0-9a-f]{1,8}$/i.test(text.trim()));
  return first === -1 || texts.length < 7 ? undefined : texts.slice(first).map((text) => text.trim());
}

function fieldData(id: 12288 | 12289 | 12290, fields: readonly string[] | undefined): SppEventData | null {
  if (fields === undefined) return null;
  const at = (place: number): string => fields[place - 1] ?? "";
  const number = (place: number): number | null => wholeNumber(at(place)) ?? null;
  const code = codeIn(at(1)) ?? null;
  if (id === 12289)
    return {
      ...NOTHING,
      code,
      flags: codeIn(at(2)) ?? null,
      isActivated: at(3) === "1" ? true : at(3) === "0" ? false : null,
      currentCount: number(5),
      activationIntervalMinutes: number(6),
      renewalIntervalMinutes: number(7),
      clientTime: clientTime(at(8)),
    };
  const vm = number(6);
  const client = {
    ...NOTHING,
    code,
    cmid: guidOf(at(4)) ?? null,
    clientTime: clientTime(at(5)),
    isVirtual: vm === null ? null : vm !== 0,
    licenceState: LICENCE_STATES[number(7) ?? -1] ?? null,
    minutesToExpiration: number(8),
    activationId: guidOf(at(9)) ?? null,
  };
  if (id === 12290)
    return { ...client, minimumCount: number(2), machine: shortText(at(3))?.toLowerCase() ?? null };
  const host = hostAndPort(at(3)) ?? { host: null, port: null };
  return { ...client, ...host, flags: codeIn(at(2)) ?? null, minimumCount: number(10) };
}

function clientTime(text: string): string | null {
  return /^\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4} \d{1,2}:\d{2}/.test(text) ? oneLine(text) : null;
}

/** The domain stands between quotes, or is a data element. */
function publishingData(whole: string, texts: readonly string[]): SppEventData | null {
  const quoted = /['‘"«„“]([\w-]{1,63}(?:\.[\w-]{1,63}){1,30}\.?)['’"»“”]/.exec(whole)?.[1];
  const element = texts
    .map((text) => text.trim())
    .find((text) => /^[a-z][\w-]*(?:\.[\w-]+)+\.?$/i.test(text));
  const domain = (quoted ?? element)?.toLowerCase().replace(/\.$/, "") ?? null;
  return dataOrNull({ code: codeIn(whole) ?? null, domain });
}

function codeData(whole: string): SppEventData | null {
  return dataOrNull({ code: codeIn(whole) ?? null });
}

function dataOrNull(data: Partial<SppEventData>): SppEventData | null {
  return Object.values(data).every((value) => value === null) ? null : { ...NOTHING, ...data };
}
