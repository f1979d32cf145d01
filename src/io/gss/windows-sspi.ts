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
type SecBuffer = { length: number; type: number; octets: Uint8Array | bigint | null };

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
  const buffer = koffi.struct({ length: "uint32_t", type: "uint32_t", octets: "void *" });
  const description = koffi.struct({
    version: "uint32_t",
    count: "uint32_t",
    buffers: koffi.pointer(buffer),
  });
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
    ...["uint32_t", both(handle), both(description), output("uint32_t"), output(time)],
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
    sign: bind("MakeSignature", input(handle), "uint32_t", both(description), "uint32_t"),
    verify: bind("VerifySignature", input(handle), input(description), "uint32_t", output("uint32_t")),
    deleteContext: bind("DeleteSecurityContext", input(handle)),
    freeCredential: bind("FreeCredentialsHandle", input(handle)),
    freeBuffer: bind("FreeContextBuffer", "void *"),
    view: (address: bigint, length: number) => Uint8Array.from(new Uint8Array(koffi.view(address, length))),
  };
}

function contextFor(sspi: Sspi, credential: SecHandle, target: string): GssContext {
  const context: SecHandle = { lower: 0, upper: 0 };
  let hasContext = false;
  return {
    account: null,
    step: async (token) => {
      const answer = describe([{ length: 0, type: BUFFER_TOKEN, octets: null }]);
      const received =
        token === null ? null : describe([{ length: token.length, type: BUFFER_TOKEN, octets: token }]);
      const flags: [number] = [0];
      const before = hasContext ? context : null;
      const to = [target, FLAGS, 0, NATIVE_DATA, received, 0] as const;
      const status = await sspi.initialize(credential, before, ...to, context, answer, flags, {});
      const octets = takeToken(sspi, answer.buffers[0]);
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
      const message = dataAndToken(parts, mic);
      const status = asked === 0 ? sspi.sign(context, 0, message, 0) : asked;
      if (status === 0) return mic.subarray(0, message.buffers[1]?.length ?? 0);
      throw new EnvironmentError(`Windows signs no more: ${failureOf(status).said}`, {
        hint: "Sign in again, and repeat the command.",
      });
    },
    verifyMic: (parts, mic) => sspi.verify(context, dataAndToken(parts, mic), 0, [0]) === 0,
    close: () => {
      if (hasContext) sspi.deleteContext(context);
      sspi.freeCredential(credential);
    },
  };
}

type Described = { readonly version: 0; readonly count: number; readonly buffers: SecBuffer[] };

function describe(buffers: SecBuffer[]): Described {
  return { version: 0, count: buffers.length, buffers };
}

function dataAndToken(parts: readonly Uint8Array[], token: Uint8Array): Described {
  const data = Buffer.concat(parts);
  return describe([
    { length: data.length, type: BUFFER_DATA, octets: data },
    { length: token.length, type: BUFFER_TOKEN, octets: token },
  ]);
}

/** A copy of what Windows allocated, which is given back. */
function takeToken(sspi: Sspi, buffer: SecBuffer | undefined): Uint8Array {
  if (typeof buffer?.octets !== "bigint") return new Uint8Array();
  const octets = sspi.view(buffer.octets, Math.min(buffer.length, MOST_TOKEN_OCTETS));
  sspi.freeBuffer(buffer.octets);
  return octets;
}

function failureOf(status: number): GssFailure {
  return { kind: KINDS.get(status >>> 0) ?? "other", said: `SSPI 0x${(status >>> 0).toString(16)}` };
}
