// The endpoint after the bind: calls, fragments, alter_context, faults and limits.
import { describe, expect, test } from "vitest";
import { encodeBind } from "../../../../src/core/rpc/bind.ts";
import { KMS_BIND } from "../../../../src/core/rpc/kms-bind.ts";
import {
  featureSyntax,
  KMS_SYNTAX,
  MGMT_SYNTAX,
  NDR64_SYNTAX,
  NDR_SYNTAX,
  ZERO_SYNTAX,
} from "../../../../src/core/rpc/syntax-id.ts";
import { fromHex } from "../../../support/hex.ts";
import {
  bindBytes,
  bindPdu,
  boundConnection,
  context,
  readAck,
  readFault,
  readStub,
  requestBytes,
  resultsOf,
  testConnection,
} from "../../../support/rpc-builders.ts";
import { BIND_NDR, RESPONSE_REFUSAL } from "../../../support/rpc-vectors.ts";

const SHELL = fromHex("05000000 05000000 deadbeef01");
const alter = (...contexts: Parameters<typeof bindPdu>[0][]): Uint8Array =>
  encodeBind(bindPdu({ kind: "alter-context", callId: 3, ...contexts[0] }));

describe("the KMS operation", () => {
  test("is refused with E_ACCESSDENIED, octet by octet as recorded", () => {
    const connection = boundConnection();
    expect(connection.send(requestBytes({ stub: SHELL }))).toEqual([
      { kind: "send", bytes: RESPONSE_REFUSAL },
    ]);
    expect(connection.events).toContainEqual({ kind: "activation-refused" });
  });

  test("is refused in NDR64 too", () => {
    const connection = testConnection();
    connection.send(encodeBind(KMS_BIND));
    const stub = fromHex("05000000 00000000 0500000000000000 deadbeef01");
    expect(readStub(connection.send(requestBytes({ contextId: 1, stub }))[0])).toEqual(
      fromHex("00000000 00000000 0000000000000000 05000780"),
    );
  });

  test("gets no further than the shell", () => {
    const [action] = boundConnection().send(requestBytes({ stub: fromHex("05000000 06000000") }));
    expect(readFault(action)).toMatchObject({ status: 0x6f7, flags: 3 });
    expect(action?.kind).toBe("send");
  });

  test("any other operation does not exist, and the connection goes on", () => {
    const connection = boundConnection();
    const [action] = connection.send(requestBytes({ opnum: 1 }));
    expect(readFault(action)).toMatchObject({ status: 0x1c01_0002, flags: 0x23, contextId: 0 });
    expect(readStub(connection.send(requestBytes({ stub: SHELL }))[0]).length).toBe(12);
  });

  test("bind and request in one segment are answered in order", () => {
    const actions = testConnection().send(Uint8Array.from([...BIND_NDR, ...requestBytes({ opnum: 9 })]));
    expect(resultsOf(actions[0])).toBe("0/0");
    expect(readFault(actions[1]).status).toBe(0x1c01_0002);
  });
});

