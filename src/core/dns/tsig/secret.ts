// Octets that must not be shown: printing, inspecting or serialising the value does not reveal them.

export type Secret = {
  /** The octets, for those who compute with them. */
  readonly reveal: () => Uint8Array;
  readonly toJSON: () => string;
  readonly toString: () => string;
};

const HIDDEN = "[secret]";

/** The octets are kept in a closure, where neither JSON.stringify nor util.inspect gets at them. */
export function hideSecret(octets: Uint8Array): Secret {
  const kept = Uint8Array.from(octets);
  return { reveal: () => Uint8Array.from(kept), toJSON: () => HIDDEN, toString: () => HIDDEN };
}
