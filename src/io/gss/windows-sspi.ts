// The security contexts of Windows: SSPI with the package Negotiate (MS-GSSA, RFC 3645). Not tested: no such domain member was at hand.
import type * as Koffi from "koffi";
import type { GssContext, OpenGssContext } from "../../app/gss-ports.ts";
import type { GssFailure, GssFailureKind } from "../../core/checks/gss-failure.ts";
import { EnvironmentError } from "../../core/errors.ts";
import { err, ok } from "../../core/result.ts";

export const WINDOWS_LIBRARY = "secur32.dll";

const OUTBOUND = 2;
const NATIVE_DATA = 0x10;
/** ISC_REQ_MUTUAL_AUTH, _REPLAY_DETECT, _INTEGRITY, and _ALLOCATE_MEMORY: the tokens are Windows' to allocate. */
const FLAGS = 0x2 | 0x4 | 0x1_0000 | 0x100;
const [MUTUAL, INTEGRITY] = [0x2, 0x1_0000];
const [BUFFER_DATA, BUFFER_TOKEN] = [1, 2];
const CONTINUE_NEEDED = 0x9_0312;
const SIZES = 0;
/** SecBuffer on 64-bit Windows: length and type of four octets each, and an address. */
const [BUFFER_SIZE, TYPE_AT, OCTETS_AT] = [16, 4, 8];
const MOST_TOKEN_OCTETS = 65_535;

/** SEC_E_…; by their unsigned numbers. */
const KINDS = new Map<number, GssFailureKind>([
  [0x8009_0303, "unknown-service"], // TARGET_UNKNOWN
  [0x8009_030d, "no-ticket"], // UNKNOWN_CREDENTIALS
  [0x8009_030e, "no-ticket"], // NO_CREDENTIALS
  [0x8009_0311, "no-kdc"], // NO_AUTHENTICATING_AUTHORITY
  [0x8009_0317, "expired"], // CONTEXT_EXPIRED
  [0x8009_0322, "unknown-service"], // WRONG_PRINCIPAL
  [0x8009_0324, "clock-skew"], // TIME_SKEW
]);

/** SecHandle: two words that only Windows understands. */
type SecHandle = { lower: bigint | number; upper: bigint | number };
/** Octets of ours for Windows to read or to fill; null for those that Windows allocates. */
type SecBuffer = { readonly type: number; readonly octets: Uint8Array | null };
/** SecBufferDesc: the buffers lie in memory that Windows reads and changes. */
type Described = { readonly version: 0; readonly count: number; readonly buffers: Uint8Array };

type Sspi = ReturnType<typeof loadSspi>;

/** Throws where the library is missing. */
export function openWindowsSspi(koffi: typeof Koffi): OpenGssContext {
  const sspi = loadSspi(koffi);
  return (serverName) => {
    const credential: SecHandle = { lower: 0, upper: 0 };
    const status = sspi.acquire(null, "Negotiate", OUTBOUND, null, null, null, null, credential, {});
    if (status !== 0) return err(failureOf(status));
    return ok(contextFor(sspi, credential, `DNS/${serverName}`));
  };
}

