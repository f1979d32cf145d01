// `read`: its arguments, flags and help.
import type { Command } from "commander";
import { addReportOptions, type ReportFlags } from "../options.ts";
import type { Finish } from "../program.ts";

export type ReadFlags = ReportFlags;

const HELP = `
Reads what Windows printed, in any language, several outputs in one text: slmgr
/dlv, /dli, /dlv all, /xpr, /ato, /ao-list, ospp /dstatus, events of the
licensing service (as text, XML, JSON or CSV), ipconfig /all, nslookup,
Resolve-DnsName, Test-NetConnection, portqry, dcdiag /test:dns, and .reg files
of its keys. Says what that means and raises the findings that it leads to.
Lines that are not understood are listed, never guessed. Asks nothing over the
network; 'diagnose --paste FILE' joins the text with what the network shows.

Not confirmed, and read with care: the labels of other languages than English
(the place and the shape of the values decide, and the facts then say
"readBy": "structure"), and the raw form of event 12290 (both known forms are
read). Binary event logs (.evtx) are not read; export them with wevtutil.

Examples:
  kms-doctor read dlv.txt
  kms-doctor read host.txt client.txt --json
  kms-doctor read < paste.txt
  kms-doctor diagnose corp.example --paste dlv.txt`;

export function addReadCommand(program: Command, finish: Finish): void {
  const command = program
    .command("read")
    .summary("say what pasted output of Windows means")
    .description("Recognise pasted output of Windows and say what it means.")
    .argument("[file...]", "text files; - is standard input, which is also read without any file");
  addReportOptions(command)
    .addHelpText("after", HELP)
    .action(async (files: string[], flags: ReadFlags) => {
      const { runRead } = await import("../runners/read.ts");
      finish(await runRead(files, flags));
    });
}
