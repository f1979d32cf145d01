// Snippets in JSON, YAML, HCL, CSV, JavaScript, registry text and shell for products that no test can run: read back by a real parser.
import { runInNewContext } from "node:vm";
import { parse as parseHcl } from "@cdktn/hcl2json";
import { describe, expect, test } from "vitest";
import { parse as parseYaml } from "yaml";
import { PUBLISHED, snippet } from "../../support/generated.ts";
import { runProgram } from "../../support/run-program.ts";

const ONE_ZONE = `
domains:
  - domain: corp.test
    hosts:
      - { host: kms1.corp.test, weight: 5, addresses: [192.0.2.1, "2001:db8::1"] }
      - { host: kms2.corp.test, port: 1689, priority: 10, addresses: [192.0.2.2, 192.0.2.22] }
  - domain: sales.corp.test
    zone: corp.test
    hosts:
      - { host: kms1.corp.test, port: 1689, priority: 65535, weight: 65535 }
`;
const IN_ZONE = (PUBLISHED["corp.test"] ?? []).toSorted();
const ALL = Object.values(PUBLISHED).flat().toSorted();

type Set = {
  readonly owner: string;
  readonly type: string;
  readonly ttl: number;
  readonly data: readonly string[];
};

/** The sets as lines in the form of PUBLISHED, sorted. */
function linesOf(sets: readonly Set[]): readonly string[] {
  return sets
    .flatMap(({ owner, type, ttl, data }) =>
      data.map((each) => `${owner.replace(/\.?$/, ".")} ${ttl} ${type.toLowerCase()} ${each}`),
    )
    .toSorted();
}

/** The bodies of a script's here documents. */
function bodies(script: string): readonly unknown[] {
  return [...script.matchAll(/<<'END'\n([^]*?)\nEND\n/g)].map(([, body]) => JSON.parse(body ?? ""));
}

/** What each command of a script gets as arguments; the program is replaced by a function of that name. */
async function commandsOf(program: string, script: string, env: Readonly<Record<string, string>>) {
  const recorder = `${program}() { for word in "$@"; do printf '%s\\0' "$word"; done; printf '\\n'; }\n`;
  const { code, stdout, stderr } = await runProgram("sh", ["-e", "-c", recorder + script], { env });
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  return stdout
    .trimEnd()
    .split("\n")
    .map((line) => line.split("\0").slice(0, -1));
}

/** The value behind a long option, also of the form --option=value. */
function option(words: readonly string[], name: string): string {
  const joined = words.find((word) => word.startsWith(`--${name}=`));
  return joined?.slice(name.length + 3) ?? words[words.indexOf(`--${name}`) + 1] ?? "";
}

describe("JSON", () => {
  test("route53", async () => {
    const batch = JSON.parse(await snippet("route53", ONE_ZONE)) as {
      Changes: {
        Action: string;
        ResourceRecordSet: { Name: string; Type: string; TTL: number; ResourceRecords: { Value: string }[] };
      }[];
    };
    expect(new Set(batch.Changes.map(({ Action }) => Action))).toEqual(new Set(["CREATE"]));
    const sets = batch.Changes.map(({ ResourceRecordSet: set }) => ({
      owner: set.Name,
      type: set.Type,
      ttl: set.TTL,
      data: set.ResourceRecords.map(({ Value }) => Value),
    }));
    expect(linesOf(sets)).toEqual(IN_ZONE);
  });

  test("infoblox-wapi", async () => {
    type Data = {
      name: string;
      ttl: number;
      ipv4addr?: string;
      ipv6addr?: string;
      priority?: number;
      weight?: number;
      port?: number;
      target?: string;
    };
    const requests = JSON.parse(await snippet("infoblox-wapi")) as {
      method: string;
      object: string;
      data: Data;
    }[];
    const sets = requests.map(({ object, data }) => ({
      owner: data.name,
      type: object.replace("record:", ""),
      ttl: data.ttl,
      data: [
        data.ipv4addr ?? data.ipv6addr ?? `${data.priority} ${data.weight} ${data.port} ${data.target}.`,
      ],
    }));
    expect(linesOf(sets)).toEqual(ALL);
  });

  test("cloudflare", async () => {
    type Body = {
      type: string;
      name: string;
      ttl: number;
      content?: string;
      proxied?: boolean;
      data?: { priority: number; weight: number; port: number; target: string };
    };
    const script = await snippet("cloudflare");
    const sets = (bodies(script) as Body[]).map(({ type, name, ttl, content, proxied, data }) => {
      expect(proxied).toBe(type === "SRV" ? undefined : false);
      return {
        owner: name,
        type,
        ttl,
        data: [content ?? `${data?.priority} ${data?.weight} ${data?.port} ${data?.target}.`],
      };
    });
    expect(linesOf(sets)).toEqual(ALL);
    const env = { CF_HEADER_FILE: "/dev/null", ZONE_ID_1: "one", ZONE_ID_2: "two" };
    const urls = (await commandsOf("curl", script, env)).map((words) => words.at(-1));
    expect(new Set(urls)).toEqual(
      new Set(["one", "two"].map((id) => `https://api.cloudflare.com/client/v4/zones/${id}/dns_records`)),
    );
  });
});

