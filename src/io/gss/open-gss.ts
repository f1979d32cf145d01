// Opens the system's own Kerberos library, by the optional package koffi.
import type * as Koffi from "koffi";
import type { OpenGssContext } from "../../app/gss-ports.ts";
import { EnvironmentError } from "../../core/errors.ts";
import { LINUX_LIBRARY, openLinuxGssapi } from "./linux-gssapi.ts";
import { MACOS_LIBRARY, openMacosGss } from "./macos-gss.ts";
import { openWindowsSspi, WINDOWS_LIBRARY } from "./windows-sspi.ts";

type System = {
  readonly library: string;
  readonly open: (koffi: typeof Koffi) => OpenGssContext;
  /** Where the library comes from. */
  readonly source: string;
};

const LINUX: System = {
  library: LINUX_LIBRARY,
  open: openLinuxGssapi,
  source: "Install MIT Kerberos' library (Debian, Ubuntu: libgssapi-krb5-2; Fedora, RHEL: krb5-libs)",
};

const SYSTEMS: Readonly<Partial<Record<string, System>>> = {
  darwin: { library: MACOS_LIBRARY, open: openMacosGss, source: "It is a part of macOS" },
  win32: { library: WINDOWS_LIBRARY, open: openWindowsSspi, source: "It is a part of Windows" },
};

/** `platform` as Node names it. Throws where koffi or the library is missing. */
export async function openGss(platform: string): Promise<OpenGssContext> {
  const { library, open, source } = SYSTEMS[platform] ?? LINUX;
  const koffi = await loadKoffi();
  try {
    return open(koffi);
  } catch (cause) {
    throw new EnvironmentError(`--gss needs the Kerberos library ${library}, which can't be loaded`, {
      hint: `${source}, or send the update with 'nsupdate -g'.`,
      cause,
    });
  }
}

async function loadKoffi(): Promise<typeof Koffi> {
  try {
    return await import("koffi");
  } catch (cause) {
    throw new EnvironmentError(
      "--gss needs the package koffi, which is not installed or not made for this system",
      {
        hint: "Install it beside kms-doctor (npm install koffi@3.3.4), or send the update with 'nsupdate -g'.",
        cause,
      },
    );
  }
}
