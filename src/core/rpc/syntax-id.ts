// Syntax identifiers: a UUID and a version, 20 octets (C706 section 12.6.3.1; MS-RPCE section 2.2.2.14 for the features).
import type { ByteWriter } from "./byte-writer.ts";

export const SYNTAX_ID_LENGTH = 20;

export type SyntaxId = {
  /** Lower-case text, 8-4-4-4-12. */
  readonly uuid: string;
  readonly versionMajor: number;
  readonly versionMinor: number;
};

const syntaxId = (uuid: string, versionMajor: number): SyntaxId => ({ uuid, versionMajor, versionMinor: 0 });

export const KMS_SYNTAX = syntaxId("51c82175-844e-4750-b0d8-ec255555bc06", 1);
export const MGMT_SYNTAX = syntaxId("afa8bd80-7d8a-11c9-bef4-08002b102989", 1);
export const NDR_SYNTAX = syntaxId("8a885d04-1ceb-11c9-9fe8-08002b104860", 2);
export const NDR64_SYNTAX = syntaxId("71710533-beba-4937-8319-b5dbef9ccc36", 1);
/** What stands in a result whose context was not accepted. */
export const ZERO_SYNTAX = syntaxId("00000000-0000-0000-0000-000000000000", 0);

const FEATURES_PREFIX = "6cb71c2c-9812-4540-";

/** Bits of bind time feature negotiation. */
export const BIND_FEATURE = { securityContextMultiplexing: 0x01, keepConnectionOnOrphan: 0x02 } as const;

/** The pseudo transfer syntax that offers bind time features; `bits` is the first octet of its bitmask. */
export function featureSyntax(bits: number): SyntaxId {
  return syntaxId(`${FEATURES_PREFIX}${hex(bits, 2)}00-000000000000`, 1);
}

/** The offered feature bits, or undefined for a real transfer syntax. */
export function featureBits(syntax: SyntaxId): number | undefined {
  if (!syntax.uuid.startsWith(FEATURES_PREFIX)) return undefined;
  return Number.parseInt(syntax.uuid.slice(FEATURES_PREFIX.length, FEATURES_PREFIX.length + 2), 16);
}

export function isSameSyntax(left: SyntaxId, right: SyntaxId): boolean {
  return (
    left.uuid === right.uuid &&
    left.versionMajor === right.versionMajor &&
    left.versionMinor === right.versionMinor
  );
}

/** For people: the name where we know one, else UUID and version. */
export function describeSyntax(syntax: SyntaxId): string {
  const known = NAMES.find(([candidate]) => isSameSyntax(candidate, syntax));
  return known === undefined ? `${syntax.uuid} v${syntax.versionMajor}.${syntax.versionMinor}` : known[1];
}

/** Reads 20 octets at `offset`; the caller has checked that they are there. */
export function readSyntaxId(view: DataView, offset: number, little: boolean): SyntaxId {
  const version = view.getUint32(offset + 16, little);
  return {
    uuid: readUuid(view, offset, little),
    versionMajor: version & 0xffff,
    versionMinor: version >>> 16,
  };
}

export function writeSyntaxId(writer: ByteWriter, syntax: SyntaxId): void {
  writeUuid(writer, syntax.uuid);
  writer.u32(syntax.versionMajor + syntax.versionMinor * 0x1_0000);
}

/** Reads 16 octets: three fields in the sender's byte order, then eight octets in print order. */
export function readUuid(view: DataView, offset: number, little: boolean): string {
  let tail = "";
  for (let index = 8; index < 16; index++) tail += hex(view.getUint8(offset + index), 2);
  const low = hex(view.getUint32(offset, little), 8);
  const mid = hex(view.getUint16(offset + 4, little), 4);
  const high = hex(view.getUint16(offset + 6, little), 4);
  return `${low}-${mid}-${high}-${tail.slice(0, 4)}-${tail.slice(4)}`;
}

export function writeUuid(writer: ByteWriter, uuid: string): void {
  const digits = uuid.replaceAll("-", "");
  writer.u32(Number.parseInt(digits.slice(0, 8), 16));
  writer.u16(Number.parseInt(digits.slice(8, 12), 16));
  writer.u16(Number.parseInt(digits.slice(12, 16), 16));
  for (let at = 16; at < 32; at += 2) writer.u8(Number.parseInt(digits.slice(at, at + 2), 16));
}

function hex(value: number, digits: number): string {
  return value.toString(16).padStart(digits, "0");
}

const NAMES: readonly (readonly [SyntaxId, string])[] = [
  [KMS_SYNTAX, "KMS"],
  [MGMT_SYNTAX, "mgmt"],
  [NDR_SYNTAX, "NDR"],
  [NDR64_SYNTAX, "NDR64"],
];
