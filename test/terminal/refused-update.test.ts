// The zone takes no updates: the same form ends in a snippet for the product at hand, and in an edited zone file.
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterEach, expect } from "vitest";
import { startBind } from "../support/dns-servers/bind.ts";
import type { DnsServer } from "../support/dns-servers/server-process.ts";
import { describeWithPeers } from "../support/peer.ts";
import { endStories, story } from "../support/story.ts";
import type { TerminalSession } from "../support/terminal-session.ts";

const ZONE = { apex: "corp.test", records: ["kms1.corp.test. 3600 IN A 127.0.0.1"] };

describeWithPeers("a refused update ends in another way", ["tmux", "named"], () => {
  let server: DnsServer | undefined;
  endStories();
  afterEach(async () => {
    await server?.stop();
    server = undefined;
  });

  async function upToRefusal(terminal: TerminalSession): Promise<void> {
    server = await startBind({ zones: [ZONE], zoneStatements: "notify no;" });
    const { address, port } = server.endpoint;
    terminal.runs(
      "kms-doctor",
      "tui",
      "corp.test",
      "--server",
      `${address}:${port}`,
      "--dns-port",
      String(port),
      "--write",
    );
    await terminal.sees("srv-missing");
    terminal.presses("5", "Enter");
    await terminal.sees("which host is published");
    terminal.types("kms1.corp.test");
    terminal.presses("Enter");
    await terminal.sees("nothing was changed", "takes no dynamic updates");
  }

  story("a snippet for BIND is made, copied and saved", {}, async (terminal) => {
    await upToRefusal(terminal);
    terminal.presses("s");
    await terminal.sees("For which product", "bind-zone");
    terminal.types("bind-zone");
    terminal.presses("Enter");
    await terminal.sees("For bind-zone", "SRV 0 0 1688 kms1.corp.test.");
    terminal.presses("y");
    await terminal.sees("copied: the snippet for bind-zone");
    expect(await terminal.clipboard()).toContain("SRV 0 0 1688 kms1.corp.test.");
    terminal.presses("S");
    await terminal.sees("Save the snippet");
    terminal.presses("Enter");
    await terminal.sees("saved as");
    expect(readFileSync(path.join(terminal.folder, "kms-bind-zone.txt"), "utf8")).toBe(
      await terminal.clipboard(),
    );
  });

  story(
    "a zone file is edited after its difference was seen",
    { columns: 120, rows: 40 },
    async (terminal) => {
      const file = path.join(terminal.folder, "corp.test.zone");
      const text =
        "$ORIGIN corp.test.\n$TTL 3600\n@ SOA ns1 admin 1 3600 900 604800 300\n@ NS ns1\nkms1 A 127.0.0.1\n";
      writeFileSync(file, text);
      await upToRefusal(terminal);
      terminal.presses("z");
      await terminal.sees("Zone file", "the path of the zone file");
      terminal.types("corp.test.zone");
      terminal.presses("Enter");
      await terminal.sees("+_vlmcs._tcp", "Type the zone's name");
      expect(readFileSync(file, "utf8")).toBe(text);
      terminal.types("corp.test");
      terminal.presses("Enter");
      await terminal.sees("written; the old file is");
      expect(readFileSync(file, "utf8")).toContain("SRV 0 0 1688 kms1");
    },
  );
});
