// Reads the JSON that our PowerShell line prints: servers and suffixes of the interfaces, the global search list.
import { isAddress } from "../../core/net/address.ts";
import { err, ok, type Result } from "../../core/result.ts";

export type DnsClientSettings = {
  readonly servers: readonly string[];
  readonly connectionSuffixes: readonly string[];
  readonly searchList: readonly string[];
};

/** Prints one JSON object; asks the CIM classes that `ipconfig` does not show in a fixed language. */
export const DNS_CLIENT_SCRIPT = [
  "[Console]::OutputEncoding=[Text.Encoding]::UTF8;",
  "@{servers=@(Get-DnsClientServerAddress|ForEach-Object{$_.ServerAddresses});",
  "suffixes=@(Get-DnsClient|ForEach-Object{$_.ConnectionSpecificSuffix});",
  "search=@((Get-DnsClientGlobalSetting).SuffixSearchList)}|ConvertTo-Json -Compress",
].join("");

/** PowerShell writes a list of one item as the item and an empty list as null: all three forms are lists here. */
export function parseDnsClientJson(text: string): Result<DnsClientSettings, string> {
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\ufeff/, ""));
  } catch (error) {
    return err(error instanceof Error ? error.message : "no JSON");
  }
  if (typeof value !== "object" || value === null) return err("no JSON object");
  const fields = new Map<string, unknown>(Object.entries(value));
  return ok({
    servers: textsOf(fields.get("servers")).filter(isAddress),
    connectionSuffixes: textsOf(fields.get("suffixes")),
    searchList: textsOf(fields.get("search")),
  });
}

function textsOf(value: unknown): readonly string[] {
  const items: readonly unknown[] = Array.isArray(value) ? value.flat() : [value];
  const texts = items.filter((item): item is string => typeof item === "string" && item !== "");
  return [...new Set(texts)];
}
