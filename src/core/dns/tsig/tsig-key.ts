// A shared key (RFC 8945 section 2): both sides know its name, its algorithm and its secret.
import type { OwnerName } from "../owner-name.ts";
import type { Secret } from "./secret.ts";
import type { TsigAlgorithm } from "./tsig-algorithm.ts";

export type TsigKey = {
  readonly name: OwnerName;
  readonly algorithm: TsigAlgorithm;
  readonly secret: Secret;
};
