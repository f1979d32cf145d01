// The security contexts of Linux: MIT Kerberos' GSS-API library.
import type * as Koffi from "koffi";
import type { OpenGssContext } from "../../app/gss-ports.ts";
import { createGssapi } from "./gssapi.ts";
import { loadGssFunctions } from "./gssapi-functions.ts";

export const LINUX_LIBRARY = "libgssapi_krb5.so.2";

/** Throws where the library is missing. */
export function openLinuxGssapi(koffi: typeof Koffi): OpenGssContext {
  return createGssapi(loadGssFunctions(koffi, LINUX_LIBRARY));
}
