// A record of a host that is gone: its evidence is read, its remedy copied, the lab's host comes back, and the finding goes.
import { expect } from "vitest";
import { describeWithPeers } from "../support/peer.ts";
import { endStories, story } from "../support/story.ts";

describeWithPeers("a stale host is found", ["tmux"], () => {
  endStories();

  story("evidence, remedy, and the record taken away", {}, async (terminal) => {
    terminal.runs("kms-doctor", "tui", "--lab", "stale-host");
    await terminal.sees("srv-stale-host", "LAB stale-host");
    terminal.presses("4");
    await terminal.sees("Evidence and remedy", "What to do", "kms-doctor unpublish");
    terminal.presses("y");
    await terminal.sees("copied: ");
    expect(await terminal.clipboard()).not.toBe("");
    terminal.presses("x");
    // The zone of this scenario takes no updates.
    await terminal.sees("Take a record away", "kms-old.corp.test");
    terminal.presses("Enter");
    await terminal.sees("takes no dynamic updates");
  });

  story(
    "a host of the lab goes down and comes back while one watches",
    { columns: 120, rows: 40 },
    async (terminal) => {
      terminal.runs("kms-doctor", "tui", "--lab", "healthy");
      await terminal.sees("answers as KMS");
      terminal.presses("o");
      await terminal.sees("what goes wrong in it", "is down");
      terminal.presses("Enter");
      await terminal.sees("[on]");
      terminal.presses("Escape");
      await terminal.sees("does not answer", "srv-stale-host");
      terminal.presses("o", "Enter", "Escape");
      await terminal.sees("answers as KMS", "fixed: ");
      terminal.presses("O");
      await terminal.seesNoLonger("LAB healthy");
    },
  );
});
