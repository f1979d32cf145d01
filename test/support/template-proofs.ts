// Which templates the tests load into a real program, and into which: the claim `provenIn` of product.yaml is held to this table,
// and the table to the tests, whose types need an entry for each of its products.

export type Claim = {
  /** What product.yaml says. */
  readonly provenIn: string;
  /** What the proof needs on this machine. */
  readonly peers: readonly string[];
  /** The command that tells the version. */
  readonly version: readonly [string, ...string[]];
};

const BIND = { provenIn: "BIND 9.18", peers: ["named", "dig"], version: ["named", "-v"] } as const;
const KNOT = { provenIn: "Knot DNS 3.2", peers: ["knotd", "dig"], version: ["knotd", "--version"] } as const;
const POWERDNS = {
  provenIn: "PowerDNS 4.7",
  peers: ["pdns_server", "/usr/share/pdns-backend-sqlite3/schema/schema.sqlite3.sql", "dig"],
  version: ["pdns_server", "--version"],
} as const;

export const DNS_CLAIMS = {
  "bind-zone": { ...BIND, peers: [...BIND.peers, "named-checkzone"] },
  "bind-update-policy": { ...BIND, peers: [...BIND.peers, "nsupdate", "tsig-keygen"] },
  nsupdate: { ...BIND, peers: [...BIND.peers, "nsupdate"] },
  knsupdate: { ...KNOT, peers: [...KNOT.peers, "knsupdate"] },
  knotc: { ...KNOT, peers: [...KNOT.peers, "knotc"] },
  pdnsutil: { ...POWERDNS, peers: [...POWERDNS.peers, "pdnsutil"] },
  "powerdns-api": { ...POWERDNS, peers: [...POWERDNS.peers, "curl"] },
  nsd: { provenIn: "NSD 4.6", peers: ["nsd", "nsd-checkzone", "dig"], version: ["nsd", "-v"] },
  unbound: { provenIn: "unbound 1.17", peers: ["unbound", "dig"], version: ["unbound", "-V"] },
  dnsmasq: { provenIn: "dnsmasq 2.90", peers: ["dnsmasq", "dig"], version: ["dnsmasq", "--version"] },
} as const satisfies Readonly<Record<string, Claim>>;

export const SAMBA_CLAIMS = {
  "samba-tool": {
    provenIn: "Samba 4.17",
    peers: ["root", "samba", "samba-tool", "dig", "python3:samba", "/usr/share/samba/setup/provision.ldif"],
    version: ["samba", "--version"],
  },
} as const satisfies Readonly<Record<string, Claim>>;

export const FIREWALL_CLAIMS = {
  nft: { provenIn: "nftables 1.0", peers: ["root", "ip", "nft", "sysctl"], version: ["nft", "--version"] },
  iptables: {
    provenIn: "iptables 1.8",
    peers: ["root", "ip", "nft", "sysctl", "iptables", "ip6tables"],
    version: ["iptables", "--version"],
  },
  ufw: {
    provenIn: "ufw 0.36",
    peers: ["root", "ip", "nft", "sysctl", "iptables", "ufw"],
    version: ["ufw", "version"],
  },
  firewalld: {
    provenIn: "firewalld 1.3",
    peers: ["root", "ip", "nft", "sysctl", "firewalld", "firewall-cmd", "dbus-daemon"],
    version: ["firewall-offline-cmd", "--version"],
  },
} as const satisfies Readonly<Record<string, Claim>>;

export const CLAIMS: Readonly<Record<string, Claim>> = {
  ...DNS_CLAIMS,
  ...SAMBA_CLAIMS,
  ...FIREWALL_CLAIMS,
};
