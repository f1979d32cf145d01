// The flags that say in whose name updates are signed: a TSIG key, or a Kerberos ticket. The key itself never stands on a command line: everybody on the machine could read it there.
import { Option, type Command } from "commander";

export type KeyFlags = { readonly key?: string; readonly keyEnv?: string; readonly gss?: boolean };

export function addKeyOptions(command: Command): Command {
  return command
    .addOption(
      new Option(
        "--key <file>",
        "TSIG key: a BIND key clause (tsig-keygen), Knot's (keymgr -t), or alg:name:secret; - is standard input",
      ).conflicts("keyEnv"),
    )
    .option("--key-env <name>", "the same, from the environment variable of this name")
    .addOption(
      new Option("--gss", "sign with the current Kerberos ticket (GSS-TSIG, Active Directory)").conflicts([
        "key",
        "keyEnv",
      ]),
    );
}
