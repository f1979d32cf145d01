// A firewall drops port 1688: the host is there and answers elsewhere, so the silence is the firewall's, and the screen says so.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, vi } from "vitest";
import { openNetLab, type NetLab } from "../support/netns.ts";
import { describeWithPeers } from "../support/peer.ts";
import { endStories, story } from "../support/story.ts";

const DROP = "table inet t { chain i { type filter hook input priority 0; tcp dport 1688 drop; }; }";

describeWithPeers("a firewall in the way", ["tmux", "ip", "nft", "sysctl", "named", "dig", "root"], () => {
  const folder = mkdtempSync(path.join(tmpdir(), "kms-doctor-firewall-"));
  let lab: NetLab;
  endStories();

  beforeAll(async () => {
    lab = await openNetLab();
    const serve = new URL("../support/serve-kms-host.ts", import.meta.url).pathname;
    await lab.start("server", process.execPath, serve, "::", "1688");
    const zone = [
      "$ORIGIN corp.test.",
      "$TTL 3600",
      "@ SOA ns.corp.test. admin.corp.test. 1 3600 600 86400 60",
      "@ NS ns",
      "ns A 10.77.2.1",
      "_vlmcs._tcp SRV 0 0 1688 kms1",
      "kms1 A 10.77.2.1",
    ];
    writeFileSync(path.join(folder, "corp.test"), `${zone.join("\n")}\n`);
    writeFileSync(
      path.join(folder, "named.conf"),
      `options { directory "${folder}"; listen-on { 10.77.2.1; }; listen-on-v6 { none; }; recursion no; pid-file "${folder}/pid"; session-keyfile "${folder}/key"; };
controls { };
zone "corp.test" { type primary; file "corp.test"; };
`,
    );
    await lab.start("server", "sh", "-c", `exec named -g -n 1 -c ${folder}/named.conf 2>&1`);
    await vi.waitFor(
      async () =>
        expect(
          await lab.run("client", "sh", "-c", "dig @10.77.2.1 corp.test SOA +short +time=1 +tries=1 || true"),
        ).toContain("admin"),
      { timeout: 15_000 },
    );
  });
  afterAll(async () => {
    await lab.close();
    rmSync(folder, { recursive: true, force: true });
  });

  story("seen, explained, and gone once the rule is", { columns: 120, rows: 40 }, async (terminal) => {
    await lab.rules("server", DROP);
    const client = ["ip", ...lab.enter("client")].join(" ");
    terminal.runs(client, "kms-doctor", "tui", "corp.test", "--server", "10.77.2.1", "--timeout", "500");
    await terminal.sees("port-filtered", "filtered");
    terminal.presses("6");
    await terminal.sees("dropped by a firewall");
    writeFileSync(path.join(terminal.folder, "rules.nft"), await lab.run("server", "nft", "list", "ruleset"));
    terminal.presses("a");
    await terminal.sees("Rule dumps");
    terminal.types("rules.nft");
    terminal.presses("Enter");
    await terminal.sees("What it tells", "Port 1688 of 10.77.2.1, by nft", "nobody", "tcp dport 1688 drop");
    terminal.presses("Escape");
    await terminal.seesNoLonger("What it tells");
    await terminal.sees("dropped by a firewall", "answers elsewhere", "SPPSVC-In-TCP");
    terminal.presses("s");
    await terminal.sees("For which product", "nft");
    terminal.types("nft");
    terminal.presses("Enter");
    await terminal.sees("Which clients");
    terminal.types("10.77.1.0/24");
    terminal.presses("Enter");
    await terminal.sees("For nft", "10.77.1.0/24", "1688");
    terminal.presses("6");
    await lab.rules("server", "");
    terminal.presses("r");
    await terminal.sees("let through: the connection opens", "1 fixed");
  });
});
