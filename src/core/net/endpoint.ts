// An address and a port, written `192.0.2.1:1688` or `[2001:db8::1]:1688` (RFC 3986 section 3.2.2 for the brackets).
import { err, ok, type Result } from "../result.ts";
import { formatAddress, parseAddress } from "./address.ts";

export type Endpoint = {
  /** Canonical literal address. */
  readonly address: string;
  readonly port: number;
};

export type HostPort = {
  /** A host name or a literal address, without brackets. */
  readonly host: string;
  readonly port: number;
};

export function formatEndpoint(endpoint: Endpoint): string {
  return endpoint.address.includes(":")
    ? `[${endpoint.address}]:${endpoint.port}`
    : `${endpoint.address}:${endpoint.port}`;
}

/** Parses `ADDR`, `ADDR:PORT`, `[V6]`, `[V6]:PORT` or a bare IPv6 literal. The address must be literal. */
export function parseEndpoint(text: string, defaultPort: number): Result<Endpoint, string> {
  const split = splitHostPort(text, defaultPort);
  if (!split.ok) return split;
  const address = parseAddress(split.value.host);
  return address.ok ? ok({ address: formatAddress(address.value), port: split.value.port }) : address;
}

/** Splits `HOST[:PORT]`; brackets are needed only where an IPv6 literal carries a port. */
export function splitHostPort(text: string, defaultPort: number): Result<HostPort, string> {
  const bracketed = /^\[([^\]]*)\](?::(.*))?$/.exec(text);
  if (bracketed !== null) {
    const host = bracketed[1] ?? "";
    if (!host.includes(":")) return err(`'${text}' has brackets around something that is no IPv6 address`);
    return withPort(host, bracketed[2], defaultPort);
  }
  const colons = text.split(":").length - 1;
  if (colons !== 1) return withPort(text, undefined, defaultPort);
  const [host = "", port] = text.split(":");
  return withPort(host, port, defaultPort);
}

/** Parses a port number, 1 to 65535. */
export function parsePort(text: string): Result<number, string> {
  const port = /^\d{1,6}$/.test(text) ? Number(text) : Number.NaN;
  if (port >= 1 && port <= 65_535) return ok(port);
  return err(`'${text}' is not a port: a number from 1 to 65535 is needed`);
}

function withPort(host: string, port: string | undefined, defaultPort: number): Result<HostPort, string> {
  if (host === "") return err("the host is empty");
  if (port === undefined) return ok({ host, port: defaultPort });
  const parsed = parsePort(port);
  return parsed.ok ? ok({ host, port: parsed.value }) : parsed;
}

export function isSameEndpoint(left: Endpoint, right: Endpoint): boolean {
  return left.address === right.address && left.port === right.port;
}
