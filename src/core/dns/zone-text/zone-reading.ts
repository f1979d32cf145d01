// What the reader of a zone file tells: what an SRV record of one owner needs to know about it, and a fingerprint of all the rest.
import type { OwnerName } from "../owner-name.ts";
import type { Result } from "../../result.ts";
import type { SrvData } from "./srv-rdata.ts";

/** What the edit of a record may change for the record after it. */
export type Follower = {
  readonly start: number;
  /** Where class, TTL or type begin: behind the owner. */
  readonly afterOwner: number;
  readonly isIndented: boolean;
  /** It says no TTL and takes that of the record before it: no `$TTL` is in force. */
  readonly inheritsTtl: boolean;
  readonly inheritedTtl: number | undefined;
};

/** A record written out in the file itself, by offsets. */
export type LinePlace = Follower & {
  readonly kind: "line";
  readonly line: number;
  readonly end: number;
  /** Of the explicit TTL. */
  readonly ttlAt: readonly [number, number] | undefined;
  readonly typeAt: readonly [number, number];
  /** Start and end of each token of the RDATA in turn. */
  readonly dataAt: readonly number[];
  /** The RDATA is given as octets, or the type by its number (RFC 3597). */
  readonly isGeneric: boolean;
  /** The owner that a record at this place would have inherited. */
  readonly inheritedOwner: OwnerName | undefined;
  /** The record after it in this file, undefined where it is the last. */
  readonly follower: Follower | undefined;
};

/** In an included file, or made by `$GENERATE`: nothing that can be edited. `where` is a clause. */
export type ElsewherePlace = { readonly kind: "elsewhere"; readonly where: string };

export type SrvInFile = SrvData & { readonly ttlSeconds: number; readonly place: LinePlace | ElsewherePlace };

export type SoaInFile = {
  readonly owner: OwnerName;
  readonly serial: number;
  /** Offsets of the serial; undefined where the SOA stands in an included file, which `where` names. */
  readonly serialAt: readonly [number, number] | undefined;
  readonly where: string;
  /** Everything but the serial, comparable. */
  readonly rest: string;
};

/** A record that makes SRV records of the owner impossible or invisible. */
export type Obstacle = {
  readonly kind: "cname" | "dname" | "delegation";
  readonly owner: OwnerName;
  readonly where: string;
};

export type ZoneReading = {
  readonly soa: SoaInFile;
  readonly srv: readonly SrvInFile[];
  readonly obstacles: readonly Obstacle[];
  /** Where the first record of DNSSEC signatures stands. */
  readonly signedAt: string | undefined;
  /** The state at the end of the file. */
  readonly end: {
    readonly origin: OwnerName;
    readonly defaultTtl: number | undefined;
    /** An included file stands before it: servers differ in whether its `$TTL` still holds. */
    readonly hasIncludes: boolean;
  };
  /** Equal for two texts with the same records, but for the SOA and the SRV records of the owner. */
  readonly others: { readonly count: number; readonly sum: number };
};

/** Gives the text of an included file (char codes are octets) and its name for messages; an error is one clause. */
export type ReadInclude = (path: string) => Result<{ readonly name: string; readonly text: string }, string>;

/** Why the text can't be worked with: one clause, and where. */
export type ZoneProblem = { readonly reason: string; readonly where: string | undefined };
