// An interface of the endpoint: its identity and what its operations answer.
import type { ByteOrder } from "../../core/rpc/pdu-header.ts";
import type { NdrForm } from "../../core/rpc/ndr-shell.ts";
import type { SyntaxId } from "../../core/rpc/syntax-id.ts";

export type Call = {
  readonly opnum: number;
  readonly stub: Uint8Array;
  readonly form: NdrForm;
  /** Byte order of the stub that came; answers are little-endian. */
  readonly byteOrder: ByteOrder;
};

export type CallOutcome =
  | { readonly kind: "response"; readonly stub: Uint8Array }
  /** `isExecuted` false: the operation was not begun, the caller may try again. */
  | { readonly kind: "fault"; readonly status: number; readonly isExecuted: boolean };

export type RpcInterface = {
  readonly name: string;
  readonly syntax: SyntaxId;
  readonly dispatch: (call: Call) => CallOutcome;
};
