// A template folder once it is read and checked: what it is for, and its nodes.
import type { EscapeName } from "./escapes.ts";
import type { TemplateNode } from "./template-node.ts";

/**
 * `authoritative`: holds zones, so a record belongs to one; `resolver`: answers any name; `windows`: settings of KMS
 * hosts and clients; `firewall`: lets clients reach the hosts.
 */
export const TEMPLATE_KINDS = ["authoritative", "resolver", "windows", "firewall"] as const;
export type TemplateKind = (typeof TEMPLATE_KINDS)[number];

/** What a template may be able to say only once: one zone a file, one search domain a client, one list a host. */
export const SINGLE_THINGS = ["zone", "domain", "publisher"] as const;
export type SingleThing = (typeof SINGLE_THINGS)[number];

export type TemplateMetadata = {
  readonly title: string;
  readonly kind: TemplateKind;
  /** The escapes that the template may use: those that fit its target. */
  readonly escapes: readonly EscapeName[];
  readonly lineEnds: "lf" | "crlf";
  /** What there may be only one of. */
  readonly one: readonly SingleThing[];
  /** The program and version that the tests load it into, null where no test does. */
  readonly provenIn: string | null;
};

export type Template = TemplateMetadata & {
  /** The name of the folder. */
  readonly product: string;
  readonly nodes: readonly TemplateNode[];
};
