// The flags of the commands that write an SRV record: what it should say.
import type { Command } from "commander";
import { KMS_PORT } from "../core/kms/service.ts";
import { MAX_TTL_SECONDS } from "../core/plan/srv-wish.ts";
import { integer } from "./options.ts";

/** Flags of the record's numbers. */
export type WishNumberFlags = {
  readonly port?: number;
  readonly priority?: number;
  readonly weight?: number;
  readonly ttl?: number;
};

export type WishFlags = WishNumberFlags & { readonly domain: string; readonly host: string };

/** `--domain`, `--host` (both required) and the numbers. */
export function addWishOptions(command: Command): Command {
  return addTtlOption(addRecordOptions(command));
}

/** The same without `--ttl`: what tells a record from others. */
export function addRecordOptions(command: Command): Command {
  return addSrvNumberOptions(
    command
      .requiredOption("--domain <name>", "the DNS domain of the clients")
      .requiredOption("--host <name>", "the KMS host"),
  );
}

/** `--port`, `--priority`, `--weight` and `--ttl`. */
export function addWishNumberOptions(command: Command): Command {
  return addTtlOption(addSrvNumberOptions(command));
}

function addSrvNumberOptions(command: Command): Command {
  return command
    .option("--port <n>", `port of the KMS host (default: ${KMS_PORT})`, integer(1, 65_535))
    .option("--priority <n>", "clients try the lowest first (default: 0)", integer(0, 65_535))
    .option("--weight <n>", "share among hosts of one priority (default: 0)", integer(0, 65_535));
}

function addTtlOption(command: Command): Command {
  return command.option(
    "--ttl <seconds>",
    "TTL of the whole set of records (default: the one that the set has)",
    integer(0, MAX_TTL_SECONDS),
  );
}
