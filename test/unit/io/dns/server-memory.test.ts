import { describe, expect, test } from "vitest";
import { createServerMemory } from "../../../../src/io/dns/server-memory.ts";
import { attempt } from "../../../support/facts.ts";

const SERVER = "127.0.0.1:53";
const silence = attempt({ kind: "timeout", phase: "udp-answer" });
const overTcp = attempt({ kind: "answered", rcode: 0 }, { transport: "tcp", edns: false });
const overUdp = attempt({ kind: "answered", rcode: 0 });

describe("what is remembered of a server", () => {
  test("UDP is given up after two exchanges that only TCP answered", () => {
    const memory = createServerMemory();
    memory.learn(SERVER, [silence, overTcp]);
    expect(memory.traitsOf(SERVER).udpSilent).toBe(false);
    memory.learn(SERVER, [silence, overTcp]);
    expect(memory.traitsOf(SERVER).udpSilent).toBe(true);
    expect(memory.traitsOf("127.0.0.2:53").udpSilent).toBe(false);
  });

  test("never where it once answered over UDP: packets get lost", () => {
    const memory = createServerMemory();
    memory.learn(SERVER, [overUdp]);
    for (let exchange = 0; exchange < 5; exchange++) memory.learn(SERVER, [silence, overTcp]);
    expect(memory.traitsOf(SERVER).udpSilent).toBe(false);
  });

  test("silence over both says nothing about UDP alone", () => {
    const memory = createServerMemory();
    const tcpSilence = attempt({ kind: "timeout", phase: "tcp-connect" }, { transport: "tcp" });
    for (let exchange = 0; exchange < 5; exchange++) memory.learn(SERVER, [silence, tcpSilence]);
    expect(memory.traitsOf(SERVER).udpSilent).toBe(false);
  });
});
