// Nobody published the host: the administrator finds that out, publishes it on BIND, and sees it turn green.
import { execFileSync } from "node:child_process";
import { afterEach, expect } from "vitest";
import { startBind } from "../support/dns-servers/bind.ts";
import type { DnsServer } from "../support/dns-servers/server-process.ts";
import { describeWithPeers } from "../support/peer.ts";
import { endStories, story } from "../support/story.ts";

const ZONE = { apex: "corp.test", records: ["kms1.corp.test. 3600 IN A 127.0.0.1"] };

describeWithPeers("a missing record is published", ["tmux", "named", "dig"], () => {
  let server: DnsServer | undefined;
  endStories();
  afterEach(async () => {
    await server?.stop();
    server = undefined;
  });

  const srv = ({ endpoint: { address, port } }: DnsServer): string =>
    execFileSync("dig", [`@${address}`, "-p", String(port), "_vlmcs._tcp.corp.test", "SRV", "+short"], {
      encoding: "utf8",
    }).trim();

  story("on BIND: from the finding to the proof, and back by undo", {}, async (terminal) => {
    server = await startBind({ zones: [ZONE], zoneStatements: "allow-update { any; }; notify no;" });
    const { address, port } = server.endpoint;
    terminal.runs(
      "kms-doctor",
      "tui",
      "corp.test",
      "--server",
      `${address}:${port}`,
      "--dns-port",
      String(port),
    );
    await terminal.sees("srv-missing", "1 error");

    terminal.presses("x");
    await terminal.sees("Publish a host", "corp.test", "which host is published");
    terminal.types("kms1.corp.test");
    await terminal.sees("kms1.corp.test");
    terminal.presses("Enter");
    // It started read-only: the plan is there, but nothing can be done with it.
    await terminal.sees(
      "+ _vlmcs._tcp.corp.test 3600 SRV 0 0 1688 kms1.corp.test",
      "Read-only: W allows changes",
    );
    expect(srv(server)).toBe("");

    terminal.presses("W");
    await terminal.sees("Type the zone's name");
    terminal.types("corp.tset");
    terminal.presses("Enter");
    await terminal.sees("That is not corp.test.");
    terminal.presses("C-u");
    terminal.types("corp.test");
    terminal.presses("Enter");
    await terminal.sees("done", "as planned", "u      takes the change back");
    expect(srv(server)).toBe("0 0 1688 kms1.corp.test.");

    terminal.presses("1");
    await terminal.sees("has the record", "fixed: ", "1 fixed");

    terminal.presses("u");
    await terminal.sees("- _vlmcs._tcp.corp.test 3600 SRV 0 0 1688 kms1.corp.test", "Type the zone's name");
    terminal.types("corp.test");
    terminal.presses("Enter");
    await terminal.sees("taken back");
    expect(srv(server)).toBe("");
  });
});
