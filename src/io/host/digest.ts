// A short name for a text: the first digits of its SHA-256.
import { createHash } from "node:crypto";

export function shortDigest(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 12);
}
