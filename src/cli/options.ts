// The flags that several commands share, and the parsers of their values.
import { InvalidArgumentError, Option, type Command } from "commander";
import type { FailOn } from "../core/run/verdict.ts";
import { DOCUMENT_FORMS, REPORT_FORMS, type Format } from "./report-forms.ts";

/** What --max-targets can be raised to. */
export const MOST_TARGETS = 16_777_216;

/** Flags of every command that reports something. */
export type OutputFlags = {
  readonly json?: true;
  readonly ndjson?: true;
  readonly format?: Format;
  readonly output?: string;
  readonly color: boolean;
  readonly failOn?: FailOn;
  readonly config?: string;
};

/** Flags of the commands that yield findings. */
export type ReportFlags = OutputFlags & { readonly nagios?: true };

/** Flags of every command that asks the network. */
export type NetworkFlags = {
  readonly server?: readonly string[];
  readonly authoritative?: true;
  readonly timeout?: number;
  readonly retries?: number;
  readonly concurrency?: number;
  readonly ipv4?: true;
  readonly ipv6?: true;
  readonly dnsPort?: number;
};

export function addOutputOptions(command: Command, forms: readonly Format[] = DOCUMENT_FORMS): Command {
  return command
    .addOption(new Option("--json", "print one JSON document").conflicts(["ndjson", "format"]))
    .addOption(
      new Option("--ndjson", "print the events as they happen, one JSON object a line").conflicts(["format"]),
    )
    .addOption(new Option("--format <name>", "form of the report").choices(forms))
    .option(
      "--output <file>",
      "write the report there, - is stdout; for a file stdout then shows the text form",
    )
    .option("--no-color", "no colours")
    .addOption(
      new Option("--fail-on <severity>", "exit 1 at this severity or above (default: error)").choices([
        "error",
        "warning",
        "never",
      ]),
    )
    .option("--config <file>", "read settings from this file");
}

/** The output options of the commands that yield findings. */
export function addReportOptions(command: Command): Command {
  return addOutputOptions(command, REPORT_FORMS).option(
    "--nagios",
    "print one line for a monitoring system, exit 0 OK, 1 WARNING, 2 CRITICAL, 3 UNKNOWN",
  );
}

export function addNetworkOptions(command: Command): Command {
  return command
    .option(
      "--server <addr[:port]>",
      "DNS server to ask; repeat for several (default: the system's)",
      collect,
    )
    .option("--authoritative", "also ask every name server of the zone")
    .option("--timeout <ms>", "budget of one attempt (default: 2000)", integer(1, 600_000))
    .option("--retries <n>", "further attempts after silence (default: 1)", integer(0, 20))
    .option("--concurrency <n>", "most probes under way at once", integer(1, 65_535))
    .addOption(new Option("-4, --ipv4", "IPv4 only").conflicts("ipv6"))
    .option("-6, --ipv6", "IPv6 only")
    .option(
      "--dns-port <n>",
      "port of name servers learnt from NS and SOA records (default: 53)",
      integer(1, 65_535),
    );
}

/** A parser of whole numbers for commander. */
export function integer(minimum: number, maximum: number): (text: string) => number {
  return (text) => {
    const value = /^\d{1,10}$/.test(text) ? Number(text) : Number.NaN;
    if (value >= minimum && value <= maximum) return value;
    throw new InvalidArgumentError(`It must be a whole number from ${minimum} to ${maximum}.`);
  };
}

/** Repeated options and comma lists become one list. */
export function collect(text: string, earlier: readonly string[] | undefined): readonly string[] {
  return [...(earlier ?? []), ...text.split(",").map((part) => part.trim())];
}
