// An independent DNS implementation asked the same question: what it made of the answer.
import type { Endpoint } from "../core/net/endpoint.ts";

export type SecondOpinion =
  | {
      readonly kind: "answered";
      readonly rcode: number;
      readonly records: readonly {
        readonly priority: number;
        readonly weight: number;
        readonly port: number;
        readonly target: string;
      }[];
    }
  | { readonly kind: "timeout" }
  /** The watchdog had to end it: its parser did not come back from the answer. */
  | { readonly kind: "hung" }
  | { readonly kind: "crashed"; readonly reason: string }
  | { readonly kind: "cancelled" };

/** Asks one server for the SRV records of a name (without the trailing dot). Never throws. */
export type AskSecondOpinion = (
  server: Endpoint,
  name: string,
  timeoutMs: number,
  signal: AbortSignal,
) => Promise<SecondOpinion>;
