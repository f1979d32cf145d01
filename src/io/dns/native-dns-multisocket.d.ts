// The little of native-dns-multisocket 0.7.0 that is used; the package brings no types.
declare module "native-dns-multisocket" {
  import type { EventEmitter } from "node:events";

  export type Answer = { readonly type: number; readonly [field: string]: unknown };
  export type Message = { readonly header: { readonly rcode: number }; readonly answer: readonly Answer[] };

  export function Question(question: { readonly name: string; readonly type: "SRV" }): object;
  export function Request(options: {
    readonly question: object;
    readonly server: { readonly address: string; readonly port: number; readonly type: "udp" };
    readonly timeout: number;
    readonly cache: false;
  }): EventEmitter & { readonly send: () => void };
}
