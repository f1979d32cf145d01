// In whose name updates are signed, and how that is said.
import { withoutTrailingDot, type OwnerName } from "../dns/owner-name.ts";

export type SignerIdentity =
  | {
      readonly kind: "tsig";
      readonly keyName: OwnerName;
      /** `hmac-sha256` */
      readonly algorithm: string;
    }
  | {
      readonly kind: "gss-tsig";
      /** `admin@CORP.EXAMPLE`; null where it is not known, or not yet. */
      readonly account: string | null;
    };

/** `the TSIG key k1 (hmac-sha256)`, `the Kerberos ticket of admin@CORP.EXAMPLE` */
export function saySigner(identity: SignerIdentity): string {
  if (identity.kind === "tsig")
    return `the TSIG key ${withoutTrailingDot(identity.keyName)} (${identity.algorithm})`;
  return sayTicket(identity.account);
}

export function sayTicket(account: string | null): string {
  return account === null ? "the Kerberos ticket" : `the Kerberos ticket of ${account}`;
}
