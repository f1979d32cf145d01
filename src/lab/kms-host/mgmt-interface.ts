// The remote management interface, operations 0 to 2: which interfaces, statistics, is it listening (C706 appendix Q).
import { createByteWriter, type ByteWriter } from "../../core/rpc/byte-writer.ts";
import { NCA_STATUS } from "../../core/rpc/fault.ts";
import type { NdrForm } from "../../core/rpc/ndr-shell.ts";
import { viewOf } from "../../core/rpc/pdu-header.ts";
import { MGMT_SYNTAX, writeSyntaxId, type SyntaxId } from "../../core/rpc/syntax-id.ts";
import type { Call, CallOutcome, RpcInterface } from "./rpc-interface.ts";

/** `syntaxes` are the interfaces listed; `counters` are calls in, calls out, PDUs in, PDUs out. */
export function createMgmtInterface(
  syntaxes: readonly SyntaxId[],
  counters: () => readonly number[],
): RpcInterface {
  return {
    name: "mgmt",
    syntax: MGMT_SYNTAX,
    dispatch: (call) => {
      if (call.opnum === 0) return respond((writer) => writeInterfaces(writer, syntaxes, call.form));
      if (call.opnum === 1) return answerStatistics(call, counters());
      if (call.opnum === 2) return respond(writeListening);
      return { kind: "fault", status: NCA_STATUS.opRangeError, isExecuted: false };
    },
  };
}

function respond(write: (writer: ByteWriter) => void): CallOutcome {
  const writer = createByteWriter("little");
  write(writer);
  return { kind: "response", stub: writer.finish() };
}

/** A pointer to a counted array of pointers to syntax ids, then the status. */
function writeInterfaces(writer: ByteWriter, syntaxes: readonly SyntaxId[], form: NdrForm): void {
  writeWide(writer, FIRST_REFERENT, form);
  writeWide(writer, syntaxes.length, form);
  writer.u32(syntaxes.length);
  for (const index of syntaxes.keys()) writeWide(writer, FIRST_REFERENT + 4 * (index + 1), form);
  for (const syntax of syntaxes) writeSyntaxId(writer, syntax);
  writer.u32(0);
}

function answerStatistics(call: Call, counters: readonly number[]): CallOutcome {
  if (call.stub.length < 4) return { kind: "fault", status: NCA_STATUS.badStubData, isExecuted: true };
  const asked = viewOf(call.stub).getUint32(0, call.byteOrder === "little");
  const given = counters.slice(0, asked);
  return respond((writer) => {
    writer.u32(given.length);
    writeWide(writer, given.length, call.form);
    for (const counter of given) writer.u32(counter >>> 0);
    writer.u32(0);
  });
}

function writeListening(writer: ByteWriter): void {
  writer.u32(0);
  writer.u32(1);
}

/** Referents and element counts: four octets in NDR, eight aligned ones in NDR64. */
function writeWide(writer: ByteWriter, value: number, form: NdrForm): void {
  if (form === "ndr") {
    writer.u32(value);
    return;
  }
  writer.align(8);
  writer.u64(BigInt(value));
}

const FIRST_REFERENT = 0x0002_0000;
