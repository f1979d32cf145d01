// The security contexts of macOS: GSS.framework, which has the functions of RFC 2744. Not tested: no such machine was at hand.
import type * as Koffi from "koffi";
import type { OpenGssContext } from "../../app/gss-ports.ts";
import { createGssapi } from "./gssapi.ts";
import { loadGssFunctions } from "./gssapi-functions.ts";

export const MACOS_LIBRARY = "/System/Library/Frameworks/GSS.framework/GSS";

/** Throws where the library is missing. */
export function openMacosGss(koffi: typeof Koffi): OpenGssContext {
  return createGssapi(loadGssFunctions(koffi, MACOS_LIBRARY));
}