function loadSspi(koffi: typeof Koffi) {
  const lib = koffi.load(WINDOWS_LIBRARY);
  const handle = koffi.struct({ lower: "uintptr_t", upper: "uintptr_t" });
  const time = koffi.struct({ low: "uint32_t", high: "int32_t" });
  const description = koffi.struct({ version: "uint32_t", count: "uint32_t", buffers: "void *" });
  const sizes = koffi.struct({
    mostToken: "uint32_t",
    mostSignature: "uint32_t",
    block: "uint32_t",
    trailer: "uint32_t",
  });
  const input = (type: Koffi.TypeObject) => koffi.pointer(type);
  const output = (type: Koffi.TypeObject | string) => koffi.out(koffi.pointer(type));
  const both = (type: Koffi.TypeObject) => koffi.inout(koffi.pointer(type));
  type Argument = ReturnType<typeof output> | Koffi.TypeObject | string;
  const bind = (name: string, ...args: readonly Argument[]) =>
    lib.func("__stdcall", name, "uint32_t", [...args]);
  const initialize = bind(
    "InitializeSecurityContextW",
    ...[input(handle), input(handle), "str16", "uint32_t", "uint32_t", "uint32_t", input(description)],
    ...["uint32_t", both(handle), input(description), output("uint32_t"), output(time)],
  );
  return {
    acquire: bind(
      "AcquireCredentialsHandleW",
      ...["str16", "str16", "uint32_t", "void *", "void *", "void *", "void *", output(handle), output(time)],
    ),
    /** In a thread of its own: it may ask domain controllers. */
    initialize: (...args: readonly unknown[]): Promise<number> =>
      new Promise((resolve, reject) => {
        initialize.async(...args, (error: Error | null, status: number) => {
          if (error === null) resolve(status);
          else reject(error);
        });
      }),
    sizes: bind("QueryContextAttributesW", input(handle), "uint32_t", output(sizes)),
    sign: bind("MakeSignature", input(handle), "uint32_t", input(description), "uint32_t"),
    verify: bind("VerifySignature", input(handle), input(description), "uint32_t", output("uint32_t")),
    deleteContext: bind("DeleteSecurityContext", input(handle)),
    freeCredential: bind("FreeCredentialsHandle", input(handle)),
    freeBuffer: bind("FreeContextBuffer", "void *"),
    /** The octets must be kept until the call that gets this is over. */
    describe: (buffers: readonly SecBuffer[]): Described => {
      const memory = new Uint8Array(buffers.length * BUFFER_SIZE);
      const view = viewOf(memory);
      for (const [index, { type, octets }] of buffers.entries()) {
        const start = index * BUFFER_SIZE;
        const hasOctets = octets !== null && octets.length > 0;
        view.setUint32(start, octets?.length ?? 0, true);
        view.setUint32(start + TYPE_AT, type, true);
        view.setBigUint64(start + OCTETS_AT, hasOctets ? koffi.address(octets) : 0n, true);
      }
      return { version: 0, count: buffers.length, buffers: memory };
    },
    copyOf: (address: bigint, length: number) => Uint8Array.from(new Uint8Array(koffi.view(address, length))),
  };
}

function contextFor(sspi: Sspi, credential: SecHandle, target: string): GssContext {
  const context: SecHandle = { lower: 0, upper: 0 };
  let hasContext = false;
  return {
    account: null,
    step: async (token) => {
      const answer = sspi.describe([{ type: BUFFER_TOKEN, octets: null }]);
      const received = token === null ? null : sspi.describe([{ type: BUFFER_TOKEN, octets: token }]);
      const flags: [number] = [0];
      const before = hasContext ? context : null;
      const to = [target, FLAGS, 0, NATIVE_DATA, received, 0] as const;
      const status = await sspi.initialize(credential, before, ...to, context, answer, flags, {});
      const octets = takeToken(sspi, answer);
      const isDone = status === 0;
      if (!isDone && status !== CONTINUE_NEEDED) return err(failureOf(status));
      hasContext = true;
      if (isDone && ((flags[0] & MUTUAL) === 0 || (flags[0] & INTEGRITY) === 0))
        return err({ kind: "other", said: "the context does not prove who the server is" });
      return ok({ token: octets, isDone });
    },
    getMic: (parts) => {
      const sizes = { mostSignature: 0 };
      const asked = sspi.sizes(context, SIZES, sizes);
      const mic = new Uint8Array(sizes.mostSignature);
      const data = Buffer.concat(parts);
      const message = dataAndToken(sspi, data, mic);
      const status = asked === 0 ? sspi.sign(context, 0, message, 0) : asked;
      if (status === 0) return mic.slice(0, viewOf(message.buffers).getUint32(BUFFER_SIZE, true));
      throw new EnvironmentError(`Windows signs no more: ${failureOf(status).said}`, {
        hint: "Sign in again, and repeat the command.",
      });
    },
    verifyMic: (parts, mic) => {
      const data = Buffer.concat(parts);
      return sspi.verify(context, dataAndToken(sspi, data, mic), 0, [0]) === 0;
    },
    close: () => {
      if (hasContext) sspi.deleteContext(context);
      sspi.freeCredential(credential);
    },
  };
}

function dataAndToken(sspi: Sspi, data: Uint8Array, token: Uint8Array): Described {
  return sspi.describe([
    { type: BUFFER_DATA, octets: data },
    { type: BUFFER_TOKEN, octets: token },
  ]);
}

/** A copy of what Windows allocated, which is given back. */
function takeToken(sspi: Sspi, { buffers }: Described): Uint8Array {
  const view = viewOf(buffers);
  const address = view.getBigUint64(OCTETS_AT, true);
  if (address === 0n) return new Uint8Array();
  const octets = sspi.copyOf(address, Math.min(view.getUint32(0, true), MOST_TOKEN_OCTETS));
  sspi.freeBuffer(address);
  return octets;
}

function viewOf({ buffer, byteOffset, byteLength }: Uint8Array): DataView {
  return new DataView(buffer, byteOffset, byteLength);
}

function failureOf(status: number): GssFailure {
  return { kind: KINDS.get(status >>> 0) ?? "other", said: `SSPI 0x${(status >>> 0).toString(16)}` };
}