test("scripts stop with a word of explanation where a variable is missing", async () => {
  const cases: readonly (readonly [string, RegExp])[] = [
    ["cloudflare", /CF_HEADER_FILE: name a file/],
    ["gcloud", /ZONE_1: name the managed zone of corp\.test/],
    ["azure-cli", /RESOURCE_GROUP/],
    ["samba-tool", /DC: name a domain controller/],
    ["powerdns-api", /PDNS_HEADER_FILE: name a file/],
  ];
  for (const [product, message] of cases) {
    const run = await runProgram("/bin/sh", ["-e", "-c", await snippet(product)], {
      env: { PATH: "/nonexistent" },
    });
    expect(run.code, product).not.toBe(0);
    expect(run.stderr).toMatch(message);
  }
});

test("gcloud: the arguments of each command", async () => {
  const env = { ZONE_1: "corp", ZONE_2: "lab" };
  const commands = await commandsOf("gcloud", await snippet("gcloud"), env);
  const sets = commands.map((words) => ({
    owner: words[3] ?? "",
    type: option(words, "type"),
    ttl: Number(option(words, "ttl")),
    data: option(words, "rrdatas").split(","),
  }));
  expect(linesOf(sets)).toEqual(ALL);
  expect(commands.map((words) => option(words, "zone"))).toEqual([
    "corp",
    "corp",
    "corp",
    "corp",
    "corp",
    "lab",
    "lab",
  ]);
});

test("azure-cli: the arguments of each command", async () => {
  const commands = await commandsOf("az", await snippet("azure-cli"), { RESOURCE_GROUP: "dns" });
  const ttls = commands
    .filter((words) => words[4] === "update")
    .map(
      (words) => `${words[3]} ${option(words, "name")}.${option(words, "zone-name")} ${option(words, "set")}`,
    );
  const questions = new Set(ALL.map((line) => line.split(" ")).map(([owner, , type]) => `${type} ${owner}`));
  expect(ttls.toSorted()).toEqual([...questions].map((each) => `${each.slice(0, -1)} ttl=3600`).toSorted());
  const sets = commands
    .filter((words) => words[4] === "add-record")
    .map((words) => {
      const type = words[3] ?? "";
      const srv = `${option(words, "priority")} ${option(words, "weight")} ${option(words, "port")} ${option(words, "target")}.`;
      const data = { a: option(words, "ipv4-address"), aaaa: option(words, "ipv6-address"), srv }[type] ?? "";
      const owner = `${option(words, "record-set-name")}.${option(words, "zone-name")}`;
      return { owner, type, ttl: 3600, data: [data] };
    });
  expect(linesOf(sets)).toEqual(ALL);
});

