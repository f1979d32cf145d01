// The KMS interface as a test host has it: its one operation refuses every call, and nothing inside the request is read.
import { NCA_STATUS } from "../../core/rpc/fault.ts";
import { decodeRequestShell, encodeRefusal } from "../../core/rpc/ndr-shell.ts";
import { KMS_SYNTAX } from "../../core/rpc/syntax-id.ts";
import type { RpcInterface } from "./rpc-interface.ts";

/** `maxLength` bounds the request in octets; `onRefusal` hears of each refused call. */
export function createKmsInterface(maxLength: number, onRefusal: () => void): RpcInterface {
  return {
    name: "kms",
    syntax: KMS_SYNTAX,
    dispatch: ({ opnum, stub, form, byteOrder }) => {
      if (opnum !== 0) return { kind: "fault", status: NCA_STATUS.opRangeError, isExecuted: false };
      const shell = decodeRequestShell(stub, form, byteOrder, maxLength);
      if (!shell.ok) return { kind: "fault", status: NCA_STATUS.badStubData, isExecuted: true };
      onRefusal();
      return { kind: "response", stub: encodeRefusal(form) };
    },
  };
}
