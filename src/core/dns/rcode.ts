// Response codes and their mnemonics (RFC 1035, 2136, 6891, 8945, 7873; IANA DNS RCODEs).

export const RCODE = {
  NOERROR: 0,
  FORMERR: 1,
  SERVFAIL: 2,
  NXDOMAIN: 3,
  NOTIMP: 4,
  REFUSED: 5,
  YXDOMAIN: 6,
  YXRRSET: 7,
  NXRRSET: 8,
  NOTAUTH: 9,
  NOTZONE: 10,
  DSOTYPENI: 11,
  BADVERS: 16,
  BADKEY: 17,
  BADTIME: 18,
  BADMODE: 19,
  BADNAME: 20,
  BADALG: 21,
  BADTRUNC: 22,
  BADCOOKIE: 23,
} as const;

/** In a TSIG record only: in a header the same number is BADVERS. */
export const BADSIG = 16;

const NAMES = new Map<number, string>(Object.entries(RCODE).map(([name, code]) => [code, name]));

/** The mnemonic of a code in a TSIG record: there 16 is BADSIG (RFC 8945 section 3). */
export function tsigErrorName(code: number): string {
  return code === BADSIG ? "BADSIG" : rcodeName(code);
}

/** The mnemonic as `dig` prints it, or `RCODE12` for a code without one. 16 is BADVERS: TSIG errors do not come in a header. */
export function rcodeName(code: number): string {
  return NAMES.get(code) ?? `RCODE${code}`;
}
