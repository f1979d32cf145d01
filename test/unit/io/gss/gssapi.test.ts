// The port of GSS-API over functions of our own in the library's place: what is asked, what is told, and that all is given back.
import { describe, expect, test } from "vitest";
import type { GssContext } from "../../../../src/app/gss-ports.ts";
import { createGssapi } from "../../../../src/io/gss/gssapi.ts";
import type { GssBuffer, GssFunctions } from "../../../../src/io/gss/gssapi-functions.ts";
import { failureKind, hasFailed } from "../../../../src/io/gss/gssapi-status.ts";
import { octets } from "../../../support/dns-wire.ts";

const FAILURE = 0xd_0000;
const SKEW = -1_765_328_347;
const SPNEGO_LENGTH = 6;

type Status = { readonly major?: number; readonly minor?: number };
type Statuses = {
  readonly acquire?: Status;
  readonly inquire?: Status;
  readonly importName?: Status;
  /** Of SPNEGO, and of the mechanism that is asked why. */
  readonly init?: readonly Status[];
  readonly direct?: Status;
  readonly mic?: Status;
  readonly flags?: number;
};

/** Handles are counted: each that was given must come back once. */
function fakeGss(statuses: Statuses): { readonly gss: GssFunctions; readonly held: () => number } {
  let held = 0;
  let next = 1n;
  let steps = 0;
  const give = (): bigint => {
    held += 1;
    return next++;
  };
  const take = (handle: [bigint | null]): number => {
    if (handle[0] !== null) held -= 1;
    handle[0] = null;
    return 0;
  };
  const status = ({ major = 0, minor = 0 }: Status = {}, into: [number]): number => {
    into[0] = minor >>> 0;
    return major;
  };
  const fill = (buffer: GssBuffer, text: string): void => {
    held += 1;
    Object.assign(buffer, { length: text.length, value: BigInt(texts.push(text)) });
  };
  const texts: string[] = [];
  const gss: GssFunctions = {
    importName: (minor, text, _type, name) => {
      expect(new TextDecoder().decode(text.value as Uint8Array)).toBe("DNS@dc1.corp.test");
      const major = status(statuses.importName, minor);
      if (!hasFailed(major)) name[0] = give();
      return major;
    },
    displayName: (_minor, _name, text) => {
      fill(text, "alice@CORP.TEST");
      return 0;
    },
    releaseName: (_minor, name) => take(name),
    acquireCredential: (minor, _name, _seconds, _mechanisms, _usage, credential) => {
      const major = status(statuses.acquire, minor);
      if (!hasFailed(major)) credential[0] = give();
      return major;
    },
    inquireCredential: (minor, _credential, name) => {
      name[0] = give();
      return status(statuses.inquire, minor);
    },
    releaseCredential: (_minor, credential) => take(credential),
    initContext: (minor, context, _target, mechanism, _flags, _input, output, returned) => {
      const isSpnego = mechanism.length === SPNEGO_LENGTH;
      const major = status(isSpnego ? statuses.init?.[steps++] : statuses.direct, minor);
      context[0] ??= give();
      if (!hasFailed(major)) fill(output, "token");
      returned[0] = statuses.flags ?? 0x136;
      return Promise.resolve(major);
    },
    deleteContext: (_minor, context) => take(context),
    getMic: (minor, _context, _quality, message, mic) => {
      fill(mic, `mic of ${String(message.length)}`);
      return status(statuses.mic, minor);
    },
    verifyMic: (minor) => status(statuses.mic, minor),
    displayStatus: (_minor, code, type, _mechanism, more, text) => {
      more[0] = 1;
      fill(text, `${type === 1 ? "major" : "minor"} ${String(code | 0)}`);
      return 0;
    },
    takeBuffer: ({ value }) => {
      if (typeof value !== "bigint") return new Uint8Array();
      held -= 1;
      return new TextEncoder().encode(texts[Number(value) - 1]);
    },
  };
  return { gss, held: () => held };
}

function opened(gss: GssFunctions): GssContext {
  const context = createGssapi(gss)("dc1.corp.test");
  if (!context.ok) throw new Error(context.error.said);
  return context.value;
}

