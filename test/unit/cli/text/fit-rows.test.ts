import { expect, test } from "vitest";
import { fitRows } from "../../../../src/cli/text/fit-rows.ts";

const rows = [
  ["  kms1.corp.test:1688", "weight 0", "192.0.2.10"],
  ["  kms22.corp.test:1688", "weight 10", "192.0.2.11, 2001:db8:1111:2222:3333:4444:5555:6666, 2001:db8::7"],
];

test("rows that fit line up", () => {
  expect(fitRows(rows, 120)).toEqual([
    "  kms1.corp.test:1688   weight 0   192.0.2.10",
    "  kms22.corp.test:1688  weight 10  192.0.2.11, 2001:db8:1111:2222:3333:4444:5555:6666, 2001:db8::7",
  ]);
});

test("where one does not, the first cells get lines of their own, and the last ones are wrapped", () => {
  expect(fitRows(rows, 70)).toEqual([
    "  kms1.corp.test:1688",
    "      weight 0   192.0.2.10",
    "  kms22.corp.test:1688",
    "      weight 10  192.0.2.11, 2001:db8:1111:2222:3333:4444:5555:6666,",
    "                 2001:db8::7",
  ]);
});

test("where there is little room, the last cell gets lines of its own, too", () => {
  expect(fitRows(rows, 50)).toEqual([
    "  kms1.corp.test:1688",
    "      weight 0   192.0.2.10",
    "  kms22.corp.test:1688",
    "      weight 10",
    "      192.0.2.11,",
    "      2001:db8:1111:2222:3333:4444:5555:6666,",
    "      2001:db8::7",
  ]);
});

test("empty cells make no lines", () => {
  expect(
    fitRows(
      [
        ["a".repeat(30), "", ""],
        ["b", "c", ""],
        ["d", "", "e"],
      ],
      20,
    ),
  ).toEqual(["a".repeat(30), "b", "      c", "d", "      e"]);
});
