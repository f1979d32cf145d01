// The path from the client to the hosts as data: what a picture of it draws, however it is laid out.

/** plain: nothing is said about it · unknown: it could not be looked at. */
export type NodeState = "plain" | "good" | "warning" | "bad" | "unknown";

export type PathNode = {
  /** Unescaped; may come from the network. */
  readonly label: string;
  readonly state: NodeState;
  /** The state in words. */
  readonly words: string;
  /** Nodes that only this one leads to: the addresses of a host. */
  readonly children: readonly PathNode[];
};

export type PathTier = { readonly title: string; readonly nodes: readonly PathNode[] };

/** Every node of a tier leads to every node of the next; only the last tier has children. */
export type PathPicture = {
  readonly title: string;
  readonly tiers: readonly PathTier[];
  /** What the children are. */
  readonly childTitle: string;
};
