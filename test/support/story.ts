// A story at the terminal: one test, one session, and on a failure the screen as it was.
import { afterEach, test } from "vitest";
import { openTerminal, type TerminalOptions, type TerminalSession } from "./terminal-session.ts";

const STORY_MS = 60_000;

let session: TerminalSession | undefined;

/** Call inside `describeWithPeers(…, ["tmux"], …)`. */
export function story(
  title: string,
  options: TerminalOptions,
  tell: (terminal: TerminalSession) => Promise<void>,
): void {
  test(title, { timeout: STORY_MS }, async () => {
    session = openTerminal(options);
    await tell(session);
  });
}

/** Ends the session of the last story, also where it failed. */
export function endStories(): void {
  afterEach(async () => {
    await session?.close();
    session = undefined;
  });
}
