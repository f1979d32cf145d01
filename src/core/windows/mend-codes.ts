// Slips of text recognition in screenshots, where they can be nothing else: O, l and I are no hexadecimal digits.

const CODE = /(?<![\w])[0Oo][xX]([0-9A-FOIl]{8})(?!\w)/gi;
const GUID = /(?<![\w-])[0-9a-fOIl]{8}(?:-[0-9a-fOIl]{4}){3}-[0-9a-fOIl]{12}(?![\w-])/gi;

/** `OxCOO4FO74` becomes `0xC004F074`; the same in GUIDs. Everything else stays as it is. */
export function mendCodes(text: string): string {
  return text.replace(CODE, (_code, digits: string) => `0x${mendDigits(digits)}`).replace(GUID, mendDigits);
}

function mendDigits(digits: string): string {
  return digits.replace(/o/gi, "0").replace(/[il]/gi, "1");
}
