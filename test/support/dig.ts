// Asks with `dig`, the independent judge of what a server said.
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import type { Endpoint } from "../../src/core/net/endpoint.ts";

export type DigAnswer = {
  readonly status: string;
  readonly flags: readonly string[];
  /** `owner ttl type rdata`, in lower case and sorted. */
  readonly answers: readonly string[];
  readonly authorities: readonly string[];
};

/** One question; `more` are further options such as `+tcp`. */
export async function dig(
  server: Endpoint,
  name: string,
  type: string,
  ...more: readonly string[]
): Promise<DigAnswer> {
  const args = ["-r", `@${server.address}`, "-p", String(server.port), name, type];
  const fixed = ["+tries=1", "+time=5", "+noall", "+comments", "+answer", "+authority", "+nocrypto"];
  const { stdout } = await promisify(execFile)("dig", [...args, ...fixed, ...more], { maxBuffer: 1 << 24 });
  return {
    status: /status: ([A-Z0-9]+)/.exec(stdout)?.[1] ?? "none",
    flags: (/flags: ([a-z ]+);/.exec(stdout)?.[1] ?? "").trim().split(" "),
    answers: section(stdout, "ANSWER"),
    authorities: section(stdout, "AUTHORITY"),
  };
}

function section(text: string, title: string): readonly string[] {
  const body = text.split(`;; ${title} SECTION:\n`)[1]?.split(/\n\n|\n;;/)[0] ?? "";
  const lines = body.split("\n").filter((line) => line !== "" && !line.startsWith(";"));
  return lines
    .map((line) =>
      line
        .toLowerCase()
        .split(/\s+/)
        .filter((_, index) => index !== 2)
        .join(" "),
    )
    .toSorted();
}
