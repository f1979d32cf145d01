// BIND 9: authoritative, no recursion.
import { startServer, zoneFiles, type DnsServer, type DnsServerOptions } from "./server-process.ts";

export type BindOptions = DnsServerOptions & {
  /** Further statements inside each `zone { … }`, such as `allow-update { any; };`. */
  readonly zoneStatements?: string;
  /** Further statements inside `options { … }`. */
  readonly optionStatements?: string;
  /** Further top-level statements, such as keys. */
  readonly statements?: string;
};

export function startBind(options: BindOptions): Promise<DnsServer> {
  return startServer(options, (folder, { address, port }) => {
    const listen = address.includes(":") ? "listen-on-v6" : "listen-on";
    const other = address.includes(":") ? "listen-on { none; };" : "listen-on-v6 { none; };";
    // Where another server has taken the port meanwhile, this one must not share it silently: half of the questions
    // would go there.
    const conf = [
      `options { directory "${folder}"; reuseport no; ${listen} port ${port} { ${address}; }; ${other} recursion no;`,
      `  allow-transfer { any; }; max-records-per-type 0; pid-file "${folder}/pid"; session-keyfile "${folder}/session.key"; ${options.optionStatements ?? ""} };`,
      `controls { };`,
      options.statements ?? "",
      ...options.zones.map(
        ({ apex }) =>
          `zone "${apex}" { type primary; file "${apex}.zone"; ${options.zoneStatements ?? ""} };`,
      ),
    ];
    return {
      program: "named",
      files: { ...zoneFiles(options.zones), "named.conf": `${conf.join("\n")}\n` },
      args: ["-g", "-n", "1", "-c", `${folder}/named.conf`],
      readyName: options.zones.at(-1)?.apex ?? "localhost",
    };
  });
}
