// Runs `diagnose`.
import type { Paste } from "../../app/tell-texts.ts";
import type { JoinRules } from "../../app/diagnose.ts";
import type { Symptom } from "../../app/tell-symptom.ts";
import type { AskSecondOpinion } from "../../app/second-opinion-port.ts";
import type { DiagnosisFacts } from "../../core/checks/diagnosis-facts.ts";
import { UsageError } from "../../core/errors.ts";
import { withoutTrailingDot } from "../../core/dns/owner-name.ts";
import { KMS_PORT } from "../../core/kms/service.ts";
import { parseAddress } from "../../core/net/address.ts";
import { splitHostPort } from "../../core/net/endpoint.ts";
import { createHostEnvironment } from "../../io/host/host-environment.ts";
import { parseTypedName } from "../../io/dns/idn.ts";
import type { DiagnoseFlags } from "../commands/diagnose.ts";
import { domainsToAsk } from "../domains-to-ask.ts";
import { openDiagnosis } from "../open-diagnosis.ts";
import { runCommand } from "../run-command.ts";
import { readTextFile } from "../read-lines.ts";
import { allSettings, type OutputSettings } from "../settings.ts";

export async function runDiagnose(domains: readonly string[], flags: DiagnoseFlags): Promise<number> {
  const { output, network } = await allSettings(flags);
  if (flags.replay !== undefined && flags.rules !== undefined) {
    throw new UsageError("--replay shows a recorded run, with the rules that were given then", {
      hint: "Leave --rules out, or give it in a new run.",
    });
  }
  if (flags.replay !== undefined) return replay(flags.replay, domains, flags, output);
  if (flags.file === "-" && flags.paste?.includes("-"))
    throw new UsageError("--file and --paste can't both read standard input", {
      hint: "Name a file for one.",
    });
  const paste = flags.paste === undefined ? undefined : await loadPaste(flags.paste);
  const symptom = flags.symptom === undefined ? undefined : await loadSymptom(flags.symptom);
  const joinRules = flags.rules === undefined ? undefined : await loadRules(flags.rules);
  const expected = flags.expect === undefined ? null : flags.expect.map(expectedHost);
  const { list, servers, suffixSources } = await domainsToAsk(domains, flags.file, network);
  // Old and not to be trusted alone: loaded only where it is asked for.
  const secondOpinion = flags.secondOpinion === undefined ? undefined : await loadSecondOpinion();
  const { start, close } = openDiagnosis({
    list,
    servers,
    suffixSources,
    network,
    expected,
    probesUpdates: flags.updateProbe,
    symptom,
    paste,
    joinRules,
    secondOpinion,
  });
  return runCommand(output, start).finally(close);
}

async function loadSymptom(text: string): Promise<Symptom> {
  const { namedSymptom } = await import("../named-symptom.ts");
  return namedSymptom(text);
}

async function loadPaste(files: readonly string[]): Promise<Paste> {
  const { pastedText } = await import("../pasted-text.ts");
  return pastedText(files);
}

async function loadRules(files: readonly string[]): Promise<JoinRules> {
  const { readRuleFiles } = await import("../rule-dumps.ts");
  const { joinRules } = await import("../../app/join-rules.ts");
  const read = await readRuleFiles(files, null, { zone: null, profile: null });
  const own = [...createHostEnvironment().localAddresses()].map(parseAddress);
  const ownAddresses = own.flatMap((address) => (address.ok ? [address.value] : []));
  const rules = { ...read, files: read.dumps.map(({ file }) => file), ownAddresses };
  return (findings, hosts) => joinRules(findings, hosts, rules);
}

async function loadSecondOpinion(): Promise<AskSecondOpinion> {
  const { createSecondOpinion } = await import("../../io/dns/second-opinion.ts");
  return createSecondOpinion();
}

/** A recorded run gives the same report again. */
async function replay(
  file: string,
  domains: readonly string[],
  { symptom, paste }: DiagnoseFlags,
  output: OutputSettings,
): Promise<number> {
  if (paste !== undefined) {
    throw new UsageError("--replay shows a recorded run, with the text that was pasted then", {
      hint: "Leave --paste out, or name it in a new run.",
    });
  }
  if (symptom !== undefined) {
    throw new UsageError("--replay shows a recorded run, with the symptom that was named then", {
      hint: "Leave --symptom out, or name it in a new run.",
    });
  }
  if (domains.length > 0) {
    throw new UsageError("--replay shows a recorded run, so no domain can be given", {
      hint: `Type: kms-doctor diagnose --replay ${file}`,
    });
  }
  const { readRecording } = await import("../wire/read-recording.ts");
  const recording = readRecording(
    await readTextFile(file, "--replay"),
    file === "-" ? "standard input" : `'${file}'`,
  );
  if (recording.command !== "diagnose") {
    throw new UsageError(`--replay '${file}' is a recording of '${recording.command}', not of 'diagnose'`, {
      hint: "Record one with: kms-doctor diagnose --ndjson > FILE",
    });
  }
  return runCommand(output, recording.events);
}

function expectedHost(text: string): NonNullable<DiagnosisFacts["expected"]>[number] {
  const split = splitHostPort(text, KMS_PORT);
  const name = split.ok ? parseTypedName(split.value.host) : split;
  if (!split.ok || !name.ok) {
    const reason = split.ok ? (name.ok ? "" : name.error) : split.error;
    throw new UsageError(`--expect '${text}': ${reason}`, {
      hint: "Write kms1.corp.example or kms1.corp.example:1689.",
    });
  }
  return { host: withoutTrailingDot(name.value), port: split.value.port };
}
