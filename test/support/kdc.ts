// An MIT Kerberos realm on a free port of loopback, with its own database, settings and ticket caches.
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { freePort } from "./dns-servers/server-process.ts";
import { runProgram } from "./run-program.ts";

export type KerberosEnv = Readonly<Record<string, string>>;

export type Kdc = {
  readonly realm: string;
  /** Leads Kerberos programs here; the cache that it names holds no ticket. */
  readonly env: KerberosEnv;
  /** The keys of the services. */
  readonly keytab: string;
  /** A new cache with a ticket of the account; `lifetime` as kinit takes it. */
  readonly login: (account: string, lifetime?: string) => Promise<KerberosEnv>;
  /** Resolves once no ticket of the cache is good any more. */
  readonly waitUntilExpired: (cache: KerberosEnv) => Promise<void>;
  /** Gives the service a new key, known to `keytab`; the keytab with the old one alone. */
  readonly rekey: (service: string) => Promise<{ readonly old: string }>;
  readonly stop: () => Promise<void>;
};

export type KdcOptions = {
  readonly realm: string;
  readonly accounts: readonly string[];
  /** Such as `DNS/ns.corp.test`. */
  readonly services: readonly string[];
};

export const KDC_PEERS = ["krb5kdc", "kdb5_util", "kadmin.local", "kinit", "klist"] as const;

const PASSWORD = "Passw0rd-lab";
const READY_MS = 20_000;

export async function startKdc({ realm, accounts, services }: KdcOptions): Promise<Kdc> {
  const folder = mkdtempSync(path.join(tmpdir(), "kms-doctor-kdc-"));
  const file = (name: string): string => path.join(folder, name);
  const port = await freePort("127.0.0.1");
  writeFileSync(file("krb5.conf"), clientSettings(realm, port));
  writeFileSync(file("kdc.conf"), serverSettings(realm, port, folder));
  let caches = 0;
  const env: KerberosEnv = {
    KRB5_CONFIG: file("krb5.conf"),
    KRB5_KDC_PROFILE: file("kdc.conf"),
    KRB5CCNAME: `FILE:${file("cc-none")}`,
    KRB5_KTNAME: `FILE:${file("none.keytab")}`,
    PATH: `${process.env["PATH"] ?? ""}:/usr/sbin:/sbin`,
  };
  const run = async (
    command: string,
    args: readonly string[],
    stdin = "",
    own: KerberosEnv = {},
  ): Promise<void> => {
    const done = await runProgram(command, args, { env: { ...env, ...own }, stdin });
    if (done.code !== 0) throw new Error(`${command} ended with ${done.code}: ${done.stdout}${done.stderr}`);
  };
  let server: ChildProcess | undefined;
  const stop = async (): Promise<void> => {
    if (server !== undefined && server.exitCode === null && server.signalCode === null) {
      const gone = once(server, "exit");
      server.kill("SIGTERM");
      await gone;
    }
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await run("kdb5_util", ["create", "-s", "-r", realm, "-P", PASSWORD]);
    const principals = [
      ...accounts.map((account) => `addprinc -pw ${PASSWORD} ${account}@${realm}`),
      ...services.flatMap((service) => [
        `addprinc -randkey ${service}@${realm}`,
        `ktadd -k ${file("services.keytab")} ${service}@${realm}`,
      ]),
    ];
    await run("kadmin.local", ["-r", realm], `${principals.join("\n")}\n`);
    server = spawn("krb5kdc", ["-n", "-r", realm], {
      env: { ...process.env, ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    await waitUntilReady(server);
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    realm,
    env,
    keytab: file("services.keytab"),
    login: async (account, lifetime = "1h") => {
      caches += 1;
      const own = { ...env, KRB5CCNAME: `FILE:${file(`cc-${caches}`)}` };
      await run("kinit", ["-l", lifetime, `${account}@${realm}`], `${PASSWORD}\n`, own);
      return own;
    },
    waitUntilExpired: async (cache) => {
      const deadline = AbortSignal.timeout(READY_MS);
      // klist -s ends with 0 as long as the cache holds a ticket that is good.
      for (;;) {
        deadline.throwIfAborted();
        const { code } = await runProgram("klist", ["-s"], { env: { ...env, ...cache } });
        if (code !== 0) return;
      }
    },
    rekey: async (service) => {
      const old = file("old.keytab");
      copyFileSync(file("services.keytab"), old);
      await run("kadmin.local", ["-r", realm, "ktadd", "-k", file("services.keytab"), `${service}@${realm}`]);
      return { old };
    },
    stop,
  };
}

/** No DNS is asked, so that nothing leaves the machine. */
function clientSettings(realm: string, port: number): string {
  const lines = [
    "[libdefaults]",
    `default_realm = ${realm}`,
    "dns_lookup_kdc = false",
    "dns_lookup_realm = false",
    "dns_canonicalize_hostname = false",
    "rdns = false",
    "udp_preference_limit = 1",
    "[realms]",
    `${realm} = {`,
    `kdc = 127.0.0.1:${port}`,
    "}",
  ];
  return `${lines.join("\n")}\n`;
}

function serverSettings(realm: string, port: number, folder: string): string {
  const lines = [
    "[kdcdefaults]",
    `kdc_listen = 127.0.0.1:${port}`,
    `kdc_tcp_listen = 127.0.0.1:${port}`,
    "[realms]",
    `${realm} = {`,
    `database_name = ${folder}/principal`,
    `key_stash_file = ${folder}/stash`,
    `acl_file = ${folder}/kadm5.acl`,
    "}",
    "[logging]",
    "kdc = STDERR",
  ];
  return `${lines.join("\n")}\n`;
}

async function waitUntilReady(server: ChildProcess): Promise<void> {
  let printed = "";
  const ready = new Promise<void>((resolve, reject) => {
    const onData = (text: string): void => {
      printed += text;
      if (printed.includes("commencing operation")) resolve();
    };
    server.stdout?.setEncoding("utf8").on("data", onData);
    server.stderr?.setEncoding("utf8").on("data", onData);
    server.once("error", reject);
    server.once("exit", (code) => reject(new Error(`krb5kdc ended with ${code}: ${printed}`)));
    AbortSignal.timeout(READY_MS).addEventListener("abort", () =>
      reject(new Error(`krb5kdc is not ready after ${READY_MS} ms: ${printed}`)),
    );
  });
  await ready;
}
