// The outside world of the commands that examine how servers treat dynamic updates.
import type { UpdatePolicyPorts } from "../app/update-policy-ports.ts";
import { escapeText } from "../core/text/escape-text.ts";
import { createAskDns } from "../io/dns/ask-dns.ts";
import { createSendMessage } from "../io/dns/send-message.ts";
import { systemClock } from "../io/host/clock.ts";
import { createSystemRandom } from "../io/host/random.ts";
import { timestamp } from "../io/host/timestamp.ts";
import { stderrWriter } from "./writer.ts";

/** The ports, and `close` for the sockets that they hold. */
export function openUpdatePorts(): { readonly ports: UpdatePolicyPorts; readonly close: () => void } {
  const random = createSystemRandom();
  const dns = createAskDns({ clock: systemClock, random });
  const messages = createSendMessage({ clock: systemClock, random });
  return {
    ports: {
      askDns: dns.ask,
      sendMessage: messages.send,
      random: random.unit,
      announce: announceOnStderr,
      clock: systemClock,
      timestamp,
    },
    close: () => {
      dns.close();
      messages.close();
    },
  };
}

/** One line each: names and reasons in it may come from a peer. */
export function announceOnStderr(text: string): void {
  void stderrWriter().write(`${escapeText(text)}\n`);
}
