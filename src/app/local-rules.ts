// The rules of this machine: what its programs printed, and what they would not, with the command for an administrator.
import type { RuleDump } from "../core/firewall/parse/parsed.ts";
import type { Result } from "../core/result.ts";
import {
  isJsonObject,
  jsonList,
  jsonText,
  parseJsonWithLines,
  type JsonObject,
} from "../core/text/json-with-lines.ts";

/** A program that was asked for rules: its output, or one clause that says why there is none. */
export type RulesOutput = { readonly command: string; readonly output: Result<string, string> };

/** Runs a program and gives what it printed. */
export type RunForText = (program: string, args: readonly string[]) => Promise<Result<string, string>>;

export type LocalRules = {
  readonly dumps: readonly RuleDump[];
  /** What could not be read: `nft -j list ruleset: exit code 1`. */
  readonly missing: readonly string[];
};

const NFT = "nft -j list ruleset";
const COMMANDS: Readonly<Partial<Record<string, readonly string[]>>> = {
  linux: [NFT, "iptables-save", "ip6tables-save", "ipset save"],
  win32: ["netsh advfirewall firewall show rule name=all verbose", "netsh advfirewall show allprofiles"],
};

/** Undefined for a platform whose firewall is not known. */
export function localRuleCommands(platform: string): readonly string[] | undefined {
  return Object.hasOwn(COMMANDS, platform) ? COMMANDS[platform] : undefined;
}

export async function gatherLocalRules(commands: readonly string[], run: RunForText): Promise<LocalRules> {
  const outputs: RulesOutput[] = [];
  for (const command of commands) {
    const [program = "", ...args] = command.split(" ");
    const found = await run(program, args);
    // Programs of the administrator are not on everybody's path.
    const output =
      !found.ok && found.error === "not installed" ? await run(`/usr/sbin/${program}`, args) : found;
    outputs.push({ command, output });
  }
  return chooseRules(outputs);
}

/**
 * nft shows rules that iptables made without their arguments: then their tables are taken from iptables-save. Where nft shows all,
 * iptables-save would say the same a second time.
 */
export function chooseRules(outputs: readonly RulesOutput[]): LocalRules {
  const dumps: RuleDump[] = [];
  const missing: string[] = [];
  const nft = outputs.find(({ command }) => command === NFT)?.output;
  const native = nft?.ok === true ? withoutXtTables(nft.value) : undefined;
  for (const { command, output } of outputs) {
    const isIptables = !command.startsWith("nft") && !command.startsWith("netsh");
    if (isIptables && native !== undefined && !native.hasXt) continue;
    if (!output.ok) {
      // What is not installed holds no rules.
      if (output.error !== "not installed") missing.push(`${command}: ${output.error}`);
    } else if (command === NFT) {
      dumps.push({ file: command, text: native?.text ?? output.value });
    } else if (output.value.trim() !== "") {
      dumps.push({ file: command, text: output.value });
    }
  }
  return { dumps, missing };
}

function withoutXtTables(text: string): { readonly text: string; readonly hasXt: boolean } | undefined {
  const json = parseJsonWithLines(text);
  if (!json.ok || !isJsonObject(json.value.value)) return undefined;
  const items = jsonList(json.value.value["nftables"]).filter(isJsonObject);
  const foreign = new Set(
    items.flatMap(({ rule }) => (isJsonObject(rule) && hasXt(rule) ? [tableOf(rule)] : [])),
  );
  if (foreign.size === 0) return { text, hasXt: false };
  const kept = items.filter((item) =>
    Object.entries(item).every(([kind, body]) => !isJsonObject(body) || !foreign.has(tableOf(body, kind))),
  );
  return { text: JSON.stringify({ nftables: kept }), hasXt: true };
}

function hasXt(rule: JsonObject): boolean {
  return jsonList(rule["expr"]).some((each) => isJsonObject(each) && each["xt"] !== undefined);
}

function tableOf(body: JsonObject, kind = ""): string {
  return `${jsonText(body["family"])} ${jsonText(kind === "table" ? body["name"] : body["table"])}`;
}
