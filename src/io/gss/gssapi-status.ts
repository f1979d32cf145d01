// What the status of a GSS-API call means (RFC 2744 section 3.9.1; the codes of Kerberos are those of its libraries' krb5_err).
import type { GssFailureKind } from "../../core/checks/gss-failure.ts";

export const CONTINUE_NEEDED = 1;
const NO_CREDENTIAL = 7;
const CREDENTIALS_EXPIRED = 11;
const CONTEXT_EXPIRED = 12;

/** The base of the table krb5_err; RFC 4120 section 7.5.9 counts from it. */
const KRB5_BASE = -1_765_328_384;

const KINDS = new Map<number, GssFailureKind>([
  [KRB5_BASE + 7, "unknown-service"], // KDC_ERR_S_PRINCIPAL_UNKNOWN
  [KRB5_BASE + 32, "expired"], // KRB_AP_ERR_TKT_EXPIRED
  [KRB5_BASE + 37, "clock-skew"], // KRB_AP_ERR_SKEW
  [KRB5_BASE + 141, "no-ticket"], // KRB5_CC_NOTFOUND
  [KRB5_BASE + 154, "no-kdc"], // KRB5_REALM_UNKNOWN
  [KRB5_BASE + 156, "no-kdc"], // KRB5_KDC_UNREACH
  [KRB5_BASE + 195, "no-ticket"], // KRB5_FCC_NOFILE
  [KRB5_BASE + 220, "no-kdc"], // KRB5_REALM_CANT_RESOLVE
]);

/** Whether the call failed: what else stands in a major status only informs. */
export function hasFailed(major: number): boolean {
  return major >>> 16 !== 0;
}

/** `minor` is that of the Kerberos mechanism, of any sign. */
export function failureKind(major: number, minor: number): GssFailureKind {
  const known = KINDS.get(minor | 0);
  const routine = (major >>> 16) & 0xff;
  if (routine === CREDENTIALS_EXPIRED || routine === CONTEXT_EXPIRED) return "expired";
  if (routine === NO_CREDENTIAL && known === undefined) return "no-ticket";
  return known ?? "other";
}
