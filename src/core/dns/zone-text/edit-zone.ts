// The edit of a zone file from text to text: reads, refuses what must not be edited, plans, and reads the new text again, so that nothing is ever written
// that says anything else than was wished.
import { isAtOrBelow, withoutTrailingDot, type OwnerName } from "../owner-name.ts";
import { InvariantError } from "../../errors.ts";
import { err, ok, type Result } from "../../result.ts";
import { findApex } from "./find-apex.ts";
import { planSrvEdit, type EditRequest, type SrvEdit, type SrvState } from "./plan-srv-edit.ts";
import { readZone, type ZoneQuestion } from "./read-zone.ts";
import { applySplices } from "./splice.ts";
import type { Obstacle, ReadInclude, ZoneProblem, ZoneReading } from "./zone-reading.ts";

export type ZoneEdit = SrvEdit & {
  readonly zone: OwnerName;
  /** The file or the operator names it; else the domain is taken for it. */
  readonly isZoneKnown: boolean;
  readonly newText: string;
};

/** Why a file is not edited: one clause, and what to do. */
export type ZoneRefusal = { readonly reason: string; readonly hint: string };

export type ZoneEditRequest = Omit<EditRequest, "isZoneKnown"> & {
  /** The zone that the operator named. */
  readonly origin: OwnerName | undefined;
  readonly readInclude: ReadInclude;
};

/** `text` has octets as char codes, and so has the new text. */
export function editZone(text: string, request: ZoneEditRequest): Result<ZoneEdit, ZoneRefusal> {
  const { wish } = request;
  const named = request.origin ?? findApex(text);
  const zone = named ?? wish.domain;
  const question: ZoneQuestion = { origin: zone, owner: wish.owner, readInclude: request.readInclude };
  const read = readZone(text, question);
  if (!read.ok) return err(notReadable(read.error));
  const refusal = refusalOf(read.value, zone, wish.domain);
  if (refusal !== undefined) return err(refusal);
  const edit = planSrvEdit(text, read.value, { ...request, isZoneKnown: named !== undefined });
  if (!edit.ok) return err({ reason: edit.error, hint: "Edit that place by hand, then run this again." });
  const newText = applySplices(text, edit.value.splices);
  if (edit.value.splices.length > 0) verify(newText, read.value, edit.value, question);
  return ok({ ...edit.value, zone, isZoneKnown: named !== undefined, newText });
}

function notReadable({ reason, where }: ZoneProblem): ZoneRefusal {
  const place = where === undefined ? "" : `${where}: `;
  return {
    reason: `${place}${reason}`,
    hint: "It must be the text file of a whole zone: 'named-checkzone ZONE FILE' tells more.",
  };
}

function refusalOf(reading: ZoneReading, zone: OwnerName, domain: OwnerName): ZoneRefusal | undefined {
  const name = withoutTrailingDot(zone);
  const soaOwner = withoutTrailingDot(reading.soa.owner);
  if (reading.soa.owner !== zone) {
    return {
      reason: `its SOA record (${reading.soa.where}) is of ${soaOwner}, not of ${name}`,
      hint: `If the zone is ${soaOwner}, say --origin ${soaOwner}; else a dot is missing in the file.`,
    };
  }
  if (reading.signedAt !== undefined) {
    return {
      reason: `it is signed with DNSSEC (${reading.signedAt})`,
      hint: "Edit the file that it is signed from, then sign again; or use 'kms-doctor publish'.",
    };
  }
  if (!isAtOrBelow(domain, zone)) {
    return {
      reason: `it holds the zone ${name}, and ${withoutTrailingDot(domain)} is not in it`,
      hint: "Name the file of the domain's zone, or another --domain.",
    };
  }
  const obstacle = reading.obstacles.find(({ kind, owner }) => kind !== "delegation" || owner !== zone);
  return obstacle === undefined ? undefined : blocked(obstacle);
}

function blocked({ kind, owner, where }: Obstacle): ZoneRefusal {
  const name = withoutTrailingDot(owner);
  switch (kind) {
    case "cname":
      return {
        reason: `${name} is an alias there (CNAME, ${where}), and an alias has no other records`,
        hint: "Remove the CNAME first, or publish the record where the alias leads.",
      };
    case "dname":
      return {
        reason: `all names below ${name} lead elsewhere (DNAME, ${where})`,
        hint: "Publish the record where the DNAME leads.",
      };
    case "delegation":
      return {
        reason: `${name} is delegated to other servers (NS, ${where})`,
        hint: `The record belongs in the zone ${name}: name the file of that zone.`,
      };
  }
}

/** A safety net: the edit is a bug where the new text says anything else. */
function verify(newText: string, old: ZoneReading, edit: SrvEdit, question: ZoneQuestion): void {
  const read = readZone(newText, question);
  const isAsWished =
    read.ok &&
    read.value.soa.serial === edit.serialAfter &&
    read.value.soa.rest === old.soa.rest &&
    read.value.others.count === old.others.count &&
    read.value.others.sum === old.others.sum &&
    sayAll(read.value.srv) === sayAll(edit.after);
  if (!isAsWished) throw new InvariantError("the edit would change other records; nothing was written");
}

function sayAll(records: readonly SrvState[]): string {
  return records
    .map(({ priority, weight, port, target, ttlSeconds }) =>
      [priority, weight, port, target, ttlSeconds].join(" "),
    )
    .sort()
    .join("\n");
}
