// The functions of a GSS-API library in C (RFC 2744), as far as GSS-TSIG needs them, by koffi.
import type * as Koffi from "koffi";

/** An address in the library's memory; null for none. */
export type Handle = bigint | null;
/** gss_buffer_desc: octets of ours, or the library's. */
export type GssBuffer = { length: number | bigint; value: Uint8Array | Handle };
/** gss_OID_desc */
export type GssOid = { readonly length: number; readonly elements: Uint8Array };
/** An argument through which the library gives something back. */
export type Out<T> = [T];

type OidSet = { readonly count: number; readonly elements: readonly GssOid[] };

/** Each gives the major status; the first argument takes the minor one. */
export type GssFunctions = {
  readonly importName: (minor: Out<number>, text: GssBuffer, type: GssOid, name: Out<Handle>) => number;
  readonly displayName: (minor: Out<number>, name: Handle, text: GssBuffer, type: null) => number;
  readonly releaseName: (minor: Out<number>, name: Out<Handle>) => number;
  readonly acquireCredential: (
    minor: Out<number>,
    name: null,
    seconds: number,
    mechanisms: OidSet,
    usage: number,
    credential: Out<Handle>,
    actual: null,
    lifetimeSeconds: Out<number>,
  ) => number;
  readonly inquireCredential: (
    minor: Out<number>,
    credential: Handle,
    name: Out<Handle>,
    lifetimeSeconds: Out<number>,
    usage: null,
    mechanisms: null,
  ) => number;
  readonly releaseCredential: (minor: Out<number>, credential: Out<Handle>) => number;
  /** In a thread of its own: it may ask Kerberos servers. */
  readonly initContext: (
    minor: Out<number>,
    context: Out<Handle>,
    target: Handle,
    mechanism: GssOid,
    flags: number,
    input: GssBuffer | null,
    output: GssBuffer,
    returnedFlags: Out<number>,
  ) => Promise<number>;
  readonly deleteContext: (minor: Out<number>, context: Out<Handle>, token: null) => number;
  readonly getMic: (
    minor: Out<number>,
    context: Handle,
    quality: number,
    message: GssBuffer,
    mic: GssBuffer,
  ) => number;
  readonly verifyMic: (
    minor: Out<number>,
    context: Handle,
    message: GssBuffer,
    mic: GssBuffer,
    quality: null,
  ) => number;
  readonly displayStatus: (
    minor: Out<number>,
    status: number,
    type: number,
    mechanism: GssOid,
    more: Out<number>,
    text: GssBuffer,
  ) => number;
  /** The octets of a buffer that the library filled, copied; the buffer is given back. */
  readonly takeBuffer: (buffer: GssBuffer) => Uint8Array;
};

/** An empty buffer for the library to fill. */
export function emptyBuffer(): GssBuffer {
  return { length: 0, value: null };
}

/** A buffer of ours. */
export function bufferOf(octets: Uint8Array): GssBuffer {
  return { length: octets.length, value: octets };
}

/** Throws where the library or one of the functions is missing. */
export function loadGssFunctions(koffi: typeof Koffi, library: string): GssFunctions {
  const lib = koffi.load(library);
  const buffer = koffi.struct({ length: "size_t", value: "void *" });
  const oid = koffi.struct({ length: "uint32_t", elements: "void *" });
  const oidSet = koffi.struct({ count: "size_t", elements: koffi.pointer(oid) });
  const input = (type: Koffi.TypeObject): Koffi.TypeObject => koffi.pointer(type);
  const output = (type: Koffi.TypeObject | string) => koffi.out(koffi.pointer(type));
  const both = (type: Koffi.TypeObject | string) => koffi.inout(koffi.pointer(type));
  type Argument = ReturnType<typeof output> | Koffi.TypeObject | string;
  const bind = (name: string, ...args: readonly Argument[]) =>
    lib.func(name, "uint32_t", [output("uint32_t"), ...args]);

  const initContext = bind(
    "gss_init_sec_context",
    ...["void *", both("void *"), "void *", input(oid), "uint32_t", "uint32_t", "void *", input(buffer)],
    ...["void *", output(buffer), output("uint32_t"), "void *"],
  );
  const releaseBuffer = bind("gss_release_buffer", both(buffer));
  return {
    importName: bind("gss_import_name", input(buffer), input(oid), output("void *")),
    displayName: bind("gss_display_name", "void *", output(buffer), "void *"),
    releaseName: bind("gss_release_name", both("void *")),
    acquireCredential: bind(
      "gss_acquire_cred",
      ...["void *", "uint32_t", input(oidSet), "int", output("void *"), "void *", output("uint32_t")],
    ),
    inquireCredential: bind(
      "gss_inquire_cred",
      ...["void *", output("void *"), output("uint32_t"), "void *", "void *"],
    ),
    releaseCredential: bind("gss_release_cred", both("void *")),
    initContext: (minor, context, target, mechanism, flags, token, answer, returnedFlags) =>
      new Promise((resolve, reject) => {
        const args = [minor, null, context, target, mechanism, flags, 0, null, token, null, answer];
        initContext.async(...args, returnedFlags, null, (error: Error | null, major: number) => {
          if (error === null) resolve(major);
          else reject(error);
        });
      }),
    deleteContext: bind("gss_delete_sec_context", both("void *"), "void *"),
    getMic: bind("gss_get_mic", "void *", "uint32_t", input(buffer), output(buffer)),
    verifyMic: bind("gss_verify_mic", "void *", input(buffer), input(buffer), "void *"),
    displayStatus: bind(
      "gss_display_status",
      ...["uint32_t", "int", input(oid), both("uint32_t"), output(buffer)],
    ),
    takeBuffer: (filled) => {
      if (typeof filled.value !== "bigint") return new Uint8Array();
      const octets = Uint8Array.from(new Uint8Array(koffi.view(filled.value, Number(filled.length))));
      releaseBuffer([0], filled);
      return octets;
    },
  };
}
