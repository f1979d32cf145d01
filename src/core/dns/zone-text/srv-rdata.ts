// RDATA of SRV and SOA records as they stand in master files (RFC 2782, RFC 1035, RFC 3597 for `\# LENGTH HEX`).
import { readName } from "../name-reader.ts";
import type { OwnerName } from "../owner-name.ts";
import { err, ok, type Result } from "../../result.ts";
import { readFileName } from "./read-words.ts";

export type SrvData = {
  readonly priority: number;
  readonly weight: number;
  readonly port: number;
  readonly target: OwnerName;
};

/** `words` are the tokens behind the type. */
export function readSrvWords(words: readonly string[], origin: OwnerName): Result<SrvData, string> {
  if (words[0] === "\\#") return readGeneric(words);
  const [priority, weight, port] = words.slice(0, 3).map(uint16);
  const [target] = words.slice(3);
  if (priority === undefined || weight === undefined || port === undefined || target === undefined) {
    return err("an SRV record must have priority, weight, port and target");
  }
  if (words.length > 4) return err("an SRV record has more than priority, weight, port and target");
  const name = readFileName(target, origin);
  return name.ok ? ok({ priority, weight, port, target: name.value }) : name;
}

function uint16(word: string): number | undefined {
  const value = /^\d{1,5}$/.test(word) ? Number(word) : 65_536;
  return value > 65_535 ? undefined : value;
}

function readGeneric(words: readonly string[]): Result<SrvData, string> {
  const hex = words.slice(2).join("");
  const octets = Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
  const isHex = /^(?:[0-9a-f]{2})*$/i.test(hex);
  const name = isHex && octets.length < 300 && octets.length > 6 ? readName(octets, 6) : undefined;
  if (!name?.ok || name.value.end !== octets.length || Number(words[1]) !== octets.length) {
    return err("the data of an SRV record can't be read");
  }
  const view = new DataView(octets.buffer);
  return ok({
    priority: view.getUint16(0),
    weight: view.getUint16(2),
    port: view.getUint16(4),
    target: name.value.name,
  });
}
