// How many connections there may be, in all and from one address; a few more are told that the host is busy.
import type { KmsHostLimits } from "./limits.ts";

type Place = "free" | "busy" | "cut";

export type Capacity = {
  readonly take: (address: string) => Place;
  /** Gives a place back that was `free` or `busy`. */
  readonly free: (address: string, place: Place) => void;
};

export function createCapacity(
  limits: Pick<KmsHostLimits, "connections" | "connectionsPerAddress" | "busyReplies">,
): Capacity {
  const perAddress = new Map<string, number>();
  let total = 0;
  let busy = 0;
  return {
    take: (address) => {
      const own = perAddress.get(address) ?? 0;
      if (total < limits.connections && own < limits.connectionsPerAddress) {
        total += 1;
        perAddress.set(address, own + 1);
        return "free";
      }
      if (busy >= limits.busyReplies) return "cut";
      busy += 1;
      return "busy";
    },
    free: (address, place) => {
      if (place === "busy") busy -= 1;
      if (place !== "free") return;
      total -= 1;
      const own = (perAddress.get(address) ?? 1) - 1;
      if (own === 0) perAddress.delete(address);
      else perAddress.set(address, own);
    },
  };
}