test("octodns: YAML, with keys sorted as its loader demands", async () => {
  const text = await snippet("octodns", ONE_ZONE);
  expect(text).toMatch(/^# corp\.test\.yaml\n---\n/);
  type Value = {
    readonly priority: number;
    readonly weight: number;
    readonly port: number;
    readonly target: string;
  };
  type Entry = { readonly type: string; readonly ttl: number; readonly values: readonly (string | Value)[] };
  const zone = parseYaml(text) as Record<string, readonly Entry[]>;
  const sets = Object.entries(zone).flatMap(([key, entries]) =>
    entries.map(({ type, ttl, values }) => ({
      owner: key === "" ? "corp.test" : `${key}.corp.test`,
      type,
      ttl,
      data: values.map((value) =>
        typeof value === "string" ? value : `${value.priority} ${value.weight} ${value.port} ${value.target}`,
      ),
    })),
  );
  expect(linesOf(sets)).toEqual(IN_ZONE);
  const isSorted = (value: unknown): boolean =>
    typeof value !== "object" || value === null
      ? true
      : (Array.isArray(value) || Object.keys(value).join() === Object.keys(value).toSorted().join()) &&
        Object.values(value).every(isSorted);
  expect(isSorted(zone)).toBe(true);
});

describe("HCL, by HashiCorp's own parser", () => {
  type Block = Readonly<Record<string, unknown>>;
  async function resources(product: string): Promise<readonly (readonly [string, string, Block])[]> {
    const parsed = (await parseHcl("kms.tf", await snippet(product))) as {
      resource: Record<string, Record<string, readonly [Block]>>;
    };
    return Object.entries(parsed.resource).flatMap(([type, named]) =>
      Object.entries(named).map(([label, [block]]) => [type, label, block] as const),
    );
  }

  test("terraform-aws", async () => {
    const found = await resources("terraform-aws");
    expect(new Set(found.map(([, label]) => label)).size).toBe(found.length);
    const sets = found.map(([, , block]) => ({
      owner: String(block["name"]),
      type: String(block["type"]),
      ttl: Number(block["ttl"]),
      data: block["records"] as readonly string[],
    }));
    expect(linesOf(sets)).toEqual(ALL);
    expect(found[0]?.[2]["zone_id"]).toBe("${data.aws_route53_zone.kms_1.zone_id}");
  });

  test("terraform-dns", async () => {
    type Srv = {
      readonly priority: number;
      readonly weight: number;
      readonly port: number;
      readonly target: string;
    };
    const found = await resources("terraform-dns");
    const sets = found.map(([type, , block]) => ({
      owner: `${String(block["name"])}.${String(block["zone"])}`,
      type: /^dns_(\w+)_record_set$/.exec(type)?.[1] ?? "",
      ttl: Number(block["ttl"]),
      data:
        (block["addresses"] as readonly string[] | undefined) ??
        (block["srv"] as readonly Srv[]).map(
          (srv) => `${srv.priority} ${srv.weight} ${srv.port} ${srv.target}`,
        ),
    }));
    expect(linesOf(sets)).toEqual(ALL);
  });
});

test("dnscontrol: the calls that its JavaScript makes", async () => {
  const sets: Set[] = [];
  type Partial = Omit<Set, "owner"> & { readonly name: string };
  const address =
    (type: string) =>
    (name: string, data: string, ttl: number): Partial => ({ name, type, ttl, data: [data] });
  const srv = (
    name: string,
    priority: number,
    weight: number,
    port: number,
    target: string,
    ttl: number,
  ): Partial => ({
    name,
    type: "SRV",
    ttl,
    data: [`${priority} ${weight} ${port} ${target}`],
  });
  const extend = (zone: string, ...records: readonly Partial[]): void => {
    sets.push(...records.map(({ name, ...rest }) => ({ owner: `${name}.${zone}`, ...rest })));
  };
  const TTL = (ttl: number): number => ttl;
  const calls = { D_EXTEND: extend, A: address("A"), AAAA: address("AAAA"), SRV: srv, TTL };
  runInNewContext(await snippet("dnscontrol"), calls);
  expect(linesOf(sets)).toEqual(ALL);
});

test("infoblox-csv: each line by the header above it", async () => {
  const headers = new Map<string, readonly string[]>();
  const sets: Set[] = [];
  for (const line of (await snippet("infoblox-csv")).trimEnd().split("\n")) {
    const [kind = "", ...fields] = line.split(",");
    if (kind.startsWith("header-")) {
      headers.set(
        kind.slice("header-".length),
        fields.map((field) => field.replace("*", "")),
      );
      continue;
    }
    const names = headers.get(kind) ?? [];
    expect(fields).toHaveLength(names.length);
    const value = (name: string): string => fields[names.indexOf(name)] ?? "";
    const srv = `${value("priority")} ${value("weight")} ${value("port")} ${value("target")}.`;
    sets.push({
      owner: value("fqdn"),
      type: kind.replace("record", ""),
      ttl: Number(value("ttl")),
      data: [kind === "srvrecord" ? srv : value("address")],
    });
  }
  expect(linesOf(sets)).toEqual(ALL);
  expect(await snippet("infoblox-csv", "domains: [{ domain: a.test, hosts: [{ host: k.a.test }] }]")).toMatch(
    /^header-srvrecord,/,
  );
});

test("publish-list: the strings of hex(7)", async () => {
  const plan = `domains:
  - { domain: corp.test, hosts: [{ host: kms1.corp.test, priority: 10, weight: 5 }] }
  - { domain: sales.corp.test, hosts: [{ host: kms1.corp.test }] }`;
  const text = await snippet("publish-list", plan);
  expect(text).toMatch(/^REGEDIT4\r\n\r\n/);
  const hex = /"DnsDomainPublishList"=hex\(7\):([0-9a-f,]+)\r\n/.exec(text)?.[1] ?? "";
  const strings = Buffer.from(hex.replaceAll(",", ""), "hex").toString("latin1");
  expect(strings).toBe("corp.test, 10, 5\0sales.corp.test, 0, 0\0\0");
});

test("names at the top of a zone, in the products that write relative names", async () => {
  const plan = "domains: [{ domain: corp.test, hosts: [{ host: corp.test, addresses: [192.0.2.1] }] }]";
  expect(await snippet("knotc", plan)).toContain("knotc zone-set corp.test '@' 3600 A 192.0.2.1");
  expect(await snippet("windows-dnscmd", plan)).toContain("/RecordAdd corp.test @ 3600 A 192.0.2.1");
  expect(await snippet("windows-powershell", plan)).toContain("-Name '@' -IPv4Address '192.0.2.1'");
  expect(await snippet("octodns", plan)).toMatch(/^"":\n {2}- ttl: 3600\n {4}type: "A"$/m);
  expect(await snippet("terraform-dns", plan)).toMatch(
    /"dns_a_record_set" "kms_1_1" \{\n {2}zone {6}= "corp.test."\n {2}ttl/,
  );
});
