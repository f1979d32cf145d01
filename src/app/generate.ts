// Renders what is to be published as the snippet of one DNS product, of Windows, or of a firewall.
import { withoutTrailingDot } from "../core/dns/owner-name.ts";
import { KMS_PORT } from "../core/kms/service.ts";
import { formatAddress } from "../core/net/address.ts";
import type { Publication } from "../core/plan/publication.ts";
import { err, ok, type Result } from "../core/result.ts";
import type { SrvRecordReport } from "../core/run/report.ts";
import { publicationScope } from "../core/template/publication-scope.ts";
import { renderTemplate } from "../core/template/render-template.ts";
import type { SingleThing, Template } from "../core/template/template.ts";

export type GenerateResult = {
  readonly product: string;
  readonly text: string;
  readonly records: readonly SrvRecordReport[];
};

export type GenerateProblem = {
  /** One clause. */
  readonly message: string;
  readonly hint?: string;
  /** The line of the template that refused a value. */
  readonly line?: number;
};

/** `port` is what a firewall opens where no record names a port. */
export function generate(
  template: Template,
  publication: Publication,
  port: number = KMS_PORT,
): Result<GenerateResult, GenerateProblem> {
  const problem = missingInput(template, publication) ?? outsideProblem(template, publication);
  if (problem !== undefined) return err(problem);
  const named = [...new Set(publication.records.map((record) => record.port))];
  const ports = named.length === 0 ? [port] : named.toSorted((left, right) => left - right);
  const scope = publicationScope(publication, ports);
  const tooMany = template.one.find((thing) => (scope.lists[`${thing}s`]?.length ?? 0) > 1);
  if (tooMany !== undefined) return err(onlyOne(template, tooMany));
  const text = renderTemplate(template.nodes, scope);
  if (!text.ok) return text;
  return ok({
    product: template.product,
    text: template.lineEnds === "crlf" ? text.value.replaceAll("\n", "\r\n") : text.value,
    records: recordReports(publication),
  });
}

/** The records of a publication in the form of the documents. */
function recordReports({ records, addresses }: Publication): readonly SrvRecordReport[] {
  const byHost = Map.groupBy(addresses, ({ owner }) => owner);
  return records.map(({ owner, target, port, priority, weight, ttlSeconds }) => ({
    owner: withoutTrailingDot(owner),
    target: withoutTrailingDot(target),
    port,
    priority,
    weight,
    ttl: ttlSeconds,
    addresses: (byHost.get(target) ?? []).map(({ address }) => formatAddress(address)),
    addressStatus: null,
  }));
}

function missingInput(
  { product, kind }: Template,
  { records, clients }: Publication,
): GenerateProblem | undefined {
  if (kind === "firewall") {
    return clients.length > 0
      ? undefined
      : {
          message: `${product} opens a port for certain clients, and none are given`,
          hint: "Name their networks: --clients 10.0.0.0/8,fd00::/8.",
        };
  }
  return records.length > 0
    ? undefined
    : {
        message: `${product} needs a domain and a KMS host`,
        hint: "Give --domain corp.example --host kms1.corp.example, or --plan FILE.",
      };
}

/** What the product could not say is refused rather than left out silently. */
function outsideProblem(
  { product, kind }: Template,
  { addresses }: Publication,
): GenerateProblem | undefined {
  if (kind !== "authoritative") return undefined;
  const outside = addresses.find(({ zone }) => zone === null);
  if (outside === undefined) return undefined;
  const host = withoutTrailingDot(outside.owner);
  return {
    message: `${product} writes into zones, and ${host} lies outside of those given`,
    hint: `Leave its addresses out, and add them where ${host} lives.`,
  };
}

function onlyOne({ product }: Template, thing: SingleThing): GenerateProblem {
  const what =
    thing === "publisher"
      ? "one host, or hosts that publish the same domains with the same priority and weight"
      : `one ${thing}`;
  return {
    message: `${product} can say this for ${what} only, and here are several`,
    hint: "Generate it for each by itself.",
  };
}
