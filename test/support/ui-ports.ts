// The outside of the terminal interface as a test has it: a clock that stands, runs that a test feeds, nothing on disk.
import type { RunEvent } from "../../src/core/run/event.ts";
import { parseOwnerName } from "../../src/core/dns/owner-name.ts";
import { srvWish } from "../../src/core/plan/srv-wish.ts";
import { err, ok } from "../../src/core/result.ts";
import type { CheckedWish, LabView, UiPorts, WishField, WishTexts } from "../../src/ui/ports.ts";
import { eventsOf, HEALTHY, RUN_AT_MS } from "./ui-runs.ts";

export type FakePorts = UiPorts & {
  /** What was called, one line each, in order. */
  readonly calls: string[];
  /** Moves the clock, and calls what is due. */
  readonly advance: (ms: number) => void;
  /** Milliseconds from now of all that is scheduled, the next first. */
  readonly scheduled: () => readonly number[];
};

type Timer = { readonly atMs: number; readonly callback: () => void };

export function fakePorts(overrides: Partial<UiPorts> = {}): FakePorts {
  const calls: string[] = [];
  const timers = new Set<Timer>();
  let nowMs = RUN_AT_MS;
  return {
    calls,
    advance: (ms) => {
      const until = nowMs + ms;
      for (;;) {
        const next = [...timers].filter(({ atMs }) => atMs <= until).toSorted((a, b) => a.atMs - b.atMs)[0];
        if (next === undefined) break;
        timers.delete(next);
        nowMs = Math.max(nowMs, next.atMs);
        next.callback();
      }
      nowMs = until;
    },
    scheduled: () => [...timers].map(({ atMs }) => atMs - nowMs).toSorted((a, b) => a - b),
    nowMs: () => nowMs,
    schedule: (ms, callback) => {
      const timer = { atMs: nowMs + ms, callback };
      timers.add(timer);
      return () => void timers.delete(timer);
    },
    machine: () =>
      Promise.resolve({
        suffixes: ["corp.example"],
        resolvers: ["10.20.0.53", "10.20.0.54"],
        sources: ["/etc/resolv.conf: search corp.example"],
      }),
    diagnose: (domains) => {
      calls.push(`diagnose ${domains.join(" ")}`.trim());
      return replay(eventsOf(HEALTHY));
    },
    updatePolicy: (zone) => {
      calls.push(`update-policy ${zone}`);
      return replay([]);
    },
    change: ({ kind }) => {
      calls.push(kind);
      return replay([]);
    },
    undo: (id) => {
      calls.push(`undo ${id ?? "the latest"}`);
      return replay([]);
    },
    checkDomain: (text) => {
      const name = parseOwnerName(text);
      return name.ok
        ? ok(text.toLowerCase().replace(/\.$/, ""))
        : err(`'${text}' is no domain: ${name.error}`);
    },
    checkWish: checkSampleWish,
    products: () =>
      Promise.resolve([
        { name: "bind-zone", title: "BIND zone file", kind: "authoritative" },
        { name: "dnsmasq", title: "dnsmasq", kind: "resolver" },
        { name: "windows-powershell", title: "Windows DNS by PowerShell", kind: "authoritative" },
        { name: "nft", title: "nftables", kind: "firewall" },
      ]),
    snippet: (product, { wish, clients }) => {
      calls.push(`snippet ${product} ${wish?.target ?? clients.join(" ")}`.trim());
      return Promise.resolve(
        ok(`; for ${product}\n${wish?.owner ?? ""} IN SRV 0 0 1688 ${wish?.target ?? ""}\n`),
      );
    },
    zoneFile: (file, _request, isDryRun) => {
      calls.push(`zone-file ${file}${isDryRun ? " dry" : ""}`);
      return Promise.resolve(
        ok({ diff: ZONE_DIFF, zone: "corp.example", backup: isDryRun ? null : `${file}.bak` }),
      );
    },
    saveText: (name) => {
      calls.push(`save ${name}`);
      return Promise.resolve(ok(`/home/admin/${name}`));
    },
    exportRun: (form, events) => {
      calls.push(`export ${form} of ${events.length} events`);
      return Promise.resolve(ok(`/home/admin/kms-doctor.${form}`));
    },
    readRules: (files, endpoint) => {
      calls.push(`rules ${files.join(" ")} for ${endpoint?.address ?? "no address"}`);
      return Promise.resolve([]);
    },
    readPaste: (text) => {
      calls.push(`read ${text}`);
      return Promise.resolve([]);
    },
    saveColumns: (choices) => {
      calls.push(`save-columns ${Object.keys(choices).join(" ")}`);
      return Promise.resolve();
    },
    copy: (text) => void calls.push(`copy ${text}`),
    bell: () => void calls.push("bell"),
    lab: {
      scenarios: () =>
        Promise.resolve([{ name: "missing-record", title: "A KMS host that DNS does not know" }]),
      open: (name) => {
        calls.push(`lab-open ${name}`);
        return Promise.resolve(name === "gone" ? err("there is no scenario gone") : ok({ ...LAB, name }));
      },
      flip: (id) => {
        calls.push(`lab-flip ${id}`);
        return Promise.resolve(ok(LAB));
      },
      close: () => {
        calls.push("lab-close");
        return Promise.resolve();
      },
    },
    ...overrides,
  };
}

export const LAB: LabView = {
  name: "missing-record",
  title: "A KMS host that DNS does not know",
  domains: ["corp.test"],
  servers: ["127.0.0.1:5300"],
  host: { name: "kms1.corp.test", port: 1689 },
  switches: [
    { id: "host kms1", title: "the KMS host kms1 runs", isOn: true },
    { id: "fault servfail", title: "the DNS server answers SERVFAIL", isOn: false },
  ],
};

export const ZONE_DIFF = [
  "--- corp.example.zone",
  "+++ corp.example.zone",
  "@@ -1,4 +1,5 @@",
  " $ORIGIN corp.example.",
  "-@ 3600 IN SOA ns1 hostmaster 2026112401 3600 600 86400 300",
  "+@ 3600 IN SOA ns1 hostmaster 2026112402 3600 600 86400 300",
  " @ 3600 IN NS ns1",
  "+_vlmcs._tcp 3600 IN SRV 0 0 1688 kms1",
  "",
].join("\n");

/** Names and numbers judged by the rules of the core. */
export function checkSampleWish(texts: WishTexts): CheckedWish {
  const domain = parseOwnerName(texts.domain);
  const host = parseOwnerName(texts.host);
  const problems: Partial<Record<WishField, string>> = {
    ...(texts.domain !== "" && domain.ok ? {} : { domain: "a domain is needed" }),
    ...(texts.host !== "" && host.ok ? {} : { host: "a host is needed" }),
  };
  if (Object.keys(problems).length > 0 || !domain.ok || !host.ok)
    return { problems, wish: null, addresses: [] };
  const wish = srvWish(domain.value, host.value, {
    port: Number(texts.port),
    priority: Number(texts.priority),
    weight: Number(texts.weight),
    ttlSeconds: texts.ttl === "" ? undefined : Number(texts.ttl),
  });
  const addresses = texts.addresses.split(/[\s,]+/).filter((each) => each !== "");
  return wish.ok
    ? { problems: {}, wish: wish.value, addresses }
    : { problems: { host: wish.error }, wish: null, addresses: [] };
}

export async function* replay(events: readonly RunEvent[]): AsyncGenerator<RunEvent> {
  for (const event of events) yield await Promise.resolve(event);
}
