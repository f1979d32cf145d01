// The wished-for record as people type it; names are checked before anything is read, asked or written.
import { withoutTrailingDot, type OwnerName } from "../core/dns/owner-name.ts";
import { UsageError } from "../core/errors.ts";
import { KMS_PORT } from "../core/kms/service.ts";
import { isAddress } from "../core/net/address.ts";
import { hostNameProblem, srvWish, type SrvNumbers, type SrvWish } from "../core/plan/srv-wish.ts";
import { parseTypedName } from "../io/dns/idn.ts";
import { domainInputs } from "./domain-inputs.ts";
import { wordsOf } from "./read-lines.ts";
import type { WishFlags, WishNumberFlags } from "./wish-options.ts";

/** Throws UsageError for what is no domain, no host, or too long together. */
export function wishOf(flags: WishFlags): SrvWish {
  const domain = wishDomain(flags.domain);
  return wishFor(domain, wishHost(flags.host, domain), wishNumbers(flags));
}

export function wishFor(domain: OwnerName, host: OwnerName, numbers: SrvNumbers): SrvWish {
  const wish = srvWish(domain, host, numbers);
  if (wish.ok) return wish.value;
  throw new UsageError(`such a record can't be: ${wish.error}`, { hint: "Give another --domain or --host." });
}

/** The defaults of port, priority and weight filled in; the TTL stays open. */
export function wishNumbers({ port, priority, weight, ttl }: WishNumberFlags): SrvNumbers {
  return { port: port ?? KMS_PORT, priority: priority ?? 0, weight: weight ?? 0, ttlSeconds: ttl };
}

/** What `discover` takes for a domain, too. */
export function wishDomain(text: string): OwnerName {
  for (const { domain } of domainInputs(wordsOf([text])).inputs()) {
    const name = parseTypedName(domain);
    if (name.ok) return name.value;
  }
  throw new UsageError(`--domain '${text}' is no domain`, { hint: "Write it like corp.example." });
}

/** A host name without a port. `domain` serves the hint where a name of one label was typed. */
export function wishHost(text: string, domain: OwnerName): OwnerName {
  const refuse = (reason: string, hint: string): never => {
    throw new UsageError(`--host '${text}' is no host name: ${reason}`, { hint });
  };
  const example = `Write it like kms1.${withoutTrailingDot(domain)}.`;
  if (isAddress(text.replace(/^\[|\]$/g, ""))) {
    return refuse("an SRV record names a host, never an address", example);
  }
  const [, host = "", port] = /^([^:]+):(\d+)$/.exec(text) ?? [];
  if (port !== undefined)
    return refuse("the port has a flag of its own", `Write --host ${host} --port ${port}.`);
  if (text === ".") return refuse("in an SRV record '.' says that there is none", example);
  const name = parseTypedName(text);
  if (!name.ok) return refuse(name.error, example);
  const problem = hostNameProblem(name.value);
  if (problem !== undefined) return refuse(problem, example);
  if (/^[^.]+$/.test(text)) {
    return refuse(
      "it has no domain",
      `Write ${text}.${withoutTrailingDot(domain)} in full, or '${text}.' where it really has none.`,
    );
  }
  return name.value;
}
