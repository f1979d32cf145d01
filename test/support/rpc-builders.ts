// Builders for the RPC tests: a proposal, a call, and a connection of the endpoint without sockets.
import { decodeBindAck, type BindAckPdu } from "../../src/core/rpc/bind-ack.ts";
import { encodeBind, type BindPdu, type PresentationContext } from "../../src/core/rpc/bind.ts";
import { decodeFault, type FaultPdu } from "../../src/core/rpc/fault.ts";
import { decodeResponse, encodeRequest, type RequestPdu } from "../../src/core/rpc/request.ts";
import { KMS_SYNTAX, MGMT_SYNTAX, NDR_SYNTAX, type SyntaxId } from "../../src/core/rpc/syntax-id.ts";
import { createAssocGroups } from "../../src/lab/kms-host/assoc-groups.ts";
import type { ConnectionAction, ConnectionSetup } from "../../src/lab/kms-host/connection-setup.ts";
import { createConnection } from "../../src/lab/kms-host/connection.ts";
import type { KmsHostEvent } from "../../src/lab/kms-host/event.ts";
import { createKmsInterface } from "../../src/lab/kms-host/kms-interface.ts";
import { DEFAULT_KMS_HOST_LIMITS, type KmsHostLimits } from "../../src/lab/kms-host/limits.ts";
import { createMgmtInterface } from "../../src/lab/kms-host/mgmt-interface.ts";

export function context(
  contextId: number,
  abstractSyntax: SyntaxId = KMS_SYNTAX,
  ...transferSyntaxes: readonly SyntaxId[]
): PresentationContext {
  return {
    contextId,
    abstractSyntax,
    transferSyntaxes: transferSyntaxes.length === 0 ? [NDR_SYNTAX] : transferSyntaxes,
  };
}

export function bindPdu(overrides: Partial<BindPdu> = {}): BindPdu {
  return {
    kind: "bind",
    byteOrder: "little",
    flags: 3,
    callId: 1,
    maxXmitFrag: 5840,
    maxRecvFrag: 5840,
    assocGroupId: 0,
    contexts: [context(0)],
    ...overrides,
  };
}

export const bindBytes = (overrides: Partial<BindPdu> = {}): Uint8Array => encodeBind(bindPdu(overrides));

export function requestBytes(overrides: Partial<RequestPdu> = {}): Uint8Array {
  return encodeRequest({
    byteOrder: "little",
    flags: 3,
    callId: 2,
    allocHint: 0,
    contextId: 0,
    opnum: 0,
    objectUuid: null,
    stub: new Uint8Array(0),
    ...overrides,
  });
}

export type TestConnection = {
  /** Pushes the octets and returns every action that follows. */
  readonly send: (...chunks: readonly Uint8Array[]) => ConnectionAction[];
  readonly events: readonly KmsHostEvent[];
  readonly pending: () => number;
  readonly isBound: () => boolean;
  readonly release: () => void;
};

export function testConnection(
  overrides: Partial<Omit<ConnectionSetup, "limits">> & { readonly limits?: Partial<KmsHostLimits> } = {},
): TestConnection {
  const events: KmsHostEvent[] = [];
  const limits = { ...DEFAULT_KMS_HOST_LIMITS, ...overrides.limits };
  const note = (event: KmsHostEvent): void => void events.push(event);
  const connection = createConnection({
    interfaces: [
      createKmsInterface(limits.stubLength, () => note({ kind: "activation-refused" })),
      createMgmtInterface([KMS_SYNTAX, MGMT_SYNTAX], () => [1, 2, 3, 4]),
    ],
    preferredForms: ["ndr64", "ndr"],
    groups: createAssocGroups(),
    secondaryAddress: "1688",
    isBusy: false,
    note,
    ...overrides,
    limits,
  });
  return {
    send: (...chunks) => {
      const actions: ConnectionAction[] = [];
      for (const chunk of chunks) {
        connection.push(chunk);
        for (let action = connection.next(); action !== null; action = connection.next())
          actions.push(action);
      }
      return actions;
    },
    events,
    pending: connection.pending,
    isBound: connection.isBound,
    release: connection.release,
  };
}

/** A connection that has bound KMS as context 0 with NDR. */
export function boundConnection(overrides: Parameters<typeof testConnection>[0] = {}): TestConnection {
  const connection = testConnection(overrides);
  connection.send(bindBytes());
  return connection;
}

export function readAck(action: ConnectionAction | undefined): BindAckPdu {
  return expectOk(decodeBindAck(bytesOf(action)));
}

export function readFault(action: ConnectionAction | undefined): FaultPdu {
  return expectOk(decodeFault(bytesOf(action)));
}

export function readStub(action: ConnectionAction | undefined): Uint8Array {
  return expectOk(decodeResponse(bytesOf(action))).stub;
}

/** `0/0 2/2 3/3`, the results of a bind_ack. */
export function resultsOf(action: ConnectionAction | undefined): string {
  return readAck(action)
    .results.map(({ result, reason }) => `${result}/${reason}`)
    .join(" ");
}

function bytesOf(action: ConnectionAction | undefined): Uint8Array {
  if (action === undefined) throw new Error("there was no answer");
  return action.bytes;
}

function expectOk<T>(result: { ok: true; value: T } | { ok: false; error: unknown }): T {
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}
