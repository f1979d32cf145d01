import { describe, expect, test } from "vitest";
import { maskedState, maskText } from "../../../../src/ui/store/mask.ts";
import { after, keys, UI_STATES } from "../../../support/ui-states.ts";

describe("masking", () => {
  test.each([
    "kms1.corp.example",
    "KMS1.Corp.Example",
    "10.20.3.11",
    "10.20.3.11:1688",
    "fd00:20:3::11",
    "[fd00:20:3::11]:1688",
    "::1",
    "2001:db8:1:2:3:4:5:6",
    "::ffff:10.20.3.11",
    "host_1.sub-domain.corp.example.",
    "xn--mnchen-3ya.example",
  ])("hides %s", (text) => {
    const masked = maskText(`seen at ${text} today`);
    expect(masked).toMatch(/^seen at .*(?:ip|name)-[0-9a-f]{4}.* today$/);
    for (const part of text.toLowerCase().match(/[a-z0-9]{3,}/g) ?? [])
      if (!["1688", "ffff"].includes(part)) expect(masked.toLowerCase()).not.toContain(part);
  });

  test.each([
    "2026-11-24T12:00:00.012Z",
    "12:00:01",
    "port 1688",
    "0.72 ms",
    "0xC004F074",
    "NXDOMAIN",
    "TTL 3600 s",
  ])("leaves %s as it is", (text) => expect(maskText(text)).toBe(text));

  test("the same name has the same stand-in, in any case; others have others", () => {
    expect(maskText("KMS1.corp.example")).toBe(maskText("kms1.corp.EXAMPLE"));
    expect(maskText("kms1.corp.example")).not.toBe(maskText("kms2.corp.example"));
  });

  test("keeps the service in front of a name, which is no secret", () => {
    expect(maskText("_vlmcs._tcp.corp.example")).toBe(`_vlmcs._tcp.${maskText("corp.example")}`);
  });

  test("changes no number, no flag and no name of a state", () => {
    for (const [name, state] of Object.entries(UI_STATES)) {
      const { screen, selected, columns, overlays, run, publish } = maskedState(state);
      expect({ screen, selected, columns }, name).toEqual({
        screen: state.screen,
        selected: state.selected,
        columns: state.columns,
      });
      expect(overlays.map(({ kind }) => kind)).toEqual(state.overlays.map(({ kind }) => kind));
      expect(run.counts).toEqual(state.run.counts);
      expect(publish.step.kind).toBe(state.publish.step.kind);
      expect(run.findings.map(({ id }) => id)).toEqual(state.run.findings.map(({ id }) => id));
    }
  });

  test("a state that is masked already is not worked through again", () => {
    const state = after(UI_STATES["hosts-many"] ?? expect.fail(), ...keys("p"));
    expect(maskedState(state).run).toBe(maskedState({ ...state, detailTop: 1 }).run);
  });
});
