import { describe, expect, test } from "vitest";
import { remedyOfLine } from "../../../../src/ui/content/remedy-action.ts";

describe("what a step of a remedy does", () => {
  test.each([
    [
      "kms-doctor publish --domain corp.example --host kms1.corp.example --port 1689 --ttl 300",
      {
        kind: "publish",
        texts: { domain: "corp.example", host: "kms1.corp.example", port: "1689", ttl: "300" },
      },
    ],
    [
      "Or publish it, with its name in place of KMS-HOST: kms-doctor publish --domain corp.example --host KMS-HOST.corp.example",
      { kind: "publish", texts: { domain: "corp.example" } },
    ],
    [
      "take it away: kms-doctor unpublish --domain corp.example --host kms2.corp.example --priority 10 --weight 5",
      {
        kind: "unpublish",
        texts: { domain: "corp.example", host: "kms2.corp.example", priority: "10", weight: "5" },
      },
    ],
    [
      "kms-doctor zone-file FILE --domain corp.example --host KMS-HOST.corp.example",
      { kind: "zone-file", texts: { domain: "corp.example" } },
    ],
    [
      "kms-doctor generate --product PRODUCT --domain corp.example --host KMS-HOST.corp.example",
      { kind: "generate", product: null, texts: { domain: "corp.example" } },
    ],
    [
      "kms-doctor generate --product unbound --domain corp.example --host kms1.corp.example --address 192.0.2.1",
      {
        kind: "generate",
        product: "unbound",
        texts: { domain: "corp.example", host: "kms1.corp.example", addresses: "192.0.2.1" },
      },
    ],
  ])("%s", (step, action) => {
    expect(remedyOfLine(step)).toEqual(action);
  });

  test.each([
    "net start sppsvc",
    "Probe it: kms-doctor probe kms1.corp.example:1688",
    "kms-doctor publishing is not a command",
    "kms-doctor publish --domain 'corp.example",
    "",
  ])("%s is left to the reader", (step) => {
    expect(remedyOfLine(step)).toBeUndefined();
  });
});
