// The flags that name a TSIG key. The key itself never stands on a command line: everybody on the machine could read it there.
import { Option, type Command } from "commander";

export type KeyFlags = { readonly key?: string; readonly keyEnv?: string };

export function addKeyOptions(command: Command): Command {
  return command
    .addOption(
      new Option(
        "--key <file>",
        "TSIG key: a BIND key clause (tsig-keygen), Knot's (keymgr -t), or alg:name:secret; - is standard input",
      ).conflicts("keyEnv"),
    )
    .option("--key-env <name>", "the same, from the environment variable of this name");
}
