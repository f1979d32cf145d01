// A server that takes dynamic updates (RFC 2136), signed ones too (RFC 8945), and leaves all else to another handler.
import { RCODE } from "../../core/dns/rcode.ts";
import { signAnswer, type AnswerSigning } from "../../core/dns/tsig/sign-answer.ts";
import type { TsigCrypto } from "../../core/dns/tsig/tsig-crypto.ts";
import type { TsigKey } from "../../core/dns/tsig/tsig-key.ts";
import { OPCODE_UPDATE } from "../../core/dns/update-message.ts";
import { verifyRequest } from "../../core/dns/tsig/verify-request.ts";
import { encodeResponse } from "./encode-response.ts";
import { judgeUpdate, type UpdatableZone } from "./judge-update.ts";
import { type DnsHandler, type LabQuery, type LabReply, responseTo } from "./lab-message.ts";
import type { Zone } from "./zone.ts";

export type UpdateHandlerOptions = {
  /** Asked for each request. */
  readonly zones: () => readonly UpdatableZone[];
  /** Takes over a zone that was changed. */
  readonly replace: (id: string, zone: Zone) => void;
  /** The keys that the server knows; where a zone is `signed`, each of them may change it. */
  readonly keys: readonly TsigKey[];
  readonly crypto: TsigCrypto;
  /** Seconds since the Unix epoch. */
  readonly nowSeconds: () => number;
};

const MAX_OCTETS = 65_535;

export function createUpdateHandler(queries: DnsHandler, options: UpdateHandlerOptions): DnsHandler {
  return async (query, signal) =>
    query.opcode === OPCODE_UPDATE ? answerUpdate(query, options) : queries(query, signal);
}

function answerUpdate(query: LabQuery, options: UpdateHandlerOptions): LabReply {
  const { keys, crypto, nowSeconds } = options;
  const plain = (rcode: number): LabReply => ({ kind: "response", response: responseTo(query, rcode) });
  const signed = (rcode: number, signing: Omit<AnswerSigning, "nowSeconds">): LabReply => {
    const answer = encodeResponse(responseTo(query, rcode), MAX_OCTETS);
    return {
      kind: "octets",
      octets: signAnswer(answer, { ...signing, nowSeconds: nowSeconds() }, crypto.hmac),
    };
  };
  if (query.edns !== null && query.edns.version > 0) return plain(RCODE.BADVERS);
  const tsig = verifyRequest(query.octets, keys, nowSeconds(), crypto);
  switch (tsig.kind) {
    case "malformed":
      return plain(RCODE.FORMERR);
    case "rejected":
      return signed(RCODE.NOTAUTH, { request: tsig.received, ...tsig.rejection });
    case "unsigned":
      return plain(carryOut(query.octets, false, options));
    case "verified":
      return signed(carryOut(query.octets, true, options), {
        request: tsig.received,
        key: tsig.key,
        error: 0,
      });
  }
}

/** Read and written in one go: nothing else can happen to the zone in between. */
function carryOut(
  octets: Uint8Array,
  isSigned: boolean,
  { zones, replace }: Pick<UpdateHandlerOptions, "zones" | "replace">,
): number {
  const { rcode, changed } = judgeUpdate(zones(), octets, isSigned);
  if (changed !== null) replace(changed.id, changed.zone);
  return rcode;
}
