// Why a server of the lab can't listen, in words that help.
import { EnvironmentError } from "../core/errors.ts";
import { formatEndpoint, type Endpoint } from "../core/net/endpoint.ts";

export function listenError(
  what: string,
  endpoint: Endpoint,
  cause: NodeJS.ErrnoException,
): EnvironmentError {
  const where = formatEndpoint({ address: endpoint.address, port: endpoint.port });
  return new EnvironmentError(`the lab's ${what} can't listen on ${where} (${cause.code ?? cause.message})`, {
    hint: hintFor(endpoint, cause.code),
    cause,
  });
}

function hintFor({ address, port }: Endpoint, code: string | undefined): string {
  if (code === "EADDRINUSE") return `Something else uses port ${port}: stop it, or choose another port.`;
  if (code === "EACCES") return `Port ${port} needs rights that this user lacks: choose one above 1023.`;
  if (code !== "EADDRNOTAVAIL" && code !== "EAFNOSUPPORT")
    return "The lab needs to open ports on the loopback interface.";
  if (address.includes(":")) return "This machine has no IPv6 loopback: choose a scenario without IPv6.";
  return `This machine has no address ${address}; on macOS 'sudo ifconfig lo0 alias ${address}' adds it.`;
}
