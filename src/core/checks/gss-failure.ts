// Why no security context came about (RFC 3645, RFC 4120 section 7.5.9): each cause with its own remedy.
import { BADSIG, RCODE, tsigErrorName } from "../dns/rcode.ts";
import { hostWord } from "../text/shell-word.ts";
import { sayTicket } from "./signer-identity.ts";

/**
 * Of the ticket library: no-ticket: there is none · expired · unknown-service: the realm has no such service · no-kdc: no key
 * distribution centre of the realm was reached or is known · clock-skew · other.
 */
export type GssFailureKind = "no-ticket" | "expired" | "unknown-service" | "no-kdc" | "clock-skew" | "other";

export type GssFailure = {
  readonly kind: GssFailureKind;
  /** What the library says. */
  readonly said: string;
};

export type GssAttempt = {
  /** The host after which the service is named, without the trailing dot. */
  readonly serverName: string;
  /** `admin@CORP.EXAMPLE`; null where it is not known. */
  readonly account: string | null;
};

/** Why nothing could be signed, as one clause, and what to do about it. */
export type SigningFailure = { readonly because: string; readonly remedy: string };

export function sayGssFailure(
  { kind, said }: GssFailure,
  { serverName, account }: GssAttempt,
): SigningFailure {
  const service = `DNS/${serverName}`;
  const typed = `DNS/${hostWord(serverName, "SERVER")}`;
  switch (kind) {
    case "no-ticket":
      return {
        because: `there is no Kerberos ticket to sign with (${said})`,
        remedy:
          "Get a ticket: kinit USER@REALM. If klist shows one, it is in another cache than the one that KRB5CCNAME names for this program (sudo drops the variable)",
      };
    case "expired":
      return {
        because: `${sayTicket(account)} has expired (${said})`,
        remedy: "Get a new one: kinit USER@REALM; klist shows until when it is good",
      };
    case "unknown-service":
      return {
        because: `the realm of ${account ?? "the ticket"} knows no service ${service} (${said})`,
        remedy: `Get a ticket of the realm to which the name server belongs: kinit USER@REALM; kinit -S ${typed} USER@REALM tells whether that realm has the service. A host in another domain than its realm needs a line in [domain_realm] of krb5.conf`,
      };
    case "no-kdc":
      return {
        because: `no Kerberos server was reached that could give a ticket for ${service} to ${account ?? "this account"} (${said})`,
        remedy: `Look for the realm of ${typed} in krb5.conf ([realms], [domain_realm]) or in DNS (_kerberos._tcp.REALM SRV), and whether TCP and UDP 88 are open; KRB5_TRACE=/dev/stderr shows whom the library asks. A ticket of another realm needs a trust between the two`,
      };
    case "clock-skew":
      return {
        because: `the clocks of this machine and of the Kerberos server differ too much (${said})`,
        remedy:
          "Set the clocks by NTP: Kerberos allows five minutes. Then get a new ticket: kinit USER@REALM",
      };
    case "other":
      return {
        because: `the Kerberos library made no security context for ${service} (${said})`,
        remedy: `klist shows the ticket, kinit -S ${typed} USER@REALM asks for one for the name server; KRB5_TRACE=/dev/stderr shows what the library does`,
      };
  }
}

/** The server refused the token: `error` is that of its TKEY record, null where it sent none, `rcode` that of the message. */
export function sayTkeyRefusal(error: number | null, rcode: number, attempt: GssAttempt): SigningFailure {
  const { serverName, account } = attempt;
  if (error === RCODE.BADKEY || error === BADSIG)
    return {
      because: `the name server refused ${sayTicket(account)} (TKEY error ${tsigErrorName(error)})`,
      remedy: `The name server's key for DNS/${serverName} may be newer or older than the ticket, or the clocks may differ by more than five minutes: set the clocks by NTP, get a new ticket (kdestroy, then kinit USER@REALM); on BIND compare the key version of tkey-gssapi-keytab (klist -k FILE) with the realm's (kvno DNS/${hostWord(serverName, "SERVER")})`,
    };
  return {
    because: `the name server negotiates no GSS-TSIG (${error === null ? "no TKEY record" : `TKEY error ${tsigErrorName(error)}`}, answer ${tsigErrorName(rcode)})`,
    remedy:
      "Sign with a TSIG key instead: --key FILE. On BIND, tkey-gssapi-keytab in the options switches GSS-TSIG on",
  };
}
