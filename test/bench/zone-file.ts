// The edit of a large zone file, beside the time that named-checkzone takes to read it.
import { writeFileSync } from "node:fs";
import path from "node:path";
import { compare, rowOf, type Command, type Row } from "./measure.ts";

const RECORDS = 10_000;
const HEAD =
  "$TTL 3600\n$ORIGIN corp.test.\n@ IN SOA ns1 h 1 3600 600 86400 300\n@ IN NS ns1\nns1 A 192.0.2.1\n";

/** Every run finds the record of the run before and gives it another priority, so that each one writes. */
export async function editZoneFile(
  folder: string,
  tool: (...args: readonly string[]) => Command,
): Promise<readonly Row[]> {
  const file = path.join(folder, "corp.test.zone");
  const hosts = Array.from(
    { length: RECORDS },
    (_, index) => `host${index} IN A 10.0.${index >> 8}.${index & 255}\n`,
  );
  writeFileSync(file, HEAD + hosts.join(""));
  const ours = tool("zone-file", file, "--domain", "corp.test", "--host", "kms1.corp.test");
  const pair = await compare(
    // The number comes from the shell's process, which is another one each time.
    { name: "zone-file", argv: ["sh", "-c", 'exec "$@" --priority $(($$ % 65536))', "sh", ...ours.argv] },
    { name: "named-checkzone", argv: ["named-checkzone", "corp.test", file] },
    11,
  );
  return [rowOf("10,000 records, one edited (named-checkzone: read only)", pair, "≤ 2")];
}
