// A GSS-API library as the port of security contexts: Kerberos by SPNEGO (RFC 2743, 2744, 4121, 4178). Every handle and buffer that
// the library gives is given back to it.
import type { GssContext, OpenGssContext } from "../../app/gss-ports.ts";
import type { GssFailure } from "../../core/checks/gss-failure.ts";
import { EnvironmentError } from "../../core/errors.ts";
import { err, ok, type Result } from "../../core/result.ts";
import {
  bufferOf,
  emptyBuffer,
  type GssFunctions,
  type GssOid,
  type Handle,
  type Out,
} from "./gssapi-functions.ts";
import { CONTINUE_NEEDED, failureKind, hasFailed } from "./gssapi-status.ts";

/** 1.2.840.113554.1.2.2 */
const KRB5 = oidOf(0x2a, 0x86, 0x48, 0x86, 0xf7, 0x12, 0x01, 0x02, 0x02);
/** 1.3.6.1.5.5.2 */
const SPNEGO = oidOf(0x2b, 0x06, 0x01, 0x05, 0x05, 0x02);
/** 1.2.840.113554.1.2.1.4, `service@host` */
const HOST_BASED_SERVICE = oidOf(0x2a, 0x86, 0x48, 0x86, 0xf7, 0x12, 0x01, 0x02, 0x01, 0x04);

const MUTUAL = 2;
const REPLAY = 4;
const INTEGRITY = 32;
/** Not SEQUENCE: an answer that was never looked at would make a gap. */
const FLAGS = MUTUAL | REPLAY | INTEGRITY;
const INITIATE = 1;
const INDEFINITE = 0xffff_ffff;
const [OF_GSS, OF_MECHANISM] = [1, 2];
const MOST_TEXTS = 8;

export function createGssapi(gss: GssFunctions): OpenGssContext {
  return (serverName) => {
    const account = readAccount(gss);
    if (!account.ok) return account;
    const minor: Out<number> = [0];
    const target: Out<Handle> = [null];
    const text = new TextEncoder().encode(`DNS@${serverName}`);
    const major = gss.importName(minor, bufferOf(text), HOST_BASED_SERVICE, target);
    if (hasFailed(major)) return err(failureOf(gss, major, minor[0]));
    return ok(contextFor(gss, target, account.value));
  };
}

/** Whose ticket it is. The mechanism itself is asked, since SPNEGO does not tell why it has none. */
function readAccount(gss: GssFunctions): Result<string | null, GssFailure> {
  const minor: Out<number> = [0];
  const credential: Out<Handle> = [null];
  const lifetime: Out<number> = [0];
  const mechanisms = { count: 1, elements: [KRB5] };
  const major = gss.acquireCredential(
    minor,
    null,
    INDEFINITE,
    mechanisms,
    INITIATE,
    credential,
    null,
    lifetime,
  );
  if (hasFailed(major)) return err(failureOf(gss, major, minor[0]));
  const name: Out<Handle> = [null];
  const inquired = gss.inquireCredential(minor, credential[0], name, lifetime, null, null);
  const account = hasFailed(inquired) ? null : displayed(gss, name[0]);
  const failure = hasFailed(inquired) ? failureOf(gss, inquired, minor[0]) : null;
  gss.releaseName([0], name);
  gss.releaseCredential([0], credential);
  return failure === null ? ok(account) : err(failure);
}

function displayed(gss: GssFunctions, name: Handle): string | null {
  const text = emptyBuffer();
  return hasFailed(gss.displayName([0], name, text, null)) ? null : textOf(gss.takeBuffer(text));
}

function contextFor(gss: GssFunctions, target: Out<Handle>, account: string | null): GssContext {
  const context: Out<Handle> = [null];
  return {
    account,
    step: async (token) => {
      const minor: Out<number> = [0];
      const output = emptyBuffer();
      const flags: Out<number> = [0];
      const input = token === null ? null : bufferOf(token);
      const major = await gss.initContext(minor, context, target[0], SPNEGO, FLAGS, input, output, flags);
      const answer = gss.takeBuffer(output);
      if (hasFailed(major)) return err(await whyOf(gss, target[0], token, major, minor[0]));
      const isDone = (major & CONTINUE_NEEDED) === 0;
      const isSafe = (flags[0] & MUTUAL) !== 0 && (flags[0] & INTEGRITY) !== 0;
      if (isDone && !isSafe)
        return err({ kind: "other", said: "the context does not prove who the server is" });
      return ok({ token: answer, isDone });
    },
    getMic: (parts) => {
      const minor: Out<number> = [0];
      const mic = emptyBuffer();
      const major = gss.getMic(minor, context[0], 0, bufferOf(joined(parts)), mic);
      const octets = gss.takeBuffer(mic);
      if (!hasFailed(major)) return octets;
      throw new EnvironmentError(
        `the Kerberos library signs no more: ${textsOf(gss, major, minor[0], SPNEGO)}`,
        {
          hint: "Get a new ticket (kinit USER@REALM), and repeat the command.",
        },
      );
    },
    // A repeated answer is still the server's: what is more than a failure only informs.
    verifyMic: (parts, mic) =>
      !hasFailed(gss.verifyMic([0], context[0], bufferOf(joined(parts)), bufferOf(mic), null)),
    close: () => {
      gss.deleteContext([0], context, null);
      gss.releaseName([0], target);
    },
  };
}

/** SPNEGO hides the code of the mechanism under one of its own: for the first step the mechanism itself is asked, which fails alike. */
async function whyOf(
  gss: GssFunctions,
  target: Handle,
  token: Uint8Array | null,
  major: number,
  minor: number,
): Promise<GssFailure> {
  const said = textsOf(gss, major, minor, SPNEGO);
  if (token !== null) return { kind: failureKind(major, 0), said };
  const own: Out<number> = [0];
  const context: Out<Handle> = [null];
  const output = emptyBuffer();
  const direct = await gss.initContext(own, context, target, KRB5, FLAGS, null, output, [0]);
  gss.takeBuffer(output);
  gss.deleteContext([0], context, null);
  return hasFailed(direct) ? failureOf(gss, direct, own[0]) : { kind: "other", said };
}

function failureOf(gss: GssFunctions, major: number, minor: number): GssFailure {
  return { kind: failureKind(major, minor), said: textsOf(gss, major, minor, KRB5) };
}

/** What the mechanism says; where it says nothing, what the status means in general. */
function textsOf(gss: GssFunctions, major: number, minor: number, mechanism: GssOid): string {
  const own = minor === 0 ? "" : statusText(gss, minor, OF_MECHANISM, mechanism);
  return own === "" || own === "Success" ? statusText(gss, major, OF_GSS, mechanism) : own;
}

function statusText(gss: GssFunctions, status: number, type: number, mechanism: GssOid): string {
  const texts: string[] = [];
  const more: Out<number> = [0];
  do {
    const text = emptyBuffer();
    if (hasFailed(gss.displayStatus([0], status, type, mechanism, more, text))) break;
    texts.push(textOf(gss.takeBuffer(text)));
  } while (more[0] !== 0 && texts.length < MOST_TEXTS);
  return texts.join("; ");
}

function oidOf(...elements: readonly number[]): GssOid {
  return { length: elements.length, elements: Uint8Array.from(elements) };
}

function textOf(octets: Uint8Array): string {
  return new TextDecoder().decode(octets).trim();
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  return Buffer.concat(parts);
}
