// Why and where a decoder gave up.
import { err, type Err } from "../result.ts";

export type RpcDecodeError = {
  /** Octets from the start of the PDU (or of the stub) to the field that is wrong. */
  readonly offset: number;
  /** One clause, without received text. */
  readonly reason: string;
};

export const decodeError = (offset: number, reason: string): Err<RpcDecodeError> => err({ offset, reason });
