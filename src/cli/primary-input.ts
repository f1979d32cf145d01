// The server that --primary names.
import { UsageError } from "../core/errors.ts";
import { parseEndpoint, type Endpoint } from "../core/net/endpoint.ts";

/** Null where none is named. Throws UsageError for what is no literal address. */
export function namedPrimary(text: string | undefined): Endpoint | null {
  if (text === undefined) return null;
  const endpoint = parseEndpoint(text, 53);
  if (endpoint.ok) return endpoint.value;
  throw new UsageError(`--primary '${text}': ${endpoint.error}`, {
    hint: "Write a literal address: 192.0.2.53 or '[2001:db8::53]:5353'.",
  });
}
