// Random rules of Windows and of clouds, with what they mean said a second time: one address at a time, straight from the vendor's
// words, without our model. The answer is whether the address gets through to TCP 1688.
import fc from "fast-check";
import { formatAddress } from "../../../src/core/net/address.ts";
import type { ParseHints, RuleFormat } from "../../../src/core/firewall/parse/parsed.ts";

export type NaiveList = {
  readonly format: RuleFormat;
  readonly text: string;
  readonly hints: ParseHints;
  /** The address is 10.0.0.0 plus `offset`. */
  readonly getsThrough: (offset: number) => boolean;
};

const BASE = 0x0a00_0000n;
/** Addresses that are looked at, 10.0.0.0 to 10.0.0.63. */
export const OFFSETS = Array.from({ length: 64 }, (_, index) => index);
const HINTS: ParseHints = { zone: null, profile: null };

const address = (offset: number): string => formatAddress({ family: 4, value: BASE + BigInt(offset) });

type Block = { readonly offset: number; readonly hostBits: number };

const anyBlock: fc.Arbitrary<Block> = fc
  .record({ offset: fc.nat({ max: 63 }), hostBits: fc.nat({ max: 6 }) })
  .map(({ offset, hostBits }) => ({ offset: (offset >> hostBits) << hostBits, hostBits }));

const isIn = ({ offset, hostBits }: Block, at: number): boolean => at >> hostBits === offset >> hostBits;
const cidr = ({ offset, hostBits }: Block): string => `${address(offset)}/${32 - hostBits}`;

const anyPorts = fc.constantFrom<readonly [number, number]>(
  [1688, 1688],
  [1600, 1700],
  [22, 22],
  [0, 65_535],
);
const isOurs = ([first, last]: readonly [number, number]): boolean => first <= 1688 && 1688 <= last;
const text = ([first, last]: readonly [number, number]): string =>
  first === last ? String(first) : `${first}-${last}`;

const anyRule = fc.record({
  blocks: fc.array(anyBlock, { minLength: 1, maxLength: 3 }),
  ports: anyPorts,
  allows: fc.boolean(),
  protocol: fc.constantFrom("tcp", "tcp", "tcp", "udp", "all"),
  priority: fc.nat({ max: 5 }),
  isOff: fc.boolean(),
});
const anyRules = fc.array(anyRule, { minLength: 1, maxLength: 8 });
type AnyRule = typeof anyRule extends fc.Arbitrary<infer T> ? T : never;

const isAbout = ({ blocks, ports, protocol }: AnyRule, at: number): boolean =>
  blocks.some((block) => isIn(block, at)) && (protocol === "all" || (protocol === "tcp" && isOurs(ports)));

/** No order: a block wins, and what no rule allows is blocked. */
const windows = anyRules.map((rules): NaiveList => ({
  format: "netfirewall-json",
  hints: { ...HINTS, profile: "domain" },
  text: JSON.stringify(
    rules.flatMap(({ blocks, ports, allows, protocol, isOff, priority }, index) => {
      const InstanceID = `rule ${index}`;
      const any = protocol === "all";
      return [
        {
          InstanceID,
          DisplayName: InstanceID,
          Enabled: isOff ? 2 : 1,
          Direction: 1,
          Action: allows ? 2 : 4,
          Profile: priority === 5 ? "Private, Public" : 0,
        },
        {
          InstanceID,
          Protocol: any ? "Any" : protocol.toUpperCase(),
          LocalPort: any ? "Any" : [text(ports)],
          RemotePort: "Any",
        },
        {
          InstanceID,
          LocalAddress: "Any",
          RemoteAddress: blocks.map(
            (block) => `${address(block.offset)}-${address(block.offset + 2 ** block.hostBits - 1)}`,
          ),
        },
      ];
    }),
  ),
  getsThrough: (at) => {
    const about = rules.filter((rule) => !rule.isOff && rule.priority !== 5 && isAbout(rule, at));
    return about.length > 0 && about.every(({ allows }) => allows);
  },
}));

/** Permissions only: any of them is enough. */
const securityGroups = anyRules.map((rules): NaiveList => ({
  format: "aws-sg",
  hints: HINTS,
  text: JSON.stringify({
    SecurityGroups: rules.map(({ blocks, ports: [FromPort, ToPort], protocol }, index) => ({
      GroupId: `sg-${index}`,
      IpPermissions: [
        {
          IpProtocol: protocol === "all" ? "-1" : protocol,
          ...(protocol === "all" ? {} : { FromPort, ToPort }),
          IpRanges: blocks.map((block) => ({ CidrIp: cidr(block) })),
        },
      ],
    })),
  }),
  getsThrough: (at) => rules.some((rule) => isAbout(rule, at)),
}));

