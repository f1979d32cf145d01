// The bind that the prober sends: the KMS interface three times, as 64-bit Windows clients offer it (NDR, NDR64, features).
import type { BindPdu } from "./bind.ts";
import { PFC_WHOLE } from "./pdu-header.ts";
import { BIND_FEATURE, featureSyntax, KMS_SYNTAX, NDR64_SYNTAX, NDR_SYNTAX } from "./syntax-id.ts";

const FEATURES = BIND_FEATURE.securityContextMultiplexing | BIND_FEATURE.keepConnectionOnOrphan;

export const KMS_BIND: BindPdu = {
  kind: "bind",
  byteOrder: "little",
  flags: PFC_WHOLE,
  callId: 1,
  maxXmitFrag: 5840,
  maxRecvFrag: 5840,
  assocGroupId: 0,
  contexts: [NDR_SYNTAX, NDR64_SYNTAX, featureSyntax(FEATURES)].map((syntax, contextId) => ({
    contextId,
    abstractSyntax: KMS_SYNTAX,
    transferSyntaxes: [syntax],
  })),
};
