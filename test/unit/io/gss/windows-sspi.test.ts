// SSPI by functions of our own in its place: what the port hands over and gives back. No Windows took part.
import * as koffi from "koffi";
import { expect, test } from "vitest";
import type { GssContext } from "../../../../src/app/gss-ports.ts";
import { openWindowsSspi } from "../../../../src/io/gss/windows-sspi.ts";
import { octets } from "../../../support/dns-wire.ts";

type Call = (...args: readonly unknown[]) => number;
type Described = { readonly buffers: Uint8Array };
type Fake = { readonly calls: readonly string[]; readonly open: ReturnType<typeof openWindowsSspi> };

const CONTINUE_NEEDED = 0x9_0312;
const TOKEN = octets(0x60, 1, 2, 3);
const MIC = octets(4, 4, 0, 0, 9, 9);

/** `statuses` of InitializeSecurityContext, in their order. */
function fakeSspi(statuses: readonly number[], flags = 0x1_0002): Fake {
  const calls: string[] = [];
  let step = 0;
  const view = (described: unknown): DataView => new DataView((described as Described).buffers.buffer);
  const functions: Readonly<Record<string, Call>> = {
    AcquireCredentialsHandleW: () => 0,
    InitializeSecurityContextW: (...args) => {
      const [, before, target, , , , received, , , answer, returned] = args;
      calls.push(
        `${String(target)} ${before === null ? "first" : "again"} ${received === null ? "-" : "token"}`,
      );
      const status = statuses[step++] ?? 0;
      if (status === 0 || status === CONTINUE_NEEDED) {
        view(answer).setUint32(0, TOKEN.length, true);
        view(answer).setBigUint64(8, koffi.address(TOKEN), true);
      }
      (returned as number[])[0] = flags;
      return status;
    },
    QueryContextAttributesW: (_context, _what, sizes) => {
      (sizes as { mostSignature: number }).mostSignature = 16;
      return 0;
    },
    MakeSignature: (_context, _quality, message) => {
      const address = view(message).getBigUint64(16 + 8, true);
      new Uint8Array(koffi.view(address, MIC.length)).set(MIC);
      view(message).setUint32(16, MIC.length, true);
      return 0;
    },
    VerifySignature: (_context, message) => {
      const length = view(message).getUint32(16, true);
      const mic = new Uint8Array(koffi.view(view(message).getBigUint64(16 + 8, true), length));
      return mic.every((octet, index) => octet === MIC[index]) ? 0 : 0x8009_030f;
    },
  };
  const func = (_convention: string, name: string) => {
    const call: Call = (...args) => {
      if (functions[name] === undefined) calls.push(name);
      return functions[name]?.(...args) ?? 0;
    };
    const async = (...args: readonly unknown[]): void =>
      (args.at(-1) as (error: null, status: number) => void)(null, call(...args.slice(0, -1)));
    return Object.assign(call, { async });
  };
  const open = openWindowsSspi({ ...koffi, load: () => ({ func }) } as unknown as typeof koffi);
  return { calls, open };
}

function opened({ open }: Fake): GssContext {
  const context = open("dc1.corp.test");
  if (!context.ok) throw new Error(context.error.said);
  return context.value;
}

test("two steps, a signature and its check; everything is given back", async () => {
  const fake = fakeSspi([CONTINUE_NEEDED, 0]);
  const context = opened(fake);
  expect(context.account).toBeNull();
  expect(await context.step(null)).toEqual({ ok: true, value: { token: TOKEN, isDone: false } });
  expect(await context.step(octets(1))).toEqual({ ok: true, value: { token: TOKEN, isDone: true } });
  const mic = context.getMic([octets(1), octets(2)]);
  expect(mic).toEqual(MIC);
  expect(context.verifyMic([octets(1)], mic)).toBe(true);
  expect(context.verifyMic([octets(1)], octets(1, 2, 3))).toBe(false);
  context.close();
  expect(fake.calls).toEqual([
    "DNS/dc1.corp.test first -",
    "FreeContextBuffer",
    "DNS/dc1.corp.test again token",
    "FreeContextBuffer",
    "DeleteSecurityContext",
    "FreeCredentialsHandle",
  ]);
});

test.each([
  [0x8009_030e, "no-ticket"],
  [0x8009_0303, "unknown-service"],
  [0x8009_0311, "no-kdc"],
  [0x8009_0324, "clock-skew"],
  [0x8009_0317, "expired"],
  [0x8009_0308, "other"],
])("the status 0x%x is %s", async (status, kind) => {
  const fake = fakeSspi([status]);
  const context = opened(fake);
  expect(await context.step(null)).toEqual({
    ok: false,
    error: { kind, said: `SSPI 0x${status.toString(16)}` },
  });
  context.close();
  expect(fake.calls.slice(1)).toEqual(["FreeCredentialsHandle"]);
});

test("a context that does not prove who the server is (NTLM) is none", async () => {
  expect(await opened(fakeSspi([0], 0x1_0000)).step(null)).toMatchObject({ ok: false });
});
