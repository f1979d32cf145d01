// The fields with which bind, alter_context and their answers begin (C706 sections 12.6.4.1 to 12.6.4.4).
import type { ByteWriter } from "./byte-writer.ts";

export type Association = {
  /** Largest PDU in octets that the sender will send, and receive. */
  readonly maxXmitFrag: number;
  readonly maxRecvFrag: number;
  /** In a bind 0 asks for a new association group; ignored in alter_context. */
  readonly assocGroupId: number;
};

/** Reads them behind the common header; the caller has checked that the PDU reaches beyond octet 24. */
export function readAssociation(view: DataView, little: boolean): Association {
  return {
    maxXmitFrag: view.getUint16(16, little),
    maxRecvFrag: view.getUint16(18, little),
    assocGroupId: view.getUint32(20, little),
  };
}

export function writeAssociation(writer: ByteWriter, association: Association): void {
  writer.u16(association.maxXmitFrag);
  writer.u16(association.maxRecvFrag);
  writer.u32(association.assocGroupId);
}
