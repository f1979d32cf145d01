// Which servers of a scenario take dynamic updates, and what becomes of them.
import type { Clock } from "../app/ports.ts";
import type { TsigKey } from "../core/dns/tsig/tsig-key.ts";
import { tsigCrypto } from "../io/dns/hmac.ts";
import type { DnsHandler } from "./dns/lab-message.ts";
import { createUpdateHandler } from "./dns/update-handler.ts";
import type { Scenario } from "./scenario.ts";
import type { ZoneStore } from "./zone-store.ts";

export type ServerUpdates = {
  /** The zones that the server knows; undefined: all. */
  readonly ids: readonly string[] | undefined;
  /** Says yes to everything, and keeps nothing of it. */
  readonly isIgnoring: boolean;
  readonly keys: readonly TsigKey[];
  readonly clock: Clock;
};

/** A server with no zone that says how it treats updates does not know what an update is (NOTIMP). */
export function withUpdates(
  queries: DnsHandler,
  { zones }: Scenario,
  store: ZoneStore,
  { ids, isIgnoring, keys, clock }: ServerUpdates,
): DnsHandler {
  const policyOf = (id: string) => zones[id]?.updates ?? "refused";
  const takesAny = store.named(ids).some(({ id }) => zones[id]?.updates !== undefined);
  if (!takesAny) return queries;
  return createUpdateHandler(queries, {
    zones: () => store.named(ids).map((named) => ({ ...named, policy: policyOf(named.id) })),
    replace: isIgnoring ? () => undefined : store.replace,
    keys,
    crypto: tsigCrypto,
    nowSeconds: () => Math.floor(clock.nowMs() / 1000),
  });
}
