// What a connection is given, and what it asks its session to do.
import type { NdrForm } from "../../core/rpc/ndr-shell.ts";
import type { AssocGroups } from "./assoc-groups.ts";
import type { KmsHostEvent } from "./event.ts";
import type { KmsHostLimits } from "./limits.ts";
import type { RpcInterface } from "./rpc-interface.ts";

export type ConnectionAction =
  /** Send these octets, nothing when empty, and go on. */
  | { readonly kind: "send"; readonly bytes: Uint8Array }
  /** Send what there is to send, then end the connection. */
  | { readonly kind: "close"; readonly bytes: Uint8Array };

export type ConnectionSetup = {
  readonly limits: KmsHostLimits;
  readonly interfaces: readonly RpcInterface[];
  readonly preferredForms: readonly NdrForm[];
  readonly groups: AssocGroups;
  /** The port in decimal. */
  readonly secondaryAddress: string;
  /** Over capacity: the bind is answered with `local limit exceeded`. */
  readonly isBusy: boolean;
  readonly note: (event: KmsHostEvent) => void;
};
