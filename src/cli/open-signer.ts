// In whose name updates are signed: the TSIG key of --key and --key-env, the Kerberos ticket of --gss, or nobody's.
import type { UpdateSigner } from "../app/publish/publish-ports.ts";
import { createTsigSigner } from "../app/publish/tsig-signer.ts";
import type { UpdatePolicyPorts } from "../app/update-policy-ports.ts";
import { tsigCrypto } from "../io/dns/hmac.ts";
import type { KeyFlags } from "./key-options.ts";
import { readKey } from "./read-key.ts";

export type OpenedSigner = {
  /** Null: updates are sent unsigned. */
  readonly signer: UpdateSigner | null;
  readonly close: () => void;
};

type SignerPorts = Pick<UpdatePolicyPorts, "sendMessage" | "random" | "clock">;

/** `timeoutMs` is the budget of one exchange of a negotiation. Refuses at once where the machine lacks what --gss needs. */
export async function openSigner(
  flags: KeyFlags,
  { sendMessage, random, clock }: SignerPorts,
  timeoutMs: number,
): Promise<OpenedSigner> {
  if (flags.gss === true) {
    // Loaded only where it is asked for: it brings native code with it.
    const { openGss } = await import("../io/gss/open-gss.ts");
    const { createGssSigner } = await import("../app/publish/gss-signer.ts");
    const openContext = await openGss(process.platform);
    const signer = createGssSigner({ openContext, sendMessage, random, nowMs: clock.nowMs, timeoutMs });
    return { signer, close: signer.close };
  }
  const key = await readKey(flags);
  return {
    signer: key === null ? null : createTsigSigner(key, tsigCrypto, clock.nowMs),
    close: () => undefined,
  };
}
