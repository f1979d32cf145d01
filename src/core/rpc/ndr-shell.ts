// The NDR shell of the KMS interface's one operation: a counted octet array in, a refusal out (C706 chapter 14,
// MS-RPCE section 2.2.5 for NDR64). The octets inside are never looked at.
import { ok, type Result } from "../result.ts";
import { createByteWriter } from "./byte-writer.ts";
import { decodeError, type RpcDecodeError } from "./decode-error.ts";
import { viewOf, type ByteOrder } from "./pdu-header.ts";

export type NdrForm = "ndr" | "ndr64";

/** Where the opaque octets lie in the stub. */
export type RequestShell = { readonly dataOffset: number; readonly dataLength: number };

/** The HRESULT of every refusal: E_ACCESSDENIED. */
const E_ACCESSDENIED = 0x8007_0005;

/**
 * Finds the counted octet array of a reassembled stub. Both ways of passing it are read: directly, or behind a
 * referent id. Octets after the array (a verification trailer) are tolerated. `maxLength` bounds the array.
 */
export function decodeRequestShell(
  stub: Uint8Array,
  form: NdrForm,
  byteOrder: ByteOrder,
  maxLength: number,
): Result<RequestShell, RpcDecodeError> {
  const little = byteOrder === "little";
  const view = viewOf(stub);
  if (stub.length < 4) return decodeError(0, "the size is cut off");
  const size = view.getUint32(0, little);
  if (size > maxLength) return decodeError(0, `the array would have ${size} octets`);
  const step = form === "ndr" ? 4 : 8;
  const read = (at: number): bigint | undefined => {
    if (at + step > stub.length) return undefined;
    return form === "ndr" ? BigInt(view.getUint32(at, little)) : view.getBigUint64(at, little);
  };
  // First [ref]: the element count follows the size; then [unique]: a referent id that is not zero stands between.
  if (read(step) === BigInt(size) && step * 2 + size <= stub.length)
    return ok({ dataOffset: step * 2, dataLength: size });
  const referent = read(step);
  if (
    referent !== undefined &&
    referent !== 0n &&
    read(step * 2) === BigInt(size) &&
    step * 3 + size <= stub.length
  )
    return ok({ dataOffset: step * 3, dataLength: size });
  return decodeError(step, "the element count does not match the size or the stub is too short");
}

/** The out parameters of a refused call: size 0, no array, and a failing HRESULT. */
export function encodeRefusal(form: NdrForm, hresult: number = E_ACCESSDENIED): Uint8Array {
  const writer = createByteWriter("little");
  writer.u32(0);
  if (form === "ndr") {
    writer.u32(0);
  } else {
    writer.align(8);
    writer.u64(0n);
  }
  writer.u32(hresult);
  return writer.finish();
}