/** By number, the first that matches; the answers need a way out. */
const networkAcl = fc.tuple(anyRules, anyBlock).map(([rules, out]): NaiveList => ({
  format: "aws-nacl",
  hints: HINTS,
  text: JSON.stringify({
    NetworkAcls: [
      {
        NetworkAclId: "acl-1",
        Entries: [
          ...rules.map(({ blocks, ports: [From, To], allows, protocol }, index) => ({
            RuleNumber: 1000 - index,
            Protocol: protocol === "all" ? "-1" : protocol === "tcp" ? "6" : "17",
            RuleAction: allows ? "allow" : "deny",
            Egress: false,
            CidrBlock: cidr(blocks[0] ?? { offset: 0, hostBits: 0 }),
            PortRange: { From, To },
          })),
          {
            RuleNumber: 1,
            Protocol: "6",
            RuleAction: "allow",
            Egress: true,
            CidrBlock: cidr(out),
            PortRange: { From: 1024, To: 65_535 },
          },
        ],
      },
    ],
  }),
  getsThrough: (at) => {
    const first = rules.findLast((rule) => isAbout({ ...rule, blocks: rule.blocks.slice(0, 1) }, at));
    return first?.allows === true && isIn(out, at);
  },
}));

/** By priority, the first that matches; a last rule of the operator's keeps the defaults out. */
const securityRules = anyRules.map((rules): NaiveList => ({
  format: "azure-nsg",
  hints: HINTS,
  text: JSON.stringify({
    name: "nsg",
    securityRules: [
      ...rules.map(({ blocks, ports, allows, protocol }, index) => ({
        name: `rule ${index}`,
        priority: 4000 - index,
        direction: "Inbound",
        access: allows ? "Allow" : "Deny",
        protocol: protocol === "all" ? "*" : protocol,
        sourceAddressPrefixes: blocks.map(cidr),
        destinationPortRange: protocol === "all" ? "*" : text(ports),
        destinationAddressPrefix: "*",
      })),
      {
        name: "rest",
        priority: 4096,
        direction: "Inbound",
        access: "Deny",
        protocol: "*",
        sourceAddressPrefix: "*",
        destinationPortRange: "*",
        destinationAddressPrefix: "*",
      },
    ],
  }),
  getsThrough: (at) => rules.findLast((rule) => isAbout(rule, at))?.allows === true,
}));

/** By priority; among equals a denial wins. */
const vpcRules = anyRules.map((rules): NaiveList => ({
  format: "gcp",
  hints: HINTS,
  text: JSON.stringify(
    rules.map(({ blocks, ports, allows, protocol, priority, isOff }, index) => ({
      name: `rule-${index}`,
      direction: "INGRESS",
      priority,
      disabled: isOff,
      [allows ? "allowed" : "denied"]: [
        { IPProtocol: protocol, ...(protocol === "all" ? {} : { ports: [text(ports)] }) },
      ],
      sourceRanges: blocks.map(cidr),
    })),
  ),
  getsThrough: (at) => {
    const about = rules.filter((rule) => !rule.isOff && isAbout(rule, at));
    const best = Math.min(...about.map(({ priority }) => priority));
    const deciding = about.filter(({ priority }) => priority === best);
    return deciding.length > 0 && deciding.every(({ allows }) => allows);
  },
}));

/** Rows from the top down, then the default. */
const ufwRows = fc.tuple(anyRules, fc.boolean()).map(([rules, isOpen]): NaiveList => ({
  format: "ufw",
  hints: HINTS,
  text: [
    "Status: active",
    `Default: ${isOpen ? "allow" : "deny"} (incoming), allow (outgoing), disabled (routed)`,
    "",
    ...rules.map(({ blocks, ports, allows, protocol }) => {
      const to = protocol === "all" ? "Anywhere" : `${text(ports).replace("-", ":")}/${protocol}`;
      return `${to.padEnd(26)} ${allows ? "ALLOW IN " : "DENY IN  "}   ${cidr(blocks[0] ?? { offset: 0, hostBits: 0 })}`;
    }),
  ].join("\n"),
  getsThrough: (at) =>
    rules.find((rule) => isAbout({ ...rule, blocks: rule.blocks.slice(0, 1) }, at))?.allows ?? isOpen,
}));

export const anyNaiveList: fc.Arbitrary<NaiveList> = fc.oneof(
  windows,
  securityGroups,
  networkAcl,
  securityRules,
  vpcRules,
  ufwRows,
);
