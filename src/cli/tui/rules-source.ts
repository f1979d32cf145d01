// Rule dumps evaluated for the terminal interface: who gets through to the chosen address, and which rule decides.
import { firewall } from "../../app/firewall.ts";
import { KMS_PORT } from "../../core/kms/service.ts";
import { parseAddress } from "../../core/net/address.ts";
import type { FirewallReport } from "../../core/run/firewall-report.ts";
import { systemClock } from "../../io/host/clock.ts";
import { timestamp } from "../../io/host/timestamp.ts";
import type { ToldSection, UiPorts } from "../../ui/ports.ts";
import { pump } from "../pump.ts";
import { readRuleFiles } from "../rule-dumps.ts";
import { VERSION } from "../version.ts";
import { findingSection } from "./finding-section.ts";

/** Throws UsageError for a file that can't be read, or is no whole dump. */
export const readRules: UiPorts["readRules"] = async (files, endpoint) => {
  const read = await readRuleFiles(files, null, { zone: null, profile: null });
  const address = endpoint === null ? null : parseAddress(endpoint.address);
  const question = {
    host: address?.ok === true ? address.value : null,
    port: endpoint?.port ?? KMS_PORT,
    interface: null,
    path: "input",
  } as const;
  const state = await pump(
    firewall(
      { version: VERSION, command: "firewall" },
      { ...read, question, clients: [], isPathGiven: false },
      { clock: systemClock, timestamp },
      new AbortController().signal,
    ),
    [],
  );
  return [
    ...(state.firewall === undefined ? [] : reportSections(state.firewall)),
    ...[...state.findings.inOrder()].map(findingSection),
  ];
};

function reportSections(report: FirewallReport): readonly ToldSection[] {
  const { host, port, formats, exact, allowed, bounds, decisive, shadowed, assumptions } = report;
  const who = (cidrs: readonly string[]): string => (cidrs.length === 0 ? "nobody" : cidrs.join(", "));
  return [
    {
      title: `Port ${port}${host === null ? "" : ` of ${host}`}, by ${formats.join(", ")}`,
      rows: [
        { label: exact ? "gets through" : "surely through", text: who(allowed) },
        ...(bounds === null ? [] : [{ label: "perhaps through", text: who(bounds.upper) }]),
        ...assumptions.map((text) => ({ label: "taken for granted", text })),
      ],
    },
    ...decisive.map(({ rule, file, line, effect, cidrs }) => ({
      title: `${effect}: ${file}:${line}`,
      rows: [
        { label: "rule", text: rule },
        { label: "decides for", text: who(cidrs) },
      ],
    })),
    ...shadowed.map(({ rule, file, line, by }) => ({
      title: `never reached: ${file}:${line}`,
      rows: [
        { label: "rule", text: rule },
        { label: "because of", text: by },
      ],
    })),
  ];
}
