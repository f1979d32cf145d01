// What a terminal can be told besides text: the clipboard, the bell; and how a process is put to the background.
import { once } from "node:events";

/** More would be cut by terminals anyway. */
const MOST_COPIED_OCTETS = 74_994;

/**
 * Puts text on the clipboard of the person's own machine, also over SSH (OSC 52). tmux takes it itself or lets it pass
 * wrapped, by its settings, so there it is sent both ways. Nothing tells whether the terminal took it.
 */
export function copySequence(text: string, isInTmux: boolean): string {
  const octets = Buffer.from(text, "utf8").subarray(0, MOST_COPIED_OCTETS);
  const sequence = `\u001b]52;c;${octets.toString("base64")}\u0007`;
  return isInTmux
    ? `${sequence}\u001bPtmux;${sequence.replaceAll("\u001b", "\u001b\u001b")}\u001b\\`
    : sequence;
}

export const BELL = "\u0007";

/** Stops the process, as Ctrl-Z does; resolves once the shell has continued it. */
export async function stopUntilContinued(): Promise<void> {
  // A listener for a signal does not keep the process alive.
  const alive = setInterval(() => undefined, 60_000);
  try {
    const continued = once(process, "SIGCONT");
    process.kill(process.pid, "SIGTSTP");
    await continued;
  } finally {
    clearInterval(alive);
  }
}
