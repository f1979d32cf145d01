// Cuts a TCP stream into DNS messages by their two-octet length prefix (RFC 1035 section 4.2.2, RFC 7766).

export type TcpFramer = {
  /** Takes the next octets and gives the messages that are now complete. A length of 0 gives an empty message. */
  readonly push: (chunk: Uint8Array) => readonly Uint8Array[];
  /** Octets of a message that is not complete yet, prefix included. */
  readonly pendingBytes: () => number;
};

const PREFIX_OCTETS = 2;

/** Holds at most one incomplete message: 65,537 octets and the chunk at hand. */
export function createTcpFramer(): TcpFramer {
  let chunks: Uint8Array[] = [];
  let buffered = 0;

  const push = (chunk: Uint8Array): readonly Uint8Array[] => {
    chunks.push(chunk);
    buffered += chunk.length;
    if (buffered < neededOctets(chunks)) return [];
    const bytes = chunks.length === 1 ? chunk : concatenate(chunks, buffered);
    const messages: Uint8Array[] = [];
    let offset = 0;
    while (offset + PREFIX_OCTETS <= bytes.length) {
      const end = offset + PREFIX_OCTETS + prefixAt(bytes, offset);
      if (end > bytes.length) break;
      messages.push(bytes.subarray(offset + PREFIX_OCTETS, end));
      offset = end;
    }
    buffered = bytes.length - offset;
    chunks = buffered === 0 ? [] : [bytes.slice(offset)];
    return messages;
  };

  return { push, pendingBytes: () => buffered };
}

/** Puts the length prefix before a message of at most 65,535 octets. */
export function frameForTcp(message: Uint8Array): Uint8Array {
  const framed = new Uint8Array(PREFIX_OCTETS + message.length);
  framed[0] = message.length >>> 8;
  framed[1] = message.length;
  framed.set(message, PREFIX_OCTETS);
  return framed;
}

/** Joining waits until a message is complete, so that octets which trickle in singly cost linear time. */
function neededOctets(chunks: readonly Uint8Array[]): number {
  const [first, second] = chunks;
  const high = first?.[0];
  const low = first !== undefined && first.length > 1 ? first[1] : second?.[0];
  if (high === undefined || low === undefined) return PREFIX_OCTETS;
  return PREFIX_OCTETS + ((high << 8) | low);
}

function prefixAt(bytes: Uint8Array, offset: number): number {
  return ((bytes[offset] ?? 0) << 8) | (bytes[offset + 1] ?? 0);
}

function concatenate(chunks: readonly Uint8Array[], length: number): Uint8Array {
  const joined = new Uint8Array(length);
  let offset = 0;
  for (const chunk of chunks) {
    joined.set(chunk, offset);
    offset += chunk.length;
  }
  return joined;
}
