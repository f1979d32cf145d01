// A Kerberos keytab with one key that nobody knows (MIT format, version 0x0502): enough for a server to offer GSS-TSIG.

/** `components` of the principal, such as `DNS` and a host name. */
export function keytabBytes(realm: string, components: readonly string[]): Uint8Array {
  const entry = [
    ...u16(components.length),
    ...counted(realm),
    ...components.flatMap(counted),
    // Name type: a service instance.
    ...u32(3),
    // Time stamp and key version.
    ...u32(0),
    1,
    // aes256-cts-hmac-sha1-96.
    ...u16(18),
    ...u16(32),
    ...Array.from({ length: 32 }, (_, index) => index),
  ];
  return Uint8Array.from([5, 2, ...u32(entry.length), ...entry]);
}

function counted(text: string): readonly number[] {
  return [...u16(text.length), ...Array.from(text, (char) => char.charCodeAt(0))];
}

function u16(value: number): readonly number[] {
  return [value >> 8, value & 255];
}

function u32(value: number): readonly number[] {
  return [...u16(value >> 16), ...u16(value & 0xffff)];
}