describe("a context", () => {
  test("is made in steps, signs and verifies, and gives everything back", async () => {
    const { gss, held } = fakeGss({ init: [{ major: 1 }, {}] });
    const context = opened(gss);
    expect(context.account).toBe("alice@CORP.TEST");
    const token = new TextEncoder().encode("token");
    expect(await context.step(null)).toEqual({ ok: true, value: { token, isDone: false } });
    expect(await context.step(octets(1))).toEqual({ ok: true, value: { token, isDone: true } });
    expect(new TextDecoder().decode(context.getMic([octets(1), octets(2, 3)]))).toBe("mic of 3");
    expect(context.verifyMic([octets(1)], octets(2))).toBe(true);
    context.close();
    expect(held()).toBe(0);
  });

  test("a code that is old, repeated or out of order is still the server's", () => {
    expect(opened(fakeGss({ mic: { major: 2 | 4 | 8 | 16 } }).gss).verifyMic([], octets())).toBe(true);
    expect(opened(fakeGss({ mic: { major: 0x6_0000 } }).gss).verifyMic([], octets())).toBe(false);
  });

  test("that signs no more is an error with a way out", () => {
    const { gss, held } = fakeGss({ mic: { major: 0xc_0000, minor: 5 } });
    const context = opened(gss);
    expect(() => context.getMic([])).toThrow(/signs no more: minor 5/);
    context.close();
    expect(held()).toBe(0);
  });

  test("without proof of the server is none", async () => {
    for (const flags of [0x20, 0x2, 0]) {
      const { gss, held } = fakeGss({ flags });
      const context = opened(gss);
      expect(await context.step(null)).toMatchObject({ ok: false, error: { kind: "other" } });
      context.close();
      expect(held()).toBe(0);
    }
  });
});

describe("what goes wrong", () => {
  test.each<readonly [string, Statuses, string]>([
    ["no credential", { acquire: { major: 0x7_0000, minor: 9 } }, "no-ticket"],
    ["an expired one", { inquire: { major: 0xb_0000 } }, "expired"],
    ["a name that is none", { importName: { major: 0x2_0000 } }, "other"],
  ])("%s: told before anything is sent, and all is given back", (_what, statuses, kind) => {
    const { gss, held } = fakeGss(statuses);
    expect(createGssapi(gss)("dc1.corp.test")).toMatchObject({ ok: false, error: { kind } });
    expect(held()).toBe(0);
  });

  test("SPNEGO hides the reason: the mechanism is asked", async () => {
    const { gss, held } = fakeGss({
      init: [{ major: FAILURE, minor: 100_001 }],
      direct: { major: FAILURE, minor: SKEW },
    });
    const context = opened(gss);
    const { error } = (await context.step(null)) as { error: { kind: string; said: string } };
    expect(error.kind).toBe("clock-skew");
    expect(error.said).toContain(`minor ${SKEW}`);
    context.close();
    expect(held()).toBe(0);
  });

  test("and where the mechanism does not fail, or not in the first step, SPNEGO's word stands", async () => {
    const failing = { major: FAILURE, minor: 100_001 };
    const first = await opened(fakeGss({ init: [failing] }).gss).step(null);
    expect(first).toMatchObject({ ok: false, error: { kind: "other" } });
    const later = opened(fakeGss({ init: [{ major: 1 }, failing] }).gss);
    await later.step(null);
    expect(await later.step(octets(1))).toMatchObject({ ok: false, error: { kind: "other" } });
  });
});

test.each([
  [FAILURE, -1_765_328_377, "unknown-service"],
  [FAILURE, -1_765_328_352, "expired"],
  [FAILURE, SKEW, "clock-skew"],
  [FAILURE, SKEW >>> 0, "clock-skew"],
  [FAILURE, -1_765_328_230, "no-kdc"],
  [FAILURE, -1_765_328_228, "no-kdc"],
  [FAILURE, -1_765_328_164, "no-kdc"],
  [FAILURE, -1_765_328_189, "no-ticket"],
  [0x7_0000, -1_765_328_352, "expired"],
  [0x7_0000, 0, "no-ticket"],
  [0xc_0000, 0, "expired"],
  [FAILURE, 22, "other"],
])("the status 0x%x with the minor one %i is %s", (major, minor, kind) => {
  expect(failureKind(major, minor)).toBe(kind);
  expect(hasFailed(major)).toBe(true);
});