describe("fragments", () => {
  const part = (flags: number, from: number, to: number): Uint8Array =>
    requestBytes({ flags, stub: SHELL.subarray(from, to) });

  test("are put together", () => {
    const actions = boundConnection().send(part(1, 0, 3), part(0, 3, 9), part(2, 9, 13));
    expect(actions.map(({ bytes }) => bytes.length)).toEqual([0, 0, RESPONSE_REFUSAL.length]);
  });

  test("keep copies of their own octets", () => {
    const connection = boundConnection();
    const first = part(1, 0, 8);
    connection.send(first);
    first.fill(0xff);
    expect(readStub(connection.send(part(2, 8, 13))[0]).length).toBe(12);
  });

  test.each([
    ["a last one without a first", [part(2, 0, 13)]],
    ["a middle one without a first", [part(0, 0, 13)]],
    ["a second first", [part(1, 0, 3), part(1, 3, 9)]],
    ["another call id", [part(1, 0, 3), requestBytes({ flags: 2, callId: 9 })]],
    ["a whole call meanwhile", [part(1, 0, 3), part(3, 0, 13)]],
  ])("%s breaks the connection", (_, pdus) => {
    const action = boundConnection()
      .send(...pdus)
      .at(-1);
    expect(action?.kind).toBe("close");
    expect(readFault(action)).toMatchObject({ status: 0x1c01_000b, flags: 3 });
  });

  test("a PDU above the limit is refused by its header", () => {
    const [action] = boundConnection().send(fromHex("05000001 10000000 d816 0000 02000000"));
    expect(action?.kind).toBe("close");
    expect(readFault(action)).toMatchObject({ status: 0x1c01_000b, flags: 3 });
  });

  test("a PDU of exactly the limit is taken", () => {
    const [action] = boundConnection().send(requestBytes({ stub: new Uint8Array(5840 - 24) }));
    expect(readStub(action).length).toBe(12);
  });

  test("a call above the reassembly cap is denied, announced or sent", () => {
    const announced = boundConnection().send(requestBytes({ flags: 1, allocHint: 0xffff_ffff }));
    expect(readFault(announced[0])).toMatchObject({ status: 5 });
    const connection = boundConnection({ limits: { stubLength: 100 } });
    const sent = connection.send(
      requestBytes({ flags: 1, stub: new Uint8Array(60) }),
      requestBytes({ flags: 2, stub: new Uint8Array(60) }),
    );
    expect(sent.at(-1)?.kind).toBe("close");
    expect(readFault(sent.at(-1)).status).toBe(5);
  });

  test("a hint on a complete request is ignored", () => {
    expect(
      readStub(boundConnection().send(requestBytes({ allocHint: 0xffff_ffff, stub: SHELL }))[0]).length,
    ).toBe(12);
  });

  test("an orphaned call is forgotten, a cancelled one goes on", () => {
    const connection = boundConnection();
    const lonely = (ptype: string): Uint8Array => fromHex(`0500${ptype}03 10000000 1000 0000 02000000`);
    expect(connection.send(part(1, 0, 3), lonely("13"), lonely("12"), part(3, 0, 13)).at(-1)?.bytes).toEqual(
      RESPONSE_REFUSAL,
    );
  });
});

describe("alter_context", () => {
  test("adds mgmt, which answers", () => {
    const connection = boundConnection();
    const [action] = connection.send(alter({ contexts: [context(7, MGMT_SYNTAX)] }));
    expect(readAck(action)).toMatchObject({
      kind: "alter-context-response",
      secondaryAddress: "",
      results: [{ result: 0 }],
    });
    expect(readStub(connection.send(requestBytes({ contextId: 7, opnum: 2 }))[0])).toEqual(
      fromHex("00000000 01000000"),
    );
  });

  test("works after a bind that accepted nothing", () => {
    const connection = testConnection();
    expect(resultsOf(connection.send(bindBytes({ contexts: [context(0, ZERO_SYNTAX)] }))[0])).toBe("2/1");
    expect(resultsOf(connection.send(alter({ contexts: [context(1)] }))[0])).toBe("0/0");
    expect(connection.events[0]).toEqual({ kind: "bind-rejected" });
  });

  test("the same pair again is accepted, unknown syntaxes are refused and the context stays", () => {
    const connection = boundConnection();
    expect(resultsOf(connection.send(alter({ contexts: [context(0)] }))[0])).toBe("0/0");
    expect(resultsOf(connection.send(alter({ contexts: [context(0, KMS_SYNTAX, ZERO_SYNTAX)] }))[0])).toBe(
      "2/2",
    );
    expect(readStub(connection.send(requestBytes({ stub: SHELL }))[0]).length).toBe(12);
  });

  test("features are no features here", () => {
    expect(
      resultsOf(boundConnection().send(alter({ contexts: [context(4, KMS_SYNTAX, featureSyntax(3))] }))[0]),
    ).toBe("2/2");
  });

  test.each([
    ["nothing proposed", alter({ contexts: [] })],
    [
      "no transfer syntax",
      encodeBind(bindPdu({ kind: "alter-context", contexts: [{ ...context(0), transferSyntaxes: [] }] })),
    ],
    ["a context redefined", alter({ contexts: [context(0, KMS_SYNTAX, NDR64_SYNTAX)] })],
    ["a cut list", fromHex("05000e0310000000 1c00 0000 03000000 d016d016 00000000 05000000")],
  ])("%s breaks the connection", (_, bytes) => {
    const [action] = boundConnection().send(bytes);
    expect(action?.kind).toBe("close");
    expect(readFault(action)).toMatchObject({ status: 0x1c01_000b, flags: 0x23, contextId: 0 });
  });

  test("there is a limit to contexts", () => {
    const connection = boundConnection({ limits: { contextsPerConnection: 2 } });
    expect(resultsOf(connection.send(alter({ contexts: [context(1)] }))[0])).toBe("0/0");
    expect(resultsOf(connection.send(alter({ contexts: [context(2)] }))[0])).toBe("2/3");
    expect(resultsOf(connection.send(alter({ contexts: [context(1)] }))[0])).toBe("0/0");
  });
});

