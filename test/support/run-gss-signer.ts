// Sends an update without changes of corp.test to 127.0.0.1, signed with the current Kerberos ticket, at once and for each further
// line on standard input; prints a line for each. The port is the argument.
import { createInterface } from "node:readline";
import { createGssSigner } from "../../src/app/publish/gss-signer.ts";
import { outgoingUpdate } from "../../src/core/dns/update-message.ts";
import { rcodeName } from "../../src/core/dns/rcode.ts";
import { createSendMessage } from "../../src/io/dns/send-message.ts";
import { openGss } from "../../src/io/gss/open-gss.ts";
import { systemClock } from "../../src/io/host/clock.ts";
import { createSystemRandom } from "../../src/io/host/random.ts";
import { name } from "./facts.ts";

const server = { address: "127.0.0.1", port: Number(process.argv[2]) };
const signedFor = { server, serverName: "ns.corp.test" };
const never = new AbortController().signal;
const random = createSystemRandom();
const sender = createSendMessage({ clock: systemClock, random });
const signer = createGssSigner({
  openContext: await openGss(process.platform),
  sendMessage: sender.send,
  random: random.unit,
  nowMs: systemClock.nowMs,
  timeoutMs: 3000,
});
const update = outgoingUpdate({ zone: name("corp.test"), prerequisites: [], updates: [] });

async function send(): Promise<string> {
  const signed = await signer.sign(update, signedFor, never);
  if (!signed.ok) return signed.error.because;
  const options = { timeoutMs: 3000, retries: 0, transport: signer.transport };
  const { outcome } = await sender.send(server, signed.value, options, never);
  const isAnswered = outcome.kind === "answered" || outcome.kind === "unauthenticated";
  const said = isAnswered ? `${rcodeName(outcome.message.rcode)} ${outcome.tsig?.kind}` : outcome.kind;
  const learnt = signer.learn(outcome, signedFor);
  return learnt === null ? said : `${said}; ${learnt}; ${await send()}`;
}

process.stdout.write(`${await send()}\n`);
for await (const _ of createInterface({ input: process.stdin })) process.stdout.write(`${await send()}\n`);
signer.close();
sender.close();
