import { describe, expect, test } from "vitest";
import { createAssocGroups } from "../../../../src/lab/kms-host/assoc-groups.ts";
import { createCapacity } from "../../../../src/lab/kms-host/capacity.ts";
import { DEFAULT_KMS_HOST_LIMITS } from "../../../../src/lab/kms-host/limits.ts";

describe("capacity", () => {
  const limits = { connections: 3, connectionsPerAddress: 2, busyReplies: 1 };

  test("one address does not take all, the next is told, the one after cut", () => {
    const capacity = createCapacity(limits);
    expect(["a", "a", "a", "a", "b"].map((address) => capacity.take(address))).toEqual([
      "free",
      "free",
      "busy",
      "cut",
      "free",
    ]);
  });

  test("places come back", () => {
    const capacity = createCapacity(limits);
    for (const address of ["a", "a", "b", "c"]) capacity.take(address);
    capacity.free("c", "busy");
    expect(capacity.take("c")).toBe("busy");
    capacity.free("a", "free");
    capacity.free("c", "cut");
    expect(capacity.take("c")).toBe("free");
    capacity.free("a", "free");
    capacity.free("b", "free");
    expect(capacity.take("a")).toBe("free");
  });

  test("5,000 connections of one address fit by default", () => {
    const capacity = createCapacity(DEFAULT_KMS_HOST_LIMITS);
    const places = Array.from({ length: 5_001 }, () => capacity.take("127.0.0.1"));
    expect(new Set(places)).toEqual(new Set(["free"]));
  });
});

test("association groups are never 0 and live as long as a member", () => {
  const groups = createAssocGroups();
  const id = groups.join(0);
  if (id === undefined) throw new Error("no group");
  expect(id).toBeGreaterThan(0);
  expect(groups.join(id)).toBe(id);
  groups.leave(id);
  expect(groups.join(id)).toBe(id);
  groups.leave(id);
  groups.leave(id);
  expect(groups.join(id)).toBeUndefined();
  expect(groups.size()).toBe(0);
});
