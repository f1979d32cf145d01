// `diagnose`: its arguments, flags and help.
import type { Command } from "commander";
import {
  addNetworkOptions,
  addReportOptions,
  collect,
  type NetworkFlags,
  type ReportFlags,
} from "../options.ts";
import type { Finish } from "../program.ts";

export type DiagnoseFlags = ReportFlags &
  NetworkFlags & {
    readonly expect?: readonly string[];
    readonly updateProbe: boolean;
    readonly file?: string;
    readonly replay?: string;
    readonly symptom?: string;
    readonly paste?: readonly string[];
    readonly secondOpinion?: true;
    readonly rules?: readonly string[];
  };

const HELP = `
Looks at everything between a client and its KMS host: the suffixes, the DNS
servers and the zone with its name servers, the SRV records, how the zone takes
dynamic updates, and every published host on every address. Says what is wrong,
one finding for each cause, with the evidence and the remedy.
To tell how a zone takes updates its primary is sent update messages that can't
change anything; its log will show them. --no-update-probe leaves that out.
With --symptom the causes of that error or event are ranked by what was seen,
and the findings come in the order of its likely causes. --paste joins what
Windows printed on a host or a client: one finding for what both tell of.
With --rules a port that does not open is explained by the rule that stops it.

Examples:
  kms-doctor diagnose
  kms-doctor diagnose corp.example --server 192.0.2.53
  kms-doctor diagnose corp.example --expect kms1.corp.example --json
  kms-doctor diagnose corp.example --format html --output report.html
  kms-doctor diagnose corp.example --nagios
  kms-doctor diagnose corp.example --symptom 0xC004F074
  kms-doctor diagnose corp.example --paste dlv.txt
  kms-doctor diagnose corp.example --rules rules.nft
  kms-doctor diagnose corp.example --ndjson > run.ndjson
  kms-doctor diagnose --replay run.ndjson`;

export function addDiagnoseCommand(program: Command, finish: Finish): void {
  const command = program
    .command("diagnose")
    .summary("find out what is wrong, from suffix to host")
    .description("Find out what is wrong between clients and their KMS hosts.")
    .argument("[domain...]", "domains to look at (default: the machine's own suffixes)")
    .option("--file <file>", "read domains from this file, one a line; - is standard input")
    .option("--expect <host[:port]>", "the only hosts that should be published; repeat for several", collect)
    .option("--replay <file>", "show a run that was recorded with --ndjson, without any network")
    .option("--symptom <code>", "the error or event that Windows shows: rank its causes by what is seen")
    .option(
      "--paste <file>",
      "join what Windows printed, see 'read'; repeat for several, - is standard input",
      collect,
    )
    .option(
      "--rules <file>",
      "a rule dump of the hosts' firewall, as for 'firewall'; repeat for several",
      add,
    )
    .option("--second-opinion", "have an independent DNS implementation ask the same")
    .option("--no-update-probe", "do not ask how the zones take dynamic updates");
  addReportOptions(addNetworkOptions(command))
    .addHelpText("after", HELP)
    .action(async (domains: string[], flags: DiagnoseFlags) => {
      const { runDiagnose } = await import("../runners/diagnose.ts");
      finish(await runDiagnose(domains, flags));
    });
}

function add(file: string, earlier: readonly string[] | undefined): readonly string[] {
  return [...(earlier ?? []), file];
}