describe("what ends a bound connection", () => {
  test.each([
    ["a response from the client", "05000203 10000000 1000 0000 02000000", 0x1c01_000b],
    ["a shutdown", "05001103 10000000 1000 0000 02000000", 0x1c01_000b],
    ["a broken header", "04000003 10000000 1800 0000 02000000", 0x1c01_000b],
    ["a request that is too short", "05000003 10000000 1400 0000 02000000 00000000", 0x1c01_000b],
    ["an object flag without object", "05000083 10000000 1800 0000 02000000 0000000000000000", 0x1c01_000b],
    [
      "an auth trailer",
      "05000003 10000000 2400 0400 02000000 0000000000000000 0a020000 00000000 01020304",
      5,
    ],
    [
      "an auth trailer on alter_context",
      "05000e03 10000000 1c00 0400 02000000 0a020000 00000000 01020304",
      5,
    ],
  ])("%s", (_, bytes, status) => {
    const [action] = boundConnection().send(fromHex(bytes));
    expect(action?.kind).toBe("close");
    expect(readFault(action).status).toBe(status);
  });

  test("an unknown PDU type ends it without a word", () => {
    const actions = boundConnection().send(fromHex("05001f03 10000000 1000 0000 01000000"));
    expect(actions).toEqual([{ kind: "close", bytes: new Uint8Array(0) }]);
  });

  test("too many calls", () => {
    const connection = boundConnection({ limits: { callsPerConnection: 2 } });
    connection.send(requestBytes({ opnum: 1 }), requestBytes({ opnum: 1 }));
    const [action] = connection.send(requestBytes({ opnum: 1 }));
    expect(action?.kind).toBe("close");
    expect(readFault(action).status).toBe(0x1c01_0014);
  });

  test("too many empty fragments", () => {
    const connection = boundConnection({ limits: { pdusPerConnection: 3 } });
    const empty = requestBytes({ flags: 0 });
    const actions = connection.send(requestBytes({ flags: 1 }), empty, empty);
    expect(actions.at(-1)).toEqual({ kind: "close", bytes: new Uint8Array(0) });
  });
});

test("an unknown context is a fault, and the connection goes on", () => {
  const connection = boundConnection();
  const [action] = connection.send(requestBytes({ contextId: 12_345 }));
  expect(action?.kind).toBe("send");
  expect(readFault(action)).toMatchObject({ status: 0x1c01_0003, flags: 0x23, contextId: 0 });
  expect(resultsOf(connection.send(alter({ contexts: [context(0, KMS_SYNTAX, NDR_SYNTAX)] }))[0])).toBe(
    "0/0",
  );
});
