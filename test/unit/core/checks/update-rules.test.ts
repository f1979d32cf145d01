import { describe, expect, test } from "vitest";
import type { Finding } from "../../../../src/core/checks/finding.ts";
import { judge } from "../../../../src/core/checks/rule.ts";
import { updateDisabled } from "../../../../src/core/checks/update-disabled.ts";
import { updateOpen } from "../../../../src/core/checks/update-open.ts";
import type { UpdatePolicyFacts } from "../../../../src/core/checks/update-policy-facts.ts";
import { updateSigned } from "../../../../src/core/checks/update-signed.ts";
import { name } from "../../../support/facts.ts";

function found(overrides: Partial<UpdatePolicyFacts>): readonly Finding[] {
  const facts: UpdatePolicyFacts = {
    zone: name("corp.test"),
    primary: "192.0.2.53:53",
    policy: "disabled",
    rcode: "REFUSED",
    keyMightHelp: false,
    keyVerdict: null,
    activeDirectory: false,
    evidence: ["192.0.2.53:53 answered REFUSED"],
    serialBefore: 1,
    serialAfter: 1,
    alarm: null,
    ...overrides,
  };
  return judge([updateDisabled, updateOpen, updateSigned], facts);
}
const remedyOf = (overrides: Partial<UpdatePolicyFacts>): string =>
  found(overrides)[0]?.remedy.join("\n") ?? "";

describe("what is said of the update policy", () => {
  test("one finding for each policy, none for 'unknown'", () => {
    const ids = (policy: UpdatePolicyFacts["policy"]): readonly string[] =>
      found({ policy }).map(({ id, severity, subject }) => `${id} ${severity} ${subject}`);
    expect(ids("disabled")).toEqual(["update-disabled info corp.test"]);
    expect(ids("open")).toEqual(["update-open warning corp.test"]);
    for (const policy of ["tsig", "gss-tsig", "signed"] as const)
      expect(ids(policy)).toEqual(["update-signed info corp.test"]);
    expect(ids("unknown")).toEqual([]);
  });

  test("disabled: by hand, and with a key where that might help", () => {
    const without = remedyOf({});
    expect(without).toContain(
      "In the zone: _vlmcs._tcp.corp.test. 3600 IN SRV 0 0 1688 <kms-host>.corp.test.",
    );
    expect(without).toContain("Add-DnsServerResourceRecord -ZoneName corp.test -Name _vlmcs._tcp");
    expect(without).not.toContain("--key");
    expect(remedyOf({ keyMightHelp: true })).toContain(
      "kms-doctor publish --domain corp.test --host KMS-HOST.corp.test --key FILE",
    );
    expect(found({ primary: null, rcode: null })[0]?.detail).toContain("The server answers nothing");
  });

  test("open: on the platform that was seen", () => {
    expect(remedyOf({ policy: "open" })).toContain("grant kms-publisher name _vlmcs._tcp.corp.test. SRV");
    expect(remedyOf({ policy: "open" })).not.toContain("dnscmd");
    expect(remedyOf({ policy: "open", activeDirectory: true })).toContain(
      "dnscmd . /Config corp.test /AllowUpdate 2",
    );
    expect(found({ policy: "open", primary: null })[0]?.detail).toContain(
      "The server takes unsigned updates",
    );
  });

  test("a hostile zone name stands in no command", () => {
    for (const policy of ["disabled", "open", "signed"] as const) {
      const text = remedyOf({ policy, keyMightHelp: true, zone: name("$(id).corp.test") });
      expect(text).not.toContain("$(id)");
    }
  });

  test("signed: the flags that fit", () => {
    expect(remedyOf({ policy: "tsig" })).toContain(
      "kms-doctor publish --domain corp.test --host KMS-HOST.corp.test --key FILE",
    );
    expect(remedyOf({ policy: "tsig" })).not.toContain("--gss");
    expect(remedyOf({ policy: "gss-tsig" })).not.toContain("--key FILE");
    expect(remedyOf({ policy: "signed" })).toMatch(/--key FILE.*\n.*--gss/);
    expect(found({ policy: "signed", primary: null })[0]?.detail).toContain("The server does not take");
  });
});
